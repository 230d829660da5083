import ORM
import SQL

/// The column whose values may stand behind some words of SQL: behind a comparison, in a list, in what is written.
struct SQLComparison {
  let subject: ValueQueries.Subject?
  /// The values that stand before it in a list behind `in`.
  let listed: [Value]

  /// - Parameter words: those before the value.
  init(_ words: ArraySlice<SQLWord>, tables: SQLTables, dialect: Dialect) {
    let reading = Reading(tables: tables, dialect: dialect)
    subject = reading.inserted(words) ?? reading.compared(words)
    listed = Reading.listed(words)
  }
}

private struct Reading {
  let tables: SQLTables
  let dialect: Dialect

  private var schema: Schema { tables.schema }

  // MARK: Compared

  func compared(_ words: ArraySlice<SQLWord>) -> ValueQueries.Subject? {
    var rest = words
    guard let last = rest.last else { return nil }
    var isAssignment = false
    switch last.folded {
    case "like", "glob", "between":
      rest.removeLast()
      drop("not", from: &rest)
    case "and":
      rest.removeLast()
      guard rest.popLast().map(Self.isLiteral) == true, rest.last?.folded == "between" else { return nil }
      rest.removeLast()
      drop("not", from: &rest)
    default:
      guard last.kind == .sign else { return nil }
      if last.text == "(" || last.text == "," {
        guard dropList(&rest), rest.popLast()?.folded == "in" else { return nil }
        drop("not", from: &rest)
      } else {
        isAssignment = SQLPlace(after: words, keywords: dialect.keywords).clause == .assignment
        guard Self.operators.contains(last.text) else { return nil }
        while let sign = rest.last, sign.kind == .sign, Self.operators.contains(sign.text) {
          rest.removeLast()
        }
      }
    }
    guard let column = column(rest) else { return nil }
    return isAssignment ? written(column) : column
  }

  private static let operators: Set<String> = ["=", "<", ">", "!"]

  private static func isLiteral(_ word: SQLWord) -> Bool {
    switch word.kind {
    case .passage: word.isQuoted
    case .name: word.isQuoted || word.text.first?.isNumber == true
    case .sign: ["-", "+", "."].contains(word.text)
    }
  }

  private func drop(_ keyword: String, from words: inout ArraySlice<SQLWord>) {
    if words.last?.folded == keyword { words.removeLast() }
  }

  /// The values of a list so far, and its parenthesis; false where it is none.
  private func dropList(_ words: inout ArraySlice<SQLWord>) -> Bool {
    while let word = words.popLast() {
      if word.kind == .sign, word.text == "(" { return true }
      guard word.kind == .sign && word.text == "," || Self.isLiteral(word) else { return false }
    }
    return false
  }

  static func listed(_ words: ArraySlice<SQLWord>) -> [Value] {
    guard words.last?.text == ",", let open = words.lastIndex(where: { $0.kind == .sign && $0.text == "(" }),
      words[..<open].last?.folded == "in"
    else { return [] }
    return words[(open + 1)...].split { $0.kind == .sign && $0.text == "," }.compactMap(value)
  }

  /// A quote within a text is doubled, so that it looks like several.
  private static func value(_ words: ArraySlice<SQLWord>) -> Value? {
    if words.allSatisfy({ $0.kind == .passage && $0.isQuoted }) {
      return Value(words.map(\.text).joined(separator: "'"))
    }
    guard words.count == 1, let word = words.first, !word.isQuoted else { return nil }
    return Int64(word.text).map { .integer($0) }
  }

  /// What the last words name: a column, perhaps behind the table that it is of.
  private func column(_ words: ArraySlice<SQLWord>) -> ValueQueries.Subject? {
    guard let name = words.last, name.kind == .name,
      name.isQuoted || !dialect.keywords.contains(name.text.uppercased())
    else { return nil }
    let before = words.dropLast()
    var sources = tables.sources
    if before.last?.text == ".", let qualifier = before.dropLast().last {
      sources = sources.filter { $0.name.isSameName(as: qualifier.text) }
    }
    for source in sources {
      if let column = attribute(named: name.text, of: source.entity) { return column }
    }
    return nil
  }

  private func attribute(named name: String, of id: EntityID) -> ValueQueries.Subject? {
    schema[id].attributes.firstIndex { $0.name.isSameName(as: name) }.map { ValueQueries.Subject(id, $0) }
  }

  // MARK: Written

  /// What is written may be any key of what the column refers to, not only one that stands there already.
  private func written(_ subject: ValueQueries.Subject) -> ValueQueries.Subject {
    guard
      case .relationship(let id) = schema.relationship(byColumn: subject.attribute, of: subject.entity),
      schema[id].pairs.count == 1, let pair = schema[id].pairs.first
    else { return subject }
    return ValueQueries.Subject(schema[id].target, pair.to)
  }

  /// A key of its own that stands there already cannot be written again.
  private func insertable(_ subject: ValueQueries.Subject) -> ValueQueries.Subject? {
    let written = written(subject)
    return written == subject && schema[subject.entity].primaryKey == [subject.attribute] ? nil : written
  }

  /// The column that a value behind VALUES goes to, by its place in the row.
  func inserted(_ words: ArraySlice<SQLWord>) -> ValueQueries.Subject? {
    guard SQLPlace(after: words, keywords: dialect.keywords).clause == .values,
      let values = words.lastIndex(where: { $0.folded == "values" }),
      let into = words[..<values].lastIndex(where: { $0.folded == "into" }),
      let source = tables.sources.first
    else { return nil }
    var depth = 0
    var place = 0
    for word in words[values...] where word.kind == .sign {
      switch word.text {
      case "(":
        depth += 1
        if depth == 1 { place = 0 }
      case ")": depth -= 1
      case "," where depth == 1: place += 1
      default: break
      }
    }
    guard depth == 1 else { return nil }
    let list = words[into..<values].drop { !($0.kind == .sign && $0.text == "(") }
    let names = list.filter { $0.kind == .name }.map(\.text)
    if names.isEmpty {
      guard schema[source.entity].attributes.indices.contains(place) else { return nil }
      return insertable(ValueQueries.Subject(source.entity, place))
    }
    guard names.indices.contains(place) else { return nil }
    return attribute(named: names[place], of: source.entity).flatMap(insertable)
  }
}
