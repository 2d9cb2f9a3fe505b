/// A whole number for people, with commas between thousands whatever the locale: `5,012`.
public func grouped(_ number: some BinaryInteger) -> String {
  let digits = String(number.magnitude)
  var out = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
    out.append(digit)
  }
  return out
}

/// So many of a thing: `1 event`, `5,012 events`.
public func counted(_ number: some BinaryInteger, _ thing: String) -> String { "\(grouped(number)) \(thing)\(number == 1 ? "" : "s")" }
