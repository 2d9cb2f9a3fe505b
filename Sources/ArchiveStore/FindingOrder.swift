import Synchronization

/// Hands findings on in the order of the steps that found them, though two steps run at once: those of a step whose turn has not come are held
/// back. Past some hundreds the archive is a wreck, and all are let out as they come: memory is not for them.
final class FindingOrder: Sendable {
  enum Step: Int, CaseIterable { case structure, leaves, records }

  private struct State {
    var turn = 0
    var ended: Set<Int> = []
    var held: [(step: Int, finding: ArchiveFinding)] = []
    var isWreck = false
    var count = 0
  }

  private static let mostHeld = 1000
  private let state = Mutex(State())
  nonisolated(unsafe) private let observe: (ArchiveFinding) -> Void

  /// - Parameter observe: called for one finding at a time, from any thread.
  init(_ observe: @escaping (ArchiveFinding) -> Void) { unsafe self.observe = observe }

  var count: Int { state.withLock { $0.count } }

  func add(_ finding: ArchiveFinding, of step: Step) {
    state.withLock { state in
      state.count += 1
      if state.isWreck || step.rawValue <= state.turn { return unsafe observe(finding) }
      state.held.append((step.rawValue, finding))
      guard state.held.count > Self.mostHeld else { return }
      state.isWreck = true
      while let next = Self.next(&state) { unsafe observe(next) }
    }
  }

  /// No finding of this step follows.
  func end(_ step: Step) {
    state.withLock { state in
      state.ended.insert(step.rawValue)
      while state.ended.contains(state.turn) {
        state.turn += 1
        while let next = Self.next(&state, upTo: state.turn) { unsafe observe(next) }
      }
    }
  }

  /// Nothing follows at all, in whatever way the steps ended.
  func endAll() { for step in Step.allCases { end(step) } }

  private static func next(_ state: inout State, upTo turn: Int = .max) -> ArchiveFinding? {
    guard let place = state.held.firstIndex(where: { $0.step <= turn }) else { return nil }
    return state.held.remove(at: place).finding
  }
}
