public import Archiving
public import AuditModel

/// Reads events from records of one shape.
protocol EventReader: AnyObject {
  var shape: String { get }
  var mapping: [Reading.Entry] { get }
  /// The lines before the header of a table.
  var preamble: [String] { get }
  /// Whether a text may hold a NUL byte.
  var takesNUL: Bool { get }
  /// The bytes of the current record.
  var record: ByteView { get }
  /// Moves to the next record. False at the end.
  func next() throws -> Bool
  /// Reads an event of the current record into an empty draft. True if the record holds a further event.
  func read(into draft: inout EventDraft) throws(EventAssembler.Flaw) -> Bool
}

extension EventReader {
  var preamble: [String] { [] }
  var takesNUL: Bool { false }
}

/// Reads one source part (a file, or a member of a packed file) from its first byte to its last, in batches.
public final class PartReader {
  /// A batch is handed on when it holds this many rows, or this many bytes.
  static let batchRows = 4_096
  static let batchBytes = 6 << 20

  private let file: String
  private let encoding: TextEncoding
  private let window: Window
  private let assembler: EventAssembler
  private let reader: any EventReader
  private var draft = EventDraft()
  private var recordNumber: Int64 = 0
  public let reading: Reading

  /// Looks at the first bytes and decides how to read them. Throws if they are no export.
  public init(_ stream: ByteStream, file: String, assembler: EventAssembler, settings: ReadingSettings = ReadingSettings()) throws {
    self.file = file
    self.assembler = assembler
    encoding = try TextEncoding(of: stream, file: file)
    window = Window(encoding.decoded(stream, file: file))
    try window.fill(to: 1 << 16)
    if encoding.hasMark { window.consume(TextEncoding.markLength) }
    if window.view.isEmpty { throw Failure(.badData, "\(file): the file is empty", hint: "export it again") }
    let choice: ProfileChoice
    (reader, choice) = try ReaderChoice(window: window, file: file, settings: settings).reader()
    let format = try DayOrderProof(window: window, file: file, choice: choice).format()
    try assembler.use(choice.profile, format: format, zone: settings.zone)
    reading = Reading(
      shape: reader.shape, profile: choice.profile.name, source: choice.profile.source, encoding: encoding.title, mapping: reader.mapping,
      choice: choice, times: format, zone: choice.profile.time.zone ?? settings.zone, preamble: reader.preamble)
  }

  /// The next batch, or nil at the end. A batch may hold rejects only.
  public func nextBatch() throws -> EventBatch? {
    var isEmpty = true
    while try reader.next() {
      isEmpty = false
      recordNumber += 1
      readRecord()
      if assembler.rowCount >= Self.batchRows || assembler.byteCount >= Self.batchBytes { break }
      if assembler.rejectCount >= Self.batchRows { break }
    }
    return isEmpty ? nil : assembler.takeBatch()
  }

  private func readRecord() {
    let record = reader.record
    let place = EventAssembler.Place(recordNumber: recordNumber, offset: window.offset, length: Int64(record.count))
    let before = assembler.rowCount
    do throws(EventAssembler.Flaw) {
      draft.reset()
      try checkText(record)
      var hasMore = true
      while hasMore {
        draft.reset()
        hasMore = try reader.read(into: &draft)
        try assembler.add(&draft, record: record, at: place)
      }
    } catch {
      assembler.takeBack(to: before)
      assembler.reject(
        Reject(recordNumber: recordNumber, line: window.line, offset: window.offset, reason: error.reason, original: record.array))
    }
  }

  /// Bytes are never replaced: what is no UTF-8 is rejected with its place.
  private func checkText(_ record: ByteView) throws(EventAssembler.Flaw) {
    if record.isPlainText { return }
    if let offset = record.firstInvalidUTF8 {
      throw .init(reason: "\(encoding.flaw) at byte \(window.offset + Int64(offset)) of \(encoding.counted)")
    }
    if reader.takesNUL { return }
    let nul = record.index(of: 0, from: 0)
    if nul < record.count { throw .init(reason: "a NUL byte at byte \(window.offset + Int64(nul)) of \(encoding.counted)") }
  }
}
