/// The name of the folder inside a bundle: printable in every file system, whatever name was asked for.
enum BundleName {
  /// Names that Windows keeps for devices, whatever their extension.
  private static let devices =
    Set(["CON", "PRN", "AUX", "NUL"] + (1...9).flatMap { ["COM\($0)", "LPT\($0)"] })

  /// Letters, digits, `.`, `_` and `-`, at most 100 of them; runs of anything else become one `-`.
  static func sanitised(_ name: String) -> String {
    var out: [UInt8] = []
    for byte in name.utf8 {
      if isAllowed(byte) {
        out.append(byte)
      } else if out.last != UInt8(ascii: "-") {
        out.append(UInt8(ascii: "-"))
      }
    }
    let trimmed = out.drop(while: isMark).prefix(100)
    let kept = String(decoding: trimmed.reversed().drop(while: isMark).reversed(), as: UTF8.self)
    if kept.isEmpty { return "bundle" }
    return devices.contains(kept.prefix { $0 != "." }.uppercased()) ? "bundle-\(kept)" : kept
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// A name neither begins nor ends with these.
  private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") }
}
