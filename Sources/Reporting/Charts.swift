import AuditModel
import Coverage
import Templating

/// The report's pictures: SVG whose marks are links, with a title, a description and a table of the same numbers beside it.
struct Charts {
  let report: Report
  let words: ReportWords
  let links: Links

  private static func svg(_ id: String, width: Int, height: Int, title: String, description: String, _ content: String) -> String {
    """
    <svg class="chart \(id)" viewBox="0 0 \(width) \(height)" role="group" aria-labelledby="\(id)-title \(id)-desc">\
    <title id="\(id)-title">\(TemplateValue.escaped(title))</title>\
    <desc id="\(id)-desc">\(TemplateValue.escaped(description))</desc>\(content)</svg>
    """
  }

  private func mark(_ figure: Report.Figure, _ title: String, _ shape: String) -> String {
    let address = links.address(of: figure, title)
    let label = TemplateValue.escaped("\(title): \(words.number(figure.count))")
    let named = shape.replacing("/>", with: "><title>\(label)</title></rect>")
    return address.isEmpty ? named : "<a href=\"\(TemplateValue.escaped(address))\" aria-label=\"\(label)\">\(named)</a>"
  }

  private static func text(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> String {
    "<text x=\"\(rounded(x))\" y=\"\(rounded(y))\" text-anchor=\"\(anchor)\">\(TemplateValue.escaped(text))</text>"
  }

  private static func rounded(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
  }

  private static func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ name: String) -> String {
    "<rect class=\"\(name)\" x=\"\(rounded(x))\" y=\"\(rounded(y))\" width=\"\(rounded(width))\" height=\"\(rounded(height))\"/>"
  }

  // MARK: Days

  /// What the bars are made of, from the ground up.
  static let stack = ["update", "create", "delete", "other"]

  static func figure(_ name: String, of day: Report.Day) -> Report.Figure { ActionClass(rawValue: name).flatMap { $0 == .other ? nil : day.classes[$0] } ?? day.others }

  func day(_ day: Report.Day) -> String { day.days.count == 1 ? words.shortDate(day.days.lowerBound) : words.days(day.days) }

  var byDay: String {
    let (left, top, width, height) = (44.0, 8.0, 668.0, 140.0)
    let most = Double(Self.nice(report.days.map(\.all.count).max() ?? 0))
    let step = width / Double(max(report.days.count, 1))
    var content = ""
    for share in [0.0, 0.5, 1.0] {
      let y = top + height * (1 - share)
      content += "<path class=\"grid\" d=\"M\(Self.rounded(left)) \(Self.rounded(y))H\(Self.rounded(left + width))\"/>"
      content += Self.text(left - 6, y + 3.5, words.number(Int(most * share)), "end")
    }
    for (index, day) in report.days.enumerated() {
      var y = top + height
      for name in Self.stack {
        let figure = Self.figure(name, of: day)
        guard figure.count > 0 else { continue }
        let size = max(height * Double(figure.count) / most, 0.6)
        y -= size
        let shape = Self.rect(left + step * Double(index) + step * 0.1, y, step * 0.8, size, name)
        content += mark(figure, "\(self.day(day)), \(words.say("stack.\(name)"))", shape)
      }
    }
    let every = max(1, (report.days.count + 5) / 6)
    for (index, day) in report.days.enumerated() where index % every == 0 {
      // The first begins with its bar, beside the numbers of the axis.
      let (x, anchor) = index == 0 ? (left, "start") : (left + step * (Double(index) + 0.5), "middle")
      let label = Self.text(x, top + height + 18, words.axisDate(day.days.lowerBound), anchor)
      // Every other one has no room on a phone.
      content += index / every % 2 == 0 ? label : label.replacing("<text ", with: "<text class=\"second\" ")
    }
    return Self.svg("days", width: 720, height: 172, title: words.say("chart.days"), description: words.say("chart.days.about"), content)
  }

  /// A round and even number that is not smaller.
  static func nice(_ most: Int) -> Int {
    var unit = 1
    while true {
      for factor in [2, 4, 6, 8, 10, 12, 16] where unit * factor >= most { return unit * factor }
      unit *= 10
    }
  }

  // MARK: Hours

  var byHour: String {
    let most = report.hours.joined().map(\.count).max() ?? 0
    let (left, top, side) = (44.0, 18.0, 28.0)
    var content = ""
    for hour in stride(from: 0, to: 24, by: 3) { content += Self.text(left + side * (Double(hour) + 0.5), 12, String(hour), "middle") }
    for (weekday, hours) in report.hours.enumerated() {
      let y = top + Double(weekday) * 20
      content += Self.text(left - 6, y + 13, words.say("weekday.short.\(weekday + 1)"), "end")
      for (hour, figure) in hours.enumerated() {
        let shape = Self.rect(left + side * Double(hour) + 0.5, y + 0.5, side - 1, 19, "heat-\(Self.shade(figure.count, of: most))")
        content += mark(figure, hourTitle(weekday, hour), shape)
      }
    }
    return Self.svg("hours", width: 720, height: 162, title: words.say("chart.hours"), description: words.say("chart.hours.about"), content)
  }

  func hourTitle(_ weekday: Int, _ hour: Int) -> String {
    words.say("chart.hour", ["weekday": words.say("weekday.\(weekday + 1)"), "from": "\(hour):00", "until": "\(hour + 1):00"])
  }

  /// 0 for nothing, then five steps by square root, so that quiet hours show beside loud ones.
  static func shade(_ count: Int, of most: Int) -> Int {
    count == 0 ? 0 : min(5, 1 + Int((Double(count) / Double(most)).squareRoot() * 4.999))
  }

  // MARK: Coverage

  var coverage: String {
    guard let states = report.coverage else { return "" }
    let step = 704.0 / Double(max(states.count, 1))
    var content = ""
    for (index, state) in states.enumerated() {
      guard let state else { continue }
      let day = report.period.days.lowerBound + index
      let shape = Self.rect(8 + step * Double(index), 4, max(step - 1.5, 0.5), 20, state.isCovered ? "covered" : "missing")
      // Where a bar of the other chart stands for several days, none of its numbers is this day's.
      let figure = report.days.count == states.count ? report.days[index].all : Report.Figure(count: 0, newest: [])
      content += mark(figure, "\(words.shortDate(day)), \(words.say("state.\(state)"))", shape)
    }
    content += Self.text(8, 40, words.shortDate(report.period.days.lowerBound), "start")
    content += Self.text(712, 40, words.shortDate(report.period.days.upperBound - 1), "end")
    return Self.svg("coverage", width: 720, height: 46, title: words.say("coverage.title"), description: words.say("chart.coverage.about"), content)
  }
}
