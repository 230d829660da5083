import Language

/// A word or sign of SQL, and where it stands.
struct SQLWord {
  enum Kind {
    /// A name or a keyword.
    case name
    case sign
    /// A text or a comment.
    case passage
  }

  var kind: Kind
  /// Without its quotes.
  var text: String
  var isQuoted = false
  var isClosed = true
  var range: SourceRange

  /// As keywords are compared; empty for what is none.
  var folded: String { kind == .name && !isQuoted ? text.lowercased() : "" }

  static func words(of line: String, from start: Int) -> [SQLWord] {
    let bytes = Array(line.utf8)
    var words: [SQLWord] = []
    var position = min(max(0, start), bytes.count)
    while position < bytes.count {
      let first = bytes[position]
      let begin = position
      if first == 0x20 || (0x09...0x0D).contains(first) {
        position += 1
        continue
      }
      var word = SQLWord(kind: .sign, text: "", range: SourceRange(begin, begin))
      var content = begin..<begin
      if isPart(first) {
        word.kind = .name
        while position < bytes.count, isPart(bytes[position]) { position += 1 }
        content = begin..<position
      } else if let closing = closing(of: first) {
        word.kind = first == UInt8(ascii: "'") ? .passage : .name
        word.isQuoted = true
        position += 1
        while position < bytes.count, bytes[position] != closing { position += 1 }
        content = begin + 1..<position
        word.isClosed = position < bytes.count
        position = min(position + 1, bytes.count)
      } else if let end = endOfComment(bytes, from: begin) {
        word.kind = .passage
        word.isClosed = end.isClosed
        position = end.position
      } else {
        position += 1
        content = begin..<position
      }
      word.text = String(decoding: bytes[content], as: UTF8.self)
      word.range = SourceRange(begin, position)
      words.append(word)
    }
    return words
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x24
      || byte >= 0x80
  }

  private static func closing(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): byte
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: nil
    }
  }

  private static func endOfComment(_ bytes: [UInt8], from start: Int) -> (position: Int, isClosed: Bool)? {
    guard start + 1 < bytes.count else { return nil }
    switch (bytes[start], bytes[start + 1]) {
    case (UInt8(ascii: "-"), UInt8(ascii: "-")):
      let end = bytes[start...].firstIndex(of: 0x0A)
      return (end ?? bytes.count, end != nil)
    case (UInt8(ascii: "/"), UInt8(ascii: "*")):
      var position = start + 2
      while position + 1 < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
          return (position + 2, true)
        }
        position += 1
      }
      return (bytes.count, false)
    default: return nil
    }
  }
}
