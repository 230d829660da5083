/// Bytes from the terminal as keys: characters, the sequences of special keys, and pastes as a whole.
import Glibc
import Language

struct KeyReader {
  enum Key: Equatable {
    case character(Unicode.Scalar)
    /// A special key by what follows its escape character, as `[A` for the up arrow.
    case sequence(String)
    /// What was pasted, with `\n` as its only line end and no other control character than the tab.
    case paste([Unicode.Scalar])
    /// A signal came in; `Interrupt` knows which.
    case signal
    case endOfInput
  }

  private let descriptor: Int32
  private let wakeUpDescriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  /// The first byte that was no UTF-8, since somebody last asked.
  private(set) var invalidByte: UInt8?
  /// How long the rest of a special key may take to arrive, in milliseconds: an escape key alone waits as
  /// long.
  private let sequenceTimeout: Int32 = 40

  init(descriptor: Int32 = STDIN_FILENO, wakeUpDescriptor: Int32) {
    self.descriptor = descriptor
    self.wakeUpDescriptor = wakeUpDescriptor
  }

  /// Whether more has arrived already: a paste into a terminal that does not mark pastes, or typing ahead.
  var isMoreWaiting: Bool {
    if position < buffer.count { return true }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) > 0 && wait.revents & Int16(POLLIN) != 0
  }

  mutating func next() -> Key {
    while true {
      switch nextByte(timeout: -1) {
      case .byte(0x1B): return escape()
      case .byte(let byte):
        let scalar = character(from: byte)
        // The 32 control characters above ASCII are not typed by anyone; the editor names its special keys by
        // them.
        if !(0x80...0x9F).contains(scalar.value) { return .character(scalar) }
      case .signal: return .signal
      case .endOfInput, .late: return .endOfInput
      }
    }
  }

  /// One line as the terminal driver edited it, without its end.
  mutating func nextLine() -> Line {
    var bytes: [UInt8] = []
    while true {
      switch nextByte(timeout: -1) {
      case .byte(0x0A):
        if bytes.last == 0x0D { bytes.removeLast() }
        return .line(text(of: bytes))
      case .byte(let byte): bytes.append(byte)
      case .signal: return .signal
      case .endOfInput, .late:
        return bytes.isEmpty ? .endOfInput : .line(text(of: bytes))
      }
    }
  }

  enum Line {
    case line(String)
    case signal
    case endOfInput
  }

  /// Forgets the special keys that have arrived, as those that scrolled in a pager that is left; text stays.
  mutating func dropSequences() {
    var bytes = Array(buffer[position...])
    while bytes.count < Self.mostTypedAhead {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 0) > 0, wait.revents & Int16(POLLIN) != 0 else { break }
      var block = [UInt8](repeating: 0, count: 4096)
      let length = read(descriptor, &block, block.count)
      guard length > 0 else { break }
      bytes += block[..<length]
    }
    buffer = Self.withoutSequences(bytes)
    position = 0
  }

  private static let mostTypedAhead = 1 << 16

  /// The pager may have read the escape character of the first, and no line begins with a bracket.
  private static func withoutSequences(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var rest = bytes[...]
    if rest.first == UInt8(ascii: "["), let length = lengthOfSequence(rest) { rest = rest.dropFirst(length) }
    while let byte = rest.popFirst() {
      guard byte == 0x1B else {
        text.append(byte)
        continue
      }
      rest = rest.dropFirst(lengthOfSequence(rest) ?? 0)
    }
    return text
  }

  /// Of what follows an escape character; nil for what is no special key.
  private static func lengthOfSequence(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let introducer = bytes.first else { return nil }
    if introducer == UInt8(ascii: "O") { return min(2, bytes.count) }
    guard introducer == UInt8(ascii: "[") else { return nil }
    let parameters = bytes.dropFirst().prefix { (0x20...0x3F).contains($0) }
    return min(bytes.count, parameters.count + 2)
  }

  // MARK: - Sequences

  /// `ESC [ parameters final`, `ESC O final`, or the escape key.
  private mutating func escape() -> Key {
    guard case .byte(let introducer) = nextByte(timeout: sequenceTimeout) else { return .character("\u{1B}") }
    guard introducer == UInt8(ascii: "[") || introducer == UInt8(ascii: "O") else {
      position -= 1
      return .character("\u{1B}")
    }
    var sequence = [introducer]
    while sequence.count < 32, case .byte(let byte) = nextByte(timeout: sequenceTimeout) {
      sequence.append(byte)
      let isFinal = (0x40...0x7E).contains(byte) && !(introducer == byte && sequence.count == 2)
      if isFinal || introducer == UInt8(ascii: "O") { break }
    }
    let text = String(decoding: sequence, as: UTF8.self)
    return text == "[200~" ? paste() : .sequence(text)
  }

  /// Reads on until `ESC [ 201 ~`.
  ///
  /// All of it is taken at once: between two lines the terminal driver would edit the rest.
  private mutating func paste() -> Key {
    let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    var bytes: [UInt8] = []
    while !bytes.hasSuffix(end) {
      switch nextByte(timeout: -1) {
      case .byte(let byte): bytes.append(byte)
      case .signal where Interrupt.shared.isRequested: return .signal
      case .signal: continue
      case .endOfInput, .late: return .paste(Self.cleaned(text(of: bytes)))
      }
    }
    return .paste(Self.cleaned(text(of: bytes.dropLast(end.count))))
  }

  /// With `\n` as the only line end and no other control character than the tab.
  static func cleaned(_ text: String) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var former: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where former == "\r": break
      case "\r", "\n": scalars.append("\n")
      case "\t": scalars.append("\t")
      default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
      }
      former = scalar
    }
    return scalars
  }

  // MARK: - Characters

  /// Decodes one character of UTF-8 whose first byte is read; what is not UTF-8 becomes U+FFFD.
  private mutating func character(from first: UInt8) -> Unicode.Scalar {
    let count = UTF8.width(first)
    var bytes = [first]
    while bytes.count < count, case .byte(let byte) = nextByte(timeout: sequenceTimeout) {
      guard byte & 0xC0 == 0x80 else {
        position -= 1
        break
      }
      bytes.append(byte)
    }
    return text(of: bytes).unicodeScalars.first ?? InvalidUTF8.standIn
  }

  /// What is not UTF-8 becomes U+FFFD, and is remembered.
  private mutating func text(of bytes: some Collection<UInt8>) -> String {
    if invalidByte == nil { invalidByte = InvalidUTF8(in: bytes)?.byte }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// From here on other bytes count.
  mutating func forgetInvalidByte() { invalidByte = nil }

  // MARK: - Bytes

  private enum Arrival {
    case byte(UInt8)
    case signal
    case late
    case endOfInput
  }

  /// - Parameter timeout: milliseconds; -1 waits as long as it takes, and only that is ended by a signal.
  private mutating func nextByte(timeout: Int32) -> Arrival {
    while position == buffer.count {
      var waits = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: timeout < 0 ? wakeUpDescriptor : -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waits, 2, timeout)
      if count == 0 { return .late }
      if count < 0 {
        if errno == EINTR { continue }
        return .endOfInput
      }
      if waits[1].revents != 0 {
        Interrupt.shared.drain()
        return .signal
      }
      var block = [UInt8](repeating: 0, count: 4096)
      let length = read(descriptor, &block, block.count)
      if length < 0, errno == EINTR || errno == EAGAIN { continue }
      if length <= 0 { return .endOfInput }
      buffer = Array(block[..<length])
      position = 0
    }
    position += 1
    return .byte(buffer[position - 1])
  }
}

extension UTF8 {
  /// How many bytes a character takes whose first byte this is; 1 for what cannot begin a character.
  fileprivate static func width(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ end: [UInt8]) -> Bool {
    // Nearly every byte is another one.
    last == end.last && suffix(end.count).elementsEqual(end)
  }
}
