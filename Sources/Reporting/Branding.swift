public import AuditModel
internal import EvidenceLog
internal import Foundation

/// Whose report it is: a title in place of the account's name, a logo, a colour.
public struct Branding: Sendable {
  private static let logoBytes = 200_000
  /// What WCAG 2.2 asks for between text and its ground (success criterion 1.4.3).
  private static let contrast = 4.5

  let title: String?
  /// An `img` element; empty without a logo.
  let logo: String
  /// Rules that follow the report's style.
  let style: [UInt8]

  /// - Parameters:
  ///   - logo: path of a PNG or JPEG file.
  ///   - accent: `#rrggbb`; links have it where the page is light.
  /// - Throws: `settings` where a file or colour will not do, `noInput` where the file cannot be read.
  public init(title: String? = nil, logo: String? = nil, accent: String? = nil) throws(Failure) {
    self.title = title
    self.logo = try logo.map { (path) throws(Failure) in try Self.element(path) } ?? ""
    style = try accent.map { (colour) throws(Failure) in try Self.rules(colour) } ?? []
  }

  // MARK: Logo

  private static func element(_ path: String) throws(Failure) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, "\(path): the logo cannot be read", hint: "check its path, and who may read it")
    }
    let bytes = Array(data)
    guard let type = type(of: bytes) else {
      throw Failure(.settings, "\(path): the logo is neither a PNG nor a JPEG picture", hint: "save it as one of the two")
    }
    guard bytes.count <= logoBytes else {
      throw Failure(.settings, "\(path): the logo has \(grouped(bytes.count)) bytes", hint: "make it smaller: every report carries it, and \(grouped(logoBytes)) are the limit")
    }
    return "<img class=\"logo\" alt=\"\" src=\"data:\(type);base64,\(String(decoding: base64(bytes), as: UTF8.self))\">"
  }

  /// By the bytes that such a file begins and ends with, whatever its name (PNG, third edition, 5.2 and 11.2; JPEG, ITU-T T.81, B.1).
  static func type(of bytes: [UInt8]) -> String? {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    if bytes.starts(with: png), bytes.suffix(12).dropFirst(4).starts(with: Array("IEND".utf8)) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]), bytes.suffix(2).elementsEqual([0xFF, 0xD9]) { return "image/jpeg" }
    return nil
  }

  // MARK: Colour

  private static func rules(_ colour: String) throws(Failure) -> [UInt8] {
    guard colour.wholeMatch(of: /#[0-9A-Fa-f]{6}/) != nil else {
      throw Failure(.settings, "the accent colour “\(colour)” is not one", hint: "write six hexadecimal digits, such as #2d56b8")
    }
    let ratio = 1.05 / (luminance(colour) + 0.05)
    guard ratio >= contrast else {
      throw Failure(
        .settings, "the accent colour \(colour) is too light to be read on white: its contrast is \(String(format: "%.1f", ratio)) to 1",
        hint: "take a darker one: \(contrast) to 1 is the least")
    }
    return Array("\n@media not all and (prefers-color-scheme: dark) { :root { --accent: \(colour.lowercased()); } }\n".utf8)
  }

  /// Relative luminance of sRGB (WCAG 2.2, glossary).
  static func luminance(_ colour: String) -> Double {
    let channels = stride(from: 1, to: 7, by: 2).map { start in
      let digits = colour.dropFirst(start).prefix(2)
      let value = Double(UInt8(digits, radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
