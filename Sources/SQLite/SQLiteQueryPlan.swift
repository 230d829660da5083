import CSQLite
package import SQL

/// Reads what EXPLAIN QUERY PLAN says (https://sqlite.org/eqp.html): its sentences are made for people, and a table
/// goes by its alias in them.
struct SQLiteQueryPlan {
  /// One row of the answer.
  struct Line {
    var id: Int64
    var parent: Int64
    var detail: String
  }

  /// The table that a name in the statement stands for; nil where it stands for none.
  let table: (String) -> String?

  func plan(_ lines: [Line]) -> QueryPlan {
    var places: [Int64: Place] = [:]
    var steps: [QueryPlan.Step] = []
    // How many tables were read at each level so far: those that follow are read for each row of them.
    var tables: [Int64: Int] = [:]
    for line in lines {
      let around = places[line.parent] ?? Place(depth: 0, isRepeated: false)
      let isRepeated = around.isRepeated || tables[line.parent, default: 0] > 0
      guard let kind = kind(line.detail, isRepeated: isRepeated) else {
        // A heading without a meaning of its own, as `MULTI-INDEX OR`: what stands below it belongs around it.
        places[line.id] = Place(depth: around.depth, isRepeated: isRepeated)
        continue
      }
      steps.append(QueryPlan.Step(depth: around.depth, kind))
      switch kind {
      case .read: tables[line.parent, default: 0] += 1
      case .subquery(let subquery):
        places[line.id] = Place(
          depth: around.depth + 1, isRepeated: subquery == .forEachRow || around.isRepeated)
      case .sort, .other: places[line.id] = Place(depth: around.depth + 1, isRepeated: around.isRepeated)
      }
    }
    return QueryPlan(steps)
  }

  private struct Place {
    var depth: Int
    var isRepeated: Bool
  }

  private func kind(_ detail: String, isRepeated: Bool) -> QueryPlan.Kind? {
    if let rest = detail.without(prefix: "SCAN ") {
      return rest == "CONSTANT ROW" ? nil : reading(rest, isSearch: false, isRepeated)
    }
    if let rest = detail.without(prefix: "SEARCH ") { return reading(rest, isSearch: true, isRepeated) }
    if let rest = detail.without(prefix: "USE TEMP B-TREE FOR ") { return .sort(sorting(rest)) }
    if let name = detail.without(prefix: "MATERIALIZE ") { return .subquery(.once(name: Self.name(name))) }
    if let name = detail.without(prefix: "CO-ROUTINE ") { return .subquery(.stream(name: Self.name(name))) }
    if detail.hasPrefix("CORRELATED ") { return .subquery(.forEachRow) }
    if detail.hasPrefix("SCALAR SUBQUERY") || detail.hasPrefix("LIST SUBQUERY") {
      return .subquery(.once(name: ""))
    }
    if detail == "RECURSIVE STEP" { return .subquery(.recursion) }
    if detail.hasSuffix("USING TEMP B-TREE") { return .sort(.union) }
    let headings = ["MULTI-INDEX OR", "INDEX ", "COMPOUND QUERY", "LEFT-MOST SUBQUERY", "UNION ALL", "SETUP"]
    if headings.contains(where: detail.hasPrefix) { return nil }
    return .other(detail)
  }

  private func sorting(_ text: Substring) -> QueryPlan.Sorting {
    switch text {
    case "GROUP BY": .grouping
    case "DISTINCT": .distinct
    case "ORDER BY": .order
    default: text.hasSuffix("ORDER BY") ? .restOfOrder : .distinct
    }
  }

  /// What stands behind SCAN and SEARCH: `book USING INDEX book_author (author_id=? AND year>?) LEFT-JOIN`.
  private func reading(_ text: Substring, isSearch: Bool, _ isRepeated: Bool) -> QueryPlan.Kind {
    var text = text
    if let inner = text.without(suffix: " LEFT-JOIN") { text = inner }
    var name = text
    var access = QueryPlan.Access.all(index: nil)
    if let virtual = text.range(of: " VIRTUAL TABLE INDEX ") {
      name = text[..<virtual.lowerBound]
      access = .ownWay
    } else if let using = parting(text) {
      name = text[..<using.lowerBound]
      access = self.access(text[using.upperBound...], isSearch: isSearch)
    }
    let alias = Self.name(name)
    return .read(
      QueryPlan.Reading(table: table(alias) ?? alias, access: access, isRepeated: isRepeated))
  }

  /// Where the table's name ends: the word may be part of that name, or of the index's.
  private func parting(_ text: Substring) -> Range<Substring.Index>? {
    var last: Range<Substring.Index>?
    var rest = text
    while let using = rest.range(of: " USING ") {
      if table(String(text[..<using.lowerBound])) != nil { return using }
      last = using
      rest = rest[using.upperBound...]
    }
    return last
  }

  /// Empty for a subquery without a name, which SQLite calls `(join-1)` or `(subquery-2)`.
  private static func name(_ text: Substring) -> String {
    text.hasPrefix("(join-") || text.hasPrefix("(subquery-") ? "" : String(text)
  }

  private func access(_ text: Substring, isSearch: Bool) -> QueryPlan.Access {
    var words = text
    var terms: [QueryPlan.Term] = []
    if text.last == ")", let open = text.range(of: " (") {
      words = text[..<open.lowerBound]
      terms = Self.terms(text[open.upperBound...].dropLast())
    }
    if words.hasPrefix("AUTOMATIC ") { return .automaticIndex(terms) }
    if words == "INTEGER PRIMARY KEY" || words == "PRIMARY KEY" {
      return isSearch || !terms.isEmpty ? .key(terms) : .all(index: nil)
    }
    let isCovering = words.hasPrefix("COVERING ")
    let index = String(words.without(prefix: "COVERING INDEX ") ?? words.without(prefix: "INDEX ") ?? words)
    // An index without a name of its own is that of a key.
    if index.hasPrefix("sqlite_autoindex_") { return terms.isEmpty ? .all(index: nil) : .key(terms) }
    return terms.isEmpty ? .all(index: index) : .index(index, terms, isCovering: isCovering)
  }

  /// What stands in parentheses: `author_id=? AND year>?`.
  private static func terms(_ text: Substring) -> [QueryPlan.Term] {
    text.split(separator: " AND ").map { part in
      guard part.last == "?" else { return QueryPlan.Term(column: String(part), comparison: "") }
      let column = part.dropLast().reversed().drop { "<>=".contains($0) }.reversed()
      let comparison = part.dropLast().dropFirst(column.count)
      return QueryPlan.Term(column: String(column), comparison: String(comparison))
    }
  }
}

extension SQLiteConnection {
  package func plan(of sql: String) throws(DatabaseError) -> QueryPlan {
    let lines = try planLines(of: sql)
    let names = SQLiteAliases(sql)
    let plan = SQLiteQueryPlan { alias in
      if self.hasTable(alias) { return alias }
      return names.tables(of: alias).first(where: self.hasTable)
    }
    return plan.plan(lines)
  }

  /// The rows of the plan of a statement whose placeholders hold nothing.
  func planLines(of sql: String) throws(DatabaseError) -> [SQLiteQueryPlan.Line] {
    var lines: [SQLiteQueryPlan.Line] = []
    try unobserved { () throws(DatabaseError) in
      var text = Substring("EXPLAIN QUERY PLAN " + sql)
      guard let plan = try compile(&text, flags: 0) else { return }
      _ = try plan.run([Value](repeating: .null, count: plan.parameterCount)) { row throws(DatabaseError) in
        guard row.count > 3 else { return false }
        lines.append(
          SQLiteQueryPlan.Line(
            id: row[0].integer, parent: row[1].integer, detail: String(decoding: row[3].bytes, as: UTF8.self))
        )
        return true
      }
    }
    return lines
  }

  private func hasTable(_ name: String) -> Bool {
    sqlite3_table_column_metadata(database, nil, name, nil, nil, nil, nil, nil, nil) == SQLITE_OK
  }
}

/// Which names stand before another one in a statement, as `book` in `book AS b`: enough to know what an alias means.
struct SQLiteAliases {
  private var words: [String] = []

  init(_ sql: String) {
    var rest = Substring(sql)
    while let first = rest.first {
      let closing: [Character: Character] = ["\"": "\"", "`": "`", "[": "]", "'": "'"]
      if let close = closing[first] {
        rest = rest.dropFirst()
        var word = ""
        while let end = rest.firstIndex(of: close) {
          word += rest[..<end]
          rest = rest[end...].dropFirst()
          guard close != "]", rest.first == close else { break }
          word.append(close)
          rest = rest.dropFirst()
        }
        words.append(word)
      } else if first.isLetter || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
        words.append(String(word))
        rest = rest.dropFirst(word.count)
      } else {
        rest = rest.dropFirst()
      }
    }
  }

  /// What may be the table of an alias: the word before it, or before `AS`.
  func tables(of alias: String) -> [String] {
    words.indices.dropFirst().compactMap { index in
      guard words[index] == alias else { return nil }
      let before = index - 1
      guard words[before].lowercased() == "as" else { return words[before] }
      return before > 0 ? words[before - 1] : nil
    }
  }
}

extension StringProtocol {
  fileprivate func without(prefix: String) -> SubSequence? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }

  fileprivate func without(suffix: String) -> SubSequence? {
    hasSuffix(suffix) ? dropLast(suffix.count) : nil
  }

  /// Where a text stands first.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
