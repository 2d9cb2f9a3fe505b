internal import AuditModel

/// Reads events from JSON by a profile: from an array, an object that holds the records under a key, or one record after another.
final class JSONEventReader: EventReader {
  private let extractor: RecordExtractor
  private var scanner: JSONRecordScanner
  private let profile: SourceProfile
  private var index = 0
  private var count = 0

  init(window: Window, profile: SourceProfile, shape: JSONRecordScanner.Shape, recordKeys: [String], file: String) {
    self.profile = profile
    extractor = RecordExtractor(profile)
    scanner = JSONRecordScanner(window: window, shape: shape, recordKeys: recordKeys, file: file)
  }

  var shape: String { scanner.shape.rawValue }
  var record: ByteView { scanner.record }
  var mapping: [Reading.Entry] { profile.mapping }

  func next() throws -> Bool {
    (index, count) = (0, 0)
    return try extractor.parse { (tape) throws in try scanner.next(into: &tape) }
  }

  /// Reads the current record, or the next event of it.
  func read(into draft: inout EventDraft) throws(EventAssembler.Flaw) -> Bool {
    if index == 0 {
      if let problem = scanner.problem {
        throw .init(reason: "not valid JSON at byte \(problem.offset) of the record: \(problem.reason)")
      }
      count = try extractor.begin()
    }
    try extractor.read(index, into: &draft)
    index += 1
    return index < count
  }
}
