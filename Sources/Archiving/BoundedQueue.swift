internal import Foundation
internal import Glibc

/// Hands values from one thread to another, at most `capacity` waiting: whoever reads never runs far ahead of whoever works.
public final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  private var waiting: [Element] = []
  private var isClosed = false

  public init(capacity: Int) { self.capacity = capacity }

  /// Waits for room. False if the queue was closed meanwhile: nobody wants the value.
  public func put(_ element: Element) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while waiting.count >= capacity, !isClosed { condition.wait() }
    guard !isClosed else { return false }
    waiting.append(element)
    condition.broadcast()
    return true
  }

  /// Waits for a value. Nil once the queue is closed and empty.
  public func take() -> Element? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty, !isClosed { condition.wait() }
    guard !waiting.isEmpty else { return nil }
    let element = waiting.removeFirst()
    condition.broadcast()
    return element
  }

  public func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }
}

/// Work on a thread of its own whose result is waited for.
public final class BackgroundWork<Value: Sendable>: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var result: Result<Value, any Error>?

  /// - Parameter yielding: How much the thread stands back for others: a step of `nice`, which Linux keeps for each thread. What nobody waits for
  ///   before the end is best done while the others wait.
  public init(_ name: String, yielding: Int32 = 0, _ body: @escaping @Sendable () throws -> Value) {
    let thread = Thread { [self] in
      if yielding > 0 { setpriority(Int32(PRIO_PROCESS.rawValue), 0, yielding) }
      result = Result { try body() }
      done.signal()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  public func wait() throws -> Value {
    done.wait()
    done.signal()
    return try result!.get()
  }
}
