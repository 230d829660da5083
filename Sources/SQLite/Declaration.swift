/// A CREATE TABLE statement as words, for the facts that no PRAGMA reports.
///
/// Comments, text and quoted names are told from keywords as SQLite tells them, so that a column called
/// `"references"` or a default of `'FOREIGN KEY'` is not mistaken for a constraint.
package struct Declaration {
  private let bytes: [UInt8]

  package init(_ sql: String) { bytes = Array(sql.utf8) }

  /// The foreign keys in the order of their REFERENCES.
  package func foreignKeyClauses() -> [ForeignKeyClause] {
    let tokens = tokens()
    func keyword(_ index: Int) -> String? {
      if tokens.indices.contains(index), case .word(let word) = tokens[index] {
        word.uppercased()
      } else {
        nil
      }
    }
    /// The name of the constraint that begins here, if it was given one.
    func constraintName(before index: Int) -> String? {
      guard keyword(index - 2) == "CONSTRAINT" else { return nil }
      switch tokens[index - 1] {
      case .word(let name), .quoted(let name): return name
      case .symbol: return nil
      }
    }
    var clauses: [ForeignKeyClause] = []
    var tableConstraint: String??
    for index in tokens.indices {
      switch keyword(index) {
      case "FOREIGN" where keyword(index + 1) == "KEY":
        tableConstraint = .some(constraintName(before: index))
      case "REFERENCES":
        clauses.append(ForeignKeyClause(name: tableConstraint ?? constraintName(before: index)))
        tableConstraint = nil
      case "DEFERRABLE":
        // It may stand apart from its REFERENCES; SQLite gives it to the foreign key before it.
        if let last = clauses.indices.last {
          clauses[last].isDeferred =
            keyword(index - 1) != "NOT" && keyword(index + 1) == "INITIALLY"
            && keyword(index + 2) == "DEFERRED"
        }
      default: break
      }
    }
    return clauses
  }

  private enum Token {
    case word(String)
    case quoted(String)
    case symbol
  }

  private func tokens() -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch byte {
      case UInt8(ascii: " "), 0x09...0x0D:
        index += 1
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
        index = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        index = endOfComment(from: index + 2)
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        tokens.append(.quoted(quoted(by: byte, at: &index)))
      case UInt8(ascii: "["):
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
        tokens.append(.quoted(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)))
        index = min(end + 1, bytes.count)
      case _ where byte.isWordByte:
        let end = bytes[index...].firstIndex { !$0.isWordByte } ?? bytes.count
        tokens.append(.word(String(decoding: bytes[index..<end], as: UTF8.self)))
        index = end
      default:
        tokens.append(.symbol)
        index += 1
      }
    }
    return tokens
  }

  private func endOfComment(from start: Int) -> Int {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
      index += 1
    }
    return bytes.count
  }

  /// Text between two of these quotes, where the quote twice stands for itself.
  private func quoted(by quote: UInt8, at index: inout Int) -> String {
    var content: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == quote {
        guard index < bytes.count, bytes[index] == quote else { break }
        index += 1
      }
      content.append(byte)
    }
    return String(decoding: content, as: UTF8.self)
  }
}

/// What the text of a foreign key says beyond the PRAGMA.
package struct ForeignKeyClause: Hashable, Sendable {
  package var name: String?
  /// DEFERRABLE INITIALLY DEFERRED, the only spelling that defers.
  package var isDeferred: Bool

  package init(name: String? = nil, isDeferred: Bool = false) {
    self.name = name
    self.isDeferred = isDeferred
  }
}

extension String {
  /// Whether two names are one name to SQLite, which folds the case of ASCII alone.
  func isSameName(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
  }

  /// Whether this lower-case ASCII word occurs anywhere in it, in any case.
  func mentions(_ word: StaticString) -> Bool {
    var copy = self
    return copy.withUTF8 { text in
      word.withUTF8Buffer { word in
        guard let first = word.first, text.count >= word.count else { return false }
        for start in 0...(text.count - word.count) where text[start].asciiLowercased == first {
          if zip(text[start...], word).allSatisfy({ $0.asciiLowercased == $1 }) { return true }
        }
        return false
      }
    }
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

  var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
