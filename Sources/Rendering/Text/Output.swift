/// Bytes on their way out, collected and handed on in blocks.
package final class Output {
  private var buffer: [UInt8] = []
  private let capacity: Int
  private let emit: ([UInt8]) -> Bool
  private let isStopped: () -> Bool
  private var readerHasGone = false
  /// True from when a person asked to stop until `resume`; what is written between is dropped.
  package private(set) var isInterrupted = false
  private var page: Page?
  /// Called before anything appears, so that what stands there for a moment only can go.
  package var willAppear: () -> Void = {}
  /// True when nothing more arrives anywhere, so that whoever writes can stop.
  package var isClosed: Bool { readerHasGone || isInterrupted || wasLeft }
  /// Whether the person has left the pager before the end.
  package var wasLeft: Bool { page?.wasLeft ?? false }

  /// Whether a person has asked to stop, for work between two writes.
  package var isStopRequested: Bool { isInterrupted || asksToStop }

  /// A pager has Ctrl-C for itself.
  private var asksToStop: Bool { page?.isWithPager != true && isStopped() }

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
    defer { buffer.removeAll(keepingCapacity: true) }
    if asksToStop { isInterrupted = true }
    guard !isInterrupted else { return }
    if page == nil { return appear(buffer) }
    let rest = page?.take(buffer) ?? []
    if !rest.isEmpty { appear(rest) }
  }

  private func appear(_ block: [UInt8]) {
    if asksToStop { isInterrupted = true }
    guard !isClosed else { return }
    willAppear()
    if !emit(block) { readerHasGone = true }
    // A block that was on its way when the person asked may have got through in part.
    if asksToStop { isInterrupted = true }
  }

  /// Writes again after an interrupt.
  package func resume() { isInterrupted = false }

  /// Whether what is written goes to a page already.
  package var isPaging: Bool { page != nil }

  /// Lines of the screen that fit without a pager, where one stands ready.
  var rowsOfPage: Int? { page?.rows }

  /// What is written from now on goes to a page, until `endPage`.
  package func begin(_ page: Page) {
    flush()
    self.page = page
  }

  /// What is written to the page stands in columns, so that lines that the screen broke could not be read.
  package func expectColumns() { page?.hasColumns = true }

  /// Shows the page, and waits until it was read.
  package func endPage() {
    flush()
    guard var page else { return }
    let rest = page.finish()
    self.page = nil
    if !rest.isEmpty { appear(rest) }
  }
}
