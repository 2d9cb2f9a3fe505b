/// A file of a bundle, as its manifest lists it.
public struct BundledFile: Sendable, Equatable {
  public let name: String
  public let bytes: Int64
  /// In hex.
  public let sha256: String
}

/// What a bundle turned out to be.
public struct BundleReceipt: Sendable {
  /// The folder inside the ZIP.
  public let folder: String
  public let tally: EventTally
  /// All files but `manifest-sha256.txt`, in the order of the ZIP.
  public let files: [BundledFile]
  /// Cells that were changed in the table for spreadsheets; 0 without one.
  public let alteredCells: Int64
}
