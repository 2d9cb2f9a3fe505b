public import AuditModel
import Templating

/// What a report says first, as plain text: for the subject and the body of a mail.
public struct ReportSummary {
  public let subject: String
  public let text: String

  /// - Parameters:
  ///   - file: the name of the report's file.
  ///   - clock: the account's.
  public init(of report: Report, file: String, templates: ReportTemplates, clock: ZoneRules) {
    let words = templates.words
    subject = words.say("title", ["account": Phrases.shown(report.facts.account), "period": words.name(report.period)])
    let lines = Phrases(report: report, words: words, clock: clock).headline().map { sentence in
      let (before, number, after) = words.around(sentence.key, sentence.values, n: sentence.n)
      return "- \(before)\(number)\(after)"
    }
    text = ([subject, ""] + lines + ["", words.say("mail.file", ["file": file]), ""]).joined(separator: "\n")
  }
}
