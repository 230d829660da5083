/// Output that is held back until it is too large for the screen, and then goes to a pager.
package struct Page {
  /// A pager at work.
  package struct Reader {
    /// Takes a block; false when the person has left.
    package let read: ([UInt8]) -> Bool
    /// Waits until the person has left; answers the code that the pager gave up with, and nil where it did not.
    package let finish: () -> Int?

    package init(read: @escaping ([UInt8]) -> Bool, finish: @escaping () -> Int?) {
      self.read = read
      self.finish = finish
    }
  }

  private enum State {
    case holding([UInt8])
    /// The bytes are all that it was given; nil where that became too much to be shown again.
    case reading(Reader, given: [UInt8]?)
    /// What follows is wanted no more.
    case left
    /// There is no pager: everything goes where it always does.
    case open
  }

  /// Bytes that are kept for the case that the pager gives up: as many as a pipe holds, whoever reads it.
  private static let mostGiven = 1 << 16

  private let columns: Int
  let rows: Int
  private let start: () -> Reader?
  private var state = State.holding([])
  /// Whether a line that is wider than the screen can only be read whole.
  var hasColumns = false

  /// - Parameters:
  ///   - rows: lines of the screen that it may fill.
  ///   - start: starts the pager; nil where that is impossible.
  package init(columns: Int, rows: Int, start: @escaping () -> Reader?) {
    self.columns = max(1, columns)
    self.rows = rows
    self.start = start
  }

  /// Whether a person reads it at leisure, and Ctrl-C is the pager's.
  var isWithPager: Bool {
    switch state {
    case .reading, .left: true
    case .holding, .open: false
    }
  }

  /// Whether the person has seen enough.
  var wasLeft: Bool {
    if case .left = state { true } else { false }
  }

  /// Takes a block, and gives what is to be written where everything goes.
  mutating func take(_ block: [UInt8]) -> [UInt8] {
    switch state {
    case .open: return block
    case .left: return []
    case .reading(let reader, let given):
      let given = given.flatMap { $0.count + block.count <= Self.mostGiven ? $0 + block : nil }
      return give(block, to: reader, given: given)
    case .holding(let held):
      let all = held + block
      guard isTooLargeForScreen(all) else {
        state = .holding(all)
        return []
      }
      guard let reader = start() else {
        state = .open
        return all
      }
      return give(all, to: reader, given: all)
    }
  }

  /// - Parameter given: what the pager has with this block.
  private mutating func give(_ block: [UInt8], to reader: Reader, given: [UInt8]?) -> [UInt8] {
    if reader.read(block) {
      state = .reading(reader, given: given)
      return []
    }
    // It takes no more: the person has left, or it gave up and nobody has seen anything.
    guard reader.finish() != nil, let given else {
      state = .left
      return []
    }
    state = .open
    return given
  }

  /// Waits for the person, and gives what is to be written where everything goes: what a pager that gave up was given.
  mutating func finish() -> [UInt8] {
    defer { state = .open }
    switch state {
    case .holding(let held): return held
    case .reading(let reader, let given): return reader.finish() == nil ? [] : given ?? []
    case .left, .open: return []
    }
  }

  /// Counts the lines as the terminal breaks them.
  private func isTooLargeForScreen(_ bytes: [UInt8]) -> Bool {
    var height = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      let text = Self.withoutColors(String(decoding: line, as: UTF8.self))
      let width = DisplayWidth.columns(of: text)
      if hasColumns, width > columns { return true }
      height += max(1, (width + columns - 1) / columns)
      if height > rows { return true }
    }
    return false
  }

  /// Kin's own escape sequences end in `m`; those of the data never get here.
  private static func withoutColors(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    var pieces = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)[...]
    var result = pieces.popFirst().map(String.init) ?? ""
    for piece in pieces { result += piece.drop { $0 != "m" }.dropFirst() }
    return result
  }
}
