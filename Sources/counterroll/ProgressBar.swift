import AuditModel

/// A bar with rate and time left, drawn on a terminal at most ten times a second.
struct ProgressBar {
  private let now: @Sendable () -> Int64
  private let start: Int64
  private var lastDrawn: Int64 = 0
  private let isShown: Bool

  init(isShown: Bool, now: @escaping @Sendable () -> Int64) {
    self.now = now
    self.isShown = isShown
    start = now()
  }

  mutating func update(name: String, bytes: Int64, totalBytes: Int64, records: Int64) {
    let time = now()
    guard isShown, time - lastDrawn >= 100 else { return }
    lastDrawn = time
    let share = min(1, Double(bytes) / Double(max(totalBytes, 1)))
    let seconds = max(Double(time - start) / 1000, 0.001)
    let left = share > 0.01 ? "\(Int((seconds / share - seconds).rounded(.up))) s left" : "…"
    let rate = grouped(Int64(Double(bytes) / seconds / 1_000_000))
    let filled = Int(share * 24)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    Console.progress("\(bar) \(Int(share * 100)) %  \(Console.visible(name, limit: 30))  \(grouped(records)) records  \(rate) MB/s  \(left)")
  }

  func clear() { if isShown, lastDrawn > 0 { Console.progress("") } }
}
