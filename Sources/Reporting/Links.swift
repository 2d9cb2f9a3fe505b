import AuditModel
import Templating

/// Where the numbers of a report lead: to the page beside it, or to lists at its end.
final class Links {
  struct List {
    var id: String
    var title: String
    var figure: Report.Figure
  }

  let place: ReportPage.Place
  private let zone: String?
  private(set) var lists: [List] = []
  private var known: [String: String] = [:]

  /// - Parameter zone: the report's, where the page opens with another one.
  init(in place: ReportPage.Place, zone: String?) { (self.place, self.zone) = (place, zone) }

  /// The address of a number's events; empty where there are none.
  /// - Parameter title: what the events are, for the head of a list.
  func address(of figure: Report.Figure, _ title: String) -> String {
    guard figure.count > 0 else { return "" }
    if place == .bundle, let address = figure.address { return "index.html" + address }
    // The same events under the same title are one list, however often they are named.
    let key = "\(figure.count) \(figure.newest) \(title)"
    if let id = known[key] { return "#" + id }
    let id = "list-\(lists.count + 1)"
    lists.append(List(id: id, title: title, figure: figure))
    known[key] = id
    return "#" + id
  }

  /// A number as a link, for markup.
  func anchor(_ figure: Report.Figure, _ text: String, _ title: String) -> String { Self.anchor(address(of: figure, title), text) }

  /// A text as a link to an event, where there is a page that has it.
  func anchor(event: Int64, _ text: String) -> String { Self.anchor(place == .bundle ? "index.html#event=\(event)\(zone.map { "&zone=" + AddressBook.encoded($0) } ?? "")" : "", text) }

  private static func anchor(_ address: String, _ text: String) -> String {
    let text = TemplateValue.escaped(text)
    return address.isEmpty ? text : "<a href=\"\(TemplateValue.escaped(address))\">\(text)</a>"
  }
}
