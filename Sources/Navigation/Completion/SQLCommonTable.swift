import ORM
import SQL

/// A table that a statement of SQL makes for itself: `WITH recent AS (SELECT …)`.
struct SQLCommonTable {
  var name: String
  /// As far as the statement tells them.
  var columns: [String] = []
  /// Whether all columns of the tables within are among them.
  var hasAll = false

  /// Those that a statement begins with.
  static func tables(in words: [SQLWord], dialect: Dialect) -> [SQLCommonTable] {
    guard let with = words.firstIndex(where: { $0.folded == "with" }),
      words[..<with].allSatisfy({ ["explain", "query", "plan"].contains($0.folded) })
    else { return [] }
    var tables: [SQLCommonTable] = []
    var index = with + 1
    if words.indices.contains(index), words[index].folded == "recursive" { index += 1 }
    while words.indices.contains(index), words[index].kind == .name {
      var table = SQLCommonTable(name: words[index].text)
      index += 1
      if let list = parentheses(in: words, at: index) {
        table.columns = words[list].filter { $0.kind == .name }.map(\.text)
        index = list.upperBound + 1
      }
      while words.indices.contains(index), ["as", "not", "materialized"].contains(words[index].folded) {
        index += 1
      }
      guard let body = parentheses(in: words, at: index) else { break }
      if table.columns.isEmpty { table.readResults(words[body], dialect) }
      tables.append(table)
      index = body.upperBound + 1
      guard words.indices.contains(index), words[index].text == "," else { break }
      index += 1
    }
    return tables
  }

  /// What stands between a parenthesis here and the one that closes it, or the end.
  private static func parentheses(in words: [SQLWord], at start: Int) -> Range<Int>? {
    guard words.indices.contains(start), words[start].kind == .sign, words[start].text == "(" else {
      return nil
    }
    var depth = 0
    for index in start..<words.count where words[index].kind == .sign {
      if words[index].text == "(" { depth += 1 }
      if words[index].text == ")" { depth -= 1 }
      if depth == 0 { return start + 1..<index }
    }
    return start + 1..<words.count
  }

  /// The last word of each result, which is its name or the column that it is.
  private mutating func readResults(_ words: ArraySlice<SQLWord>, _ dialect: Dialect) {
    guard words.first?.folded == "select" else { return }
    var depth = 0
    var last: SQLWord?
    func isName(_ word: SQLWord) -> Bool {
      word.kind == .name && (word.isQuoted || !dialect.keywords.contains(word.text.uppercased()))
        && word.text.first?.isNumber == false
    }
    for word in words.dropFirst() {
      if word.kind == .sign, word.text == "(" { depth += 1 }
      if word.kind == .sign, word.text == ")" { depth -= 1 }
      let isEnd = depth == 0 && (word.folded == "from" || word.kind == .sign && word.text == ",")
      guard isEnd else {
        last = word
        continue
      }
      if let last, isName(last) { columns.append(last.text) }
      if last?.text == "*" { hasAll = true }
      last = nil
      if word.folded == "from" { return }
    }
    if let last, isName(last) { columns.append(last.text) }
  }
}
