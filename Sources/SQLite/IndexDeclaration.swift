/// The text of a CREATE INDEX that lists plain columns, which says all that two PRAGMAs would.
///
/// Most indexes are like that, and asking SQLite for each of them takes longer than all else about a table. Anything
/// that is not read here (an expression, a collation, a condition, a comment) is left to the PRAGMAs.
package struct IndexDeclaration {
  package let isUnique: Bool
  /// As they are spelled there.
  package let columns: [String]

  /// `CREATE [UNIQUE] INDEX name ON table (column [ASC | DESC], …)`, as SQLite stores it; nil for any other.
  package init?(_ sql: String) {
    var text = IndexText(rest: sql.utf8[...])
    guard text.takes("create") else { return nil }
    isUnique = text.takes("unique")
    guard text.takes("index"), text.name() != nil, text.takes("on"), text.name() != nil,
      text.takes(UInt8(ascii: "("))
    else { return nil }
    var columns: [String] = []
    repeat {
      guard let column = text.name() else { return nil }
      columns.append(column)
      if !text.takes("asc") { _ = text.takes("desc") }
    } while text.takes(UInt8(ascii: ","))
    guard text.takes(UInt8(ascii: ")")), text.isAtEnd else { return nil }
    self.columns = columns
  }
}

/// What is left of the text while it is read.
private struct IndexText {
  var rest: Substring.UTF8View

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return rest.isEmpty
    }
  }

  mutating func takes(_ symbol: UInt8) -> Bool {
    skipSpace()
    guard rest.first == symbol else { return false }
    rest.removeFirst()
    return true
  }

  /// A keyword, given in lower case.
  mutating func takes(_ keyword: String) -> Bool {
    skipSpace()
    let word = rest.prefix(while: \.isWordByte)
    guard word.count == keyword.utf8.count,
      word.elementsEqual(keyword.utf8, by: { $0 | 0x20 == $1 })
    else { return false }
    rest = rest[word.endIndex...]
    return true
  }

  /// A quoted name, or a bare one that is neither a number nor a word of SQL.
  mutating func name() -> String? {
    skipSpace()
    guard let first = rest.first else { return nil }
    let close: UInt8
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "`"): close = first
    case UInt8(ascii: "["): close = UInt8(ascii: "]")
    default:
      let word = rest.prefix(while: \.isWordByte)
      guard !word.isEmpty, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
      let name = String(Substring(word))
      guard !SQLiteKeywords.all.contains(name.uppercased()) else { return nil }
      rest = rest[word.endIndex...]
      return name
    }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: close) else { return nil }
    let name = String(Substring(rest[..<end]))
    rest = rest[rest.index(after: end)...]
    // A quote twice stands for itself.
    return rest.first == close ? nil : name
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
  }
}
