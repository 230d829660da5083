/// Bytes on their way out, collected and handed on in blocks.
package final class Output {
  private var buffer: [UInt8] = []
  private let capacity: Int
  private let emit: ([UInt8]) -> Bool
  private let isStopped: () -> Bool
  private var readerHasGone = false
  /// True from when a person asked to stop until `resume`; what is written between is dropped.
  package private(set) var isInterrupted = false
  /// True when nothing more arrives anywhere, so that whoever writes can stop.
  package var isClosed: Bool { readerHasGone || isInterrupted }

  /// Whether a person has asked to stop, for work between two writes.
  package var isStopRequested: Bool { isInterrupted || isStopped() }

  /// - Parameters:
  ///   - isStopped: asked before each block; true drops it and what follows.
  ///   - emit: takes a block and answers whether the reader is still there.
  package init(
    capacity: Int = 1 << 16, isStopped: @escaping () -> Bool = { false }, emit: @escaping ([UInt8]) -> Bool
  ) {
    self.capacity = capacity
    self.isStopped = isStopped
    self.emit = emit
    buffer.reserveCapacity(capacity)
  }

  deinit { flush() }

  package func write(_ text: some StringProtocol) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= capacity { flush() }
  }

  package func write(bytes: some Collection<UInt8>) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= capacity { flush() }
  }

  package func write(byte: UInt8) {
    buffer.append(byte)
    if buffer.count >= capacity { flush() }
  }

  /// In decimal digits.
  package func write(integer: Int64) {
    if integer < 0 { write(byte: 0x2D) }
    let start = buffer.count
    var rest = integer.magnitude
    repeat {
      buffer.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
      rest /= 10
    } while rest > 0
    buffer[start...].reverse()
  }

  package func write(spaces count: Int) {
    for _ in 0..<max(0, count) { write(byte: 0x20) }
  }

  package func flush() {
    guard !buffer.isEmpty else { return }
    if isStopped() { isInterrupted = true }
    if !isClosed, !emit(buffer) { readerHasGone = true }
    // A block that was on its way when the person asked may have got through in part.
    if isStopped() { isInterrupted = true }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes again after an interrupt.
  package func resume() { isInterrupted = false }
}
