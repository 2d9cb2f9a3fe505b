import AuditModel
import Templating

/// Where the numbers of a report lead: to the page beside it, or to lists at its end.
final class Links {
  struct List {
    var id: String
    var title: String
    var figure: Report.Figure
  }

  private let place: ReportPage.Place
  private(set) var lists: [List] = []
  private var known: [String: String] = [:]

  init(in place: ReportPage.Place) { self.place = place }

  /// The address of a number's events; empty where there are none.
  /// - Parameter title: what the events are, for the head of a list.
  func address(of figure: Report.Figure, _ title: String) -> String {
    guard figure.count > 0 else { return "" }
    if place == .bundle, let address = figure.address { return "index.html" + address }
    if let id = known[title] { return "#" + id }
    let id = "list-\(lists.count + 1)"
    lists.append(List(id: id, title: title, figure: figure))
    known[title] = id
    return "#" + id
  }

  /// A number as a link, for markup.
  func anchor(_ figure: Report.Figure, _ text: String, _ title: String) -> String {
    let address = address(of: figure, title)
    return address.isEmpty ? TemplateValue.escaped(text) : "<a href=\"\(TemplateValue.escaped(address))\">\(TemplateValue.escaped(text))</a>"
  }
}
