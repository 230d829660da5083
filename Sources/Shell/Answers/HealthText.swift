import Language
import Navigation
import ORM
import Rendering
import SQL

/// A finding about the health of a database in words: what it is, and what to type.
struct HealthText {
  let sentence: String
  /// A path, a command or SQL; nil where nothing that can be typed helps.
  let remedy: String?

  init(_ finding: HealthFinding, schema: Schema, connection: any Connection) {
    (sentence, remedy) = Writer(schema: schema, connection: connection).words(for: finding.matter)
  }
}

extension HealthFinding.Severity {
  /// As it stands before a finding.
  var word: String {
    switch self {
    case .wrong: "wrong"
    case .slow: "slow"
    case .risk: "risk"
    case .note: "note"
    }
  }
}

private struct Writer {
  let schema: Schema
  let connection: any Connection

  typealias Advice = (sentence: String, remedy: String?)

  func words(for matter: HealthFinding.Matter) -> Advice {
    switch matter {
    case .damage(let line): ("The file is damaged: \(line)", nil)
    case .unreadable(let object):
      ("\(Words.name(object.name)) cannot be read and is left out: \(object.reason)", nil)
    case .failing(let id, let reason): ("\(Words.name(schema[id].name)) cannot be read: \(reason)", nil)
    case .takesLong(let id):
      ("\(Words.name(schema[id].name)) takes long to read and is left out; to wait for it:", "doctor full")
    case .key(let warning): words(for: warning)
    case .repeatedParent(let id, let values, let times): repeatedParent(schema[id], values, times)
    case .dangling(let dangling): words(for: dangling)
    case .nullInKey(let id, let rows):
      nullInKey(schema[id], rows)
    case .unindexed(let id, let rows): unindexed(schema[id], rows)
    case .looksOneToOne(let id, let rows): looksOneToOne(schema[id], rows)
    case .keylessJunction(let id, let columns, let repeated): keylessJunction(schema[id], columns, repeated)
    case .noPrimaryKey(let id):
      ("\(Words.name(schema[id].name)) has no primary key, so no row of it can be picked by one", nil)
    case .differentTypes(let id):
      compared(schema[id]) { $0.type.isEmpty ? "any type" : $0.type.lowercased() }
    case .differentCollations(let id): compared(schema[id]) { $0.collation.word }
    case .undeclared(let key, let inUse, let dangling, let rows): undeclared(key, inUse, dangling, rows)
    case .guessed(let count):
      (
        "\(Quantity.count(count, "relationship")) (~) \(count == 1 ? "is" : "are") guessed from names,"
          + " and no row speaks against \(count == 1 ? "it" : "them")", nil
      )
    case .notEnforced(let statement):
      (
        "The database enforces its foreign keys only for programs that ask for it,"
          + " as Kin does when it writes", statement
      )
    }
  }

  // MARK: Keys

  private func words(for warning: SchemaWarning) -> Advice {
    switch warning {
    case .unreadable(let object): ("\(Words.name(object.name)) cannot be read: \(object.reason)", nil)
    case .missingParent(let table, let columns, let parent):
      ("\(key(table, columns)) refers to \(Words.name(parent)), and there is no such table", nil)
    case .missingParentColumn(let table, let columns, let parent, let column):
      (
        "\(key(table, columns)) refers to \(Words.name(parent)).\(Words.name(column)), and there is no such column",
        nil
      )
    case .mismatchedKey(let table, let columns, let parent):
      (
        "\(key(table, columns)) refers to the primary key of \(Words.name(parent)), \(primaryKey(of: parent))",
        nil
      )
    case .parentNotUnique(let table, let columns, let parent):
      parentNotUnique(table, columns, parent)
    case .duplicateForeignKey(let table, let columns, let parent):
      ("\(key(table, columns)) refers to \(Words.name(parent)) by two declarations that say the same", nil)
    }
  }

  private func primaryKey(of table: String) -> String {
    guard case .found(let id) = schema.root(named: table), !schema[id].primaryKey.isEmpty else {
      return "which has none"
    }
    return "which has \(Quantity.count(schema[id].primaryKey.count, "column"))"
  }

  private func key(_ table: String, _ columns: [String]) -> String {
    let columns = columns.map(Words.name)
    return columns.count == 1
      ? "\(Words.name(table)).\(columns[0])" : "\(Words.name(table))(\(columns.joined(separator: ", ")))"
  }

  private func parentNotUnique(_ table: String, _ columns: [String], _ parent: String) -> Advice {
    let sentence =
      "\(key(table, columns)) refers to columns of \(Words.name(parent)) that are no key there:"
      + " writes are refused where keys are enforced"
    let warning = SchemaWarning.parentNotUnique(table: table, columns: columns, parent: parent)
    guard let relationship = schema.relationship(of: warning), schema[relationship.target].kind == .table
    else { return (sentence, nil) }
    return (sentence, index(on: schema[relationship.target], relationship.pairs.map(\.to), isUnique: true))
  }

  /// A unique index would fail, so what stands in its way comes first.
  private func repeatedParent(_ relationship: Relationship, _ values: [Value], _ times: Int) -> Advice {
    let child = schema[relationship.source]
    let parent = schema[relationship.target]
    let columns = relationship.pairs.map { parent.attributes[$0.to].name }
    let literals = values.compactMap(RecordPath.literal)
    let example =
      literals.count == values.count ? literals.joined(separator: ", ") : "the same value"
    let keys = columns.map(SyntaxPrinter.operand)
    let present = keys.map { "\($0) is not null" }.joined(separator: " and ")
    return (
      "\(key(child.name, relationship.pairs.map { child.attributes[$0.from].name })) refers to"
        + " \(key(parent.name, columns)), which is no key and cannot become one:"
        + " \(example) stands there \(Quantity.grouped(times)) times",
      "\(name(parent))[\(present)].group(\(keys.joined(separator: ", ")))[count > 1]"
    )
  }

  private func index(on entity: Entity, _ columns: [Int], isUnique: Bool = false) -> String {
    connection.indexDefinition(on: entity, columns: columns, isUnique: isUnique)
  }

  private func unindexed(_ relationship: Relationship, _ rows: RowCount?) -> Advice {
    let child = schema[relationship.source]
    let columns = relationship.pairs.map(\.from)
    let several = rows?.counted(child.nouns) ?? "all \(child.nouns.several)"
    let isSmall = HealthFinding(.unindexed(relationship.id, rows: rows)).severity == .note
    let hop =
      relationship.inverse.map { "\(name(schema[relationship.target])).\(name(schema[$0]))" }
      ?? "its other side"
    return (
      "\(key(child.name, columns.map { child.attributes[$0].name })) has no index: \(hop) reads \(several)"
        + (isSmall ? rows == .exactly(0) ? ", none so far" : ", few so far" : ""),
      index(on: child, columns)
    )
  }

  private func looksOneToOne(_ relationship: Relationship, _ rows: Int) -> Advice {
    let child = schema[relationship.source]
    let columns = relationship.pairs.map(\.from)
    return (
      "No two of \(Quantity.count(rows, child.nouns.one, plural: child.nouns.several))"
        + " have the same \(Words.name(relationship.name)):"
        + " if that is meant, a unique index makes it one-to-one",
      index(on: child, columns, isUnique: true)
    )
  }

  private func keylessJunction(_ entity: Entity, _ columns: [Int], _ repeated: Int) -> Advice {
    let sentence = "\(Words.name(entity.name)) links pairs and has no key over them"
    let now =
      switch repeated {
      case 0: ": the same pair may be there twice"
      case 1: ": 1 pair is there more than once"
      default: ": \(Quantity.grouped(repeated)) pairs are there more than once"
      }
    return (sentence + now, repeated == 0 ? index(on: entity, columns, isUnique: true) : nil)
  }

  private func compared(_ relationship: Relationship, by word: (Attribute) -> String) -> Advice {
    let child = schema[relationship.source]
    let parent = schema[relationship.target]
    let differing = relationship.pairs.map { (child.attributes[$0.from], parent.attributes[$0.to]) }
      .first { word($0) != word($1) }
    guard let (own, other) = differing else { return ("", nil) }
    return (
      "\(key(child.name, [own.name])) (\(word(own))) refers to \(key(parent.name, [other.name])) (\(word(other))):"
        + " comparing them goes past an index", nil
    )
  }

  // MARK: Rows

  private func words(for dangling: HealthFinding.Dangling) -> Advice {
    let relationship = schema[dangling.relationship]
    let child = schema[relationship.source]
    let columns = relationship.pairs.map { child.attributes[$0.from].name }
    let parent = schema[relationship.target].nouns.one
    var sentence =
      "\(Quantity.grouped(dangling.rows)) of"
      + " \(Quantity.count(dangling.checked, child.nouns.one, plural: child.nouns.several))"
      + " \(dangling.rows == 1 ? "has" : "have") \(columns.map(Words.article).joined(separator: " and "))"
      + " that no \(parent) has"
    let keys = dangling.examples.compactMap { key in
      let values = key.compactMap(RecordPath.literal)
      return values.count == key.count ? "\(name(child))[\(values.joined(separator: ", "))]" : nil
    }
    if !keys.isEmpty {
      sentence += ": " + keys.joined(separator: ", ") + (dangling.rows > keys.count ? ", …" : "")
    }
    let conditions = columns.map { "\(SyntaxPrinter.operand($0)) is not null" }
    return (
      sentence,
      "\(name(child))[\(conditions.joined(separator: " and ")) and not \(SyntaxPrinter.operand(relationship.name)).any()]"
    )
  }

  private func nullInKey(_ entity: Entity, _ rows: Int) -> Advice {
    let columns = entity.primaryKey.map { entity.attributes[$0] }.filter(\.isNullable).map(\.name)
    return (
      "\(Quantity.count(rows, entity.nouns.one, plural: entity.nouns.several))"
        + " \(rows == 1 ? "has" : "have") NULL in the primary key \(Words.list(columns))",
      "\(name(entity))[\(columns.map { "\(SyntaxPrinter.operand($0)) is null" }.joined(separator: " or "))]"
    )
  }

  private func undeclared(
    _ undeclared: UndeclaredKey, _ inUse: RelationshipID?, _ dangling: Int, _ rows: Int
  ) -> Advice {
    let (child, parent) = (undeclared.table, undeclared.parentTable)
    var sentence =
      "\(key(child, undeclared.columns)) looks like a key to \(Words.name(parent)), and is not declared"
    if rows > 0 {
      sentence +=
        dangling == 0
        ? "; all of \(Quantity.count(rows, "row")) have one"
        : "; \(Quantity.grouped(dangling)) of \(Quantity.count(rows, "row"))"
          + " (\(Self.percent(dangling, of: rows))) \(dangling == 1 ? "leads" : "lead") nowhere"
    }
    if let inUse {
      let relationship = schema[inUse]
      return (sentence, "unrelate \(name(schema[relationship.source])).\(name(relationship))")
    }
    return (sentence, schema.line(relating: undeclared))
  }

  private static func percent(_ part: Int, of whole: Int) -> String {
    let percent = Double(part) / Double(max(1, whole)) * 100
    return percent < 1 ? "<1 %" : "\(Int(percent.rounded())) %"
  }

  private func name(_ entity: Entity) -> String { SyntaxPrinter.root(entity.name) }
  private func name(_ relationship: Relationship) -> String { SyntaxPrinter.name(relationship.name) }
}

extension RowCount {
  /// As in `all 300 reviews` and `about 2,000,000 loans`.
  fileprivate func counted(_ nouns: (one: String, several: String)) -> String {
    switch self {
    case .exactly(0): "all \(nouns.several)"
    case .exactly(1): "the only \(nouns.one)"
    case .exactly(let count): "all \(Quantity.grouped(count)) \(nouns.several)"
    case .about(let count): "about \(Quantity.grouped(count)) \(nouns.several)"
    case .moreThan(let count): "more than \(Quantity.grouped(count)) \(nouns.several)"
    }
  }
}

extension Collation {
  fileprivate var word: String {
    switch self {
    case .binary: "compared byte by byte"
    case .noCase: "compared without case"
    case .rightTrim: "compared without spaces at the end"
    case .custom(let name): "compared by \(name)"
    }
  }
}
