import Language
import ORM
import SQL

/// The tables that a statement of SQL reads or writes, and what it calls them.
struct SQLTables {
  /// A table of the statement, and what it is called there.
  struct Source {
    var name: String
    var entity: EntityID
  }

  let sources: [Source]
  /// Those that the statement makes for itself.
  let common: [SQLCommonTable]
  /// What these are called besides, in small letters.
  private let commonNames: [String: Int]
  let schema: Schema

  /// - Parameter typedUpTo: the byte before which the cursor stands: a word that ends there may be half of a keyword,
  ///   and is taken for no name of a table. nil where all of it is typed.
  init(_ words: [SQLWord], schema: Schema, dialect: Dialect, typedUpTo cursor: Int? = nil) {
    self.schema = schema
    func entity(named name: String) -> EntityID? { Self.entity(named: name, in: schema) }
    var sources: [Source] = []
    let common = SQLCommonTable.tables(in: words, dialect: dialect)
    var commonNames = Dictionary(
      common.enumerated().map { ($1.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for index in words.indices {
      guard Self.mayStand(after: words[...index]), words[index].kind != .passage else { continue }
      var next = index + 1
      // The schema before a table says no more than the table does.
      if words.indices.contains(next + 2), words[next + 1].text == "." { next += 2 }
      guard words.indices.contains(next) else { continue }
      var name = words[next].text
      let commonTable = commonNames[name.lowercased()]
      let entity = commonTable == nil ? entity(named: name) : nil
      guard entity != nil || commonTable != nil else { continue }
      next += 1
      if words.indices.contains(next), words[next].folded == "as" { next += 1 }
      if words.indices.contains(next), words[next].kind == .name, words[next].range.upper != cursor,
        words[next].isQuoted || !dialect.keywords.contains(words[next].text.uppercased())
      {
        name = words[next].text
      }
      if let entity { sources.append(Source(name: name, entity: entity)) }
      if let commonTable { commonNames[name.lowercased()] = commonTable }
    }
    self.sources = sources
    self.common = common
    self.commonNames = commonNames
  }

  func entity(named name: String) -> EntityID? { Self.entity(named: name, in: schema) }

  func common(named name: String) -> SQLCommonTable? { commonNames[name.lowercased()].map { common[$0] } }

  private static func entity(named name: String, in schema: Schema) -> EntityID? {
    schema.entities.first { $0.table.isSameName(as: name) }?.id
  }

  /// Whether a table may stand behind these words.
  static func mayStand(after words: ArraySlice<SQLWord>) -> Bool {
    guard let last = words.last else { return false }
    if beforeTables.contains(last.folded) || last.folded == "on" && makesPart(words.dropLast()) {
      return true
    }
    guard last.text == "," else { return false }
    return words.last { $0.folded == "from" || afterTables.contains($0.folded) }?.folded == "from"
  }

  /// As in `create unique index i` and `create trigger t after insert`, which are on a table.
  private static func makesPart(_ words: ArraySlice<SQLWord>) -> Bool {
    let start = words.lastIndex { $0.text == ";" }.map { $0 + 1 } ?? words.startIndex
    guard words[start...].first?.folded == "create", !words[start...].contains(where: { $0.folded == "on" })
    else { return false }
    let made = words[start...].dropFirst().first { !["unique", "temp", "temporary"].contains($0.folded) }
    return ["index", "trigger"].contains(made?.folded)
  }

  private static let beforeTables: Set<String> = ["from", "join", "into", "update", "table"]
  private static let afterTables: Set<String> = [
    "where", "on", "using", "group", "order", "having", "limit", "join", "left", "right", "inner", "cross",
    "natural", "full", "union", "except", "intersect", "set", "values", "select", "window", "returning",
  ]
}
