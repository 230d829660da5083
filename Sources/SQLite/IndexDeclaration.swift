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
    var text = IndexText(bytes: Array(sql.utf8))
    guard text.takes("create") else { return nil }
    isUnique = text.takes("unique")
    guard text.takes("index"), text.name() != nil, text.takes("on"), text.name() != nil,
      text.takes(UInt8(ascii: "("))
    else { return nil }
    var columns: [String] = []
    repeat {
      guard let column = text.name() else { return nil }
      // NULL and its like are values, whatever the columns are called.
      if column.isBare, SQLiteKeywords.all.contains(column.text.uppercased()) { return nil }
      columns.append(column.text)
      if !text.takes("asc") { _ = text.takes("desc") }
    } while text.takes(UInt8(ascii: ","))
    guard text.takes(UInt8(ascii: ")")), text.isAtEnd else { return nil }
    self.columns = columns
  }
}

/// The text while it is read.
private struct IndexText {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == bytes.count
    }
  }

  mutating func takes(_ symbol: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == symbol else { return false }
    position += 1
    return true
  }

  /// A keyword, given in lower case.
  mutating func takes(_ keyword: StaticString) -> Bool {
    skipSpace()
    let end = endOfWord()
    guard end - position == keyword.utf8CodeUnitCount else { return false }
    let isSame = keyword.withUTF8Buffer { keyword in
      keyword.indices.allSatisfy { keyword[$0] == bytes[position + $0].asciiLowercased }
    }
    if isSame { position = end }
    return isSame
  }

  /// A quoted name, or a bare one that is no number.
  mutating func name() -> (text: String, isBare: Bool)? {
    skipSpace()
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    var close = first
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "`"): break
    case UInt8(ascii: "["): close = UInt8(ascii: "]")
    default:
      let end = endOfWord()
      guard end > position, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
      defer { position = end }
      return (String(decoding: bytes[position..<end], as: UTF8.self), true)
    }
    guard let end = bytes[(position + 1)...].firstIndex(of: close) else { return nil }
    let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    position = end + 1
    // A quote twice stands for itself.
    return position < bytes.count && bytes[position] == close ? nil : (name, false)
  }

  private func endOfWord() -> Int {
    var end = position
    while end < bytes.count, bytes[end].isWordByte { end += 1 }
    return end
  }

  private mutating func skipSpace() {
    while position < bytes.count,
      bytes[position] == UInt8(ascii: " ") || (0x09...0x0D).contains(bytes[position])
    {
      position += 1
    }
  }
}
