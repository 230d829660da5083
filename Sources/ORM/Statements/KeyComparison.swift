import SQL

/// How a foreign key compares with the key that it refers to: by the affinity and the collation of the parent's column,
/// as where the database enforces it (https://sqlite.org/foreignkeys.html §3, reference 1.2).
///
/// Affinity is no CAST: a text that spells no number stays a text, and bytes stay bytes. In SQL a side gets it from the
/// column, or the CAST of what is of that type already, on the other side (https://sqlite.org/datatype3.html §4.2); a
/// unary plus takes the child's own away and changes no value. In memory it is `Key.compared(with:)`.
struct KeyComparison {
  let parent: Attribute
  let child: Attribute

  /// Whether both sides compare their keys in the same way, one that Kin knows: then many keys can be asked for at once,
  /// and told apart here.
  var isPlain: Bool {
    if case .custom = parent.collation { return false }
    return parent.collation == child.collation && parent.affinity.conversion == child.affinity.conversion
  }

  /// Whether the child may spell the parent's key in another way, `'01'` for 1.
  var converts: Bool {
    parent.affinity.conversion != .none && parent.affinity.conversion != child.affinity.conversion
  }

  /// The child's column as it compares with that of the parent.
  ///
  /// In the ordinary case nothing is added, so that an index on the child's column serves.
  func comparable(_ column: SQLExpression) -> SQLExpression {
    switch (parent.affinity.conversion, child.affinity.conversion) {
    case (.toText, .toNumber), (.toText, .none), (.none, .toNumber): collated(.prefix("+", column))
    default: collated(column)
    }
  }

  /// Whether the child's column holds a key of the parent that is given when the statement is run.
  ///
  /// - Parameter kind: what the given value is; a bound value has no affinity of its own.
  func matches(_ column: SQLExpression, key: SQLExpression, _ kind: KeyKind) -> SQLExpression {
    let bare = collated(.prefix("+", column))
    switch (parent.affinity.conversion, child.affinity.conversion, kind) {
    case (.toNumber, .toText, .number), (.toNumber, .none, .number):
      return .infix(collated(column), "=", .cast(key, "NUMERIC"))
    case (.toText, .toNumber, .text): return .infix(bare, "=", .cast(key, "TEXT"))
    case (.toText, .none, .text):
      // Numbers come before all texts, so that an index finds both the text and what may be numbers.
      let isNumber = SQLExpression.infix(column, "<", .value(Value("")))
      let isSpelled = SQLExpression.infix(bare, "=", .cast(key, "TEXT"))
      return .infix(.infix(collated(column), "=", key), "OR", .infix(isNumber, "AND", isSpelled))
    case (.none, .toNumber, .text), (.none, .toText, .number): return .infix(bare, "=", key)
    default: return .infix(collated(column), "=", key)
    }
  }

  private func collated(_ expression: SQLExpression) -> SQLExpression {
    parent.collation == child.collation ? expression : .collate(expression, parent.collation.name)
  }
}

/// What the value of a key is, where that decides how it compares.
package enum KeyKind: Hashable, Sendable {
  case number, text, blob

  init(_ value: Value) {
    switch value {
    case .null, .integer, .real: self = .number
    case .text: self = .text
    case .blob: self = .blob
    }
  }
}

extension Affinity {
  /// What a column makes of a value that is compared with it.
  fileprivate enum Conversion { case toNumber, toText, none }

  fileprivate var conversion: Conversion { isNumeric ? .toNumber : self == .text ? .toText : .none }
}

extension Relationship {
  /// How the keys of the source compare with those that refer to them or that they refer to: one for each column.
  func keyComparisons(in entities: [Entity]) -> [KeyComparison] {
    let near = entities[source.index].attributes
    let far = entities[(junction?.entity ?? target).index].attributes
    return (junction?.sourcePairs ?? pairs).map { pair in
      kind.isForward
        ? KeyComparison(parent: far[pair.to], child: near[pair.from])
        : KeyComparison(parent: near[pair.from], child: far[pair.to])
    }
  }
}

extension StatementBuilder {
  /// The condition that targets of a relationship belong to sources whose keys are given when the statement is run.
  ///
  /// - Parameters:
  ///   - source: as `targets(of:)` made it.
  ///   - kinds: what the one key is made of, where the relationship does not compare plainly.
  func belonging(
    _ source: RecordSource, of relationship: Relationship, toKeys keys: Int, kinds: [KeyKind]
  ) -> SQLExpression {
    guard keys == 1, !relationship.kind.isForward, !schema.comparesPlainly(relationship.id) else {
      return LoadStatement.matching(source.parent, keys: keys) { .key($0) }
    }
    let comparisons = relationship.keyComparisons(in: schema.entities)
    let conditions = zip(comparisons, source.foreignKey).enumerated().map { index, pair in
      pair.0.matches(
        pair.1, key: .key(index), kinds.indices.contains(index) ? kinds[index] : .number)
    }
    return SQLExpression.all(conditions) ?? .number(1)
  }

  /// What tells the parents apart for each of which positions are counted among targets: the foreign key.
  ///
  /// Where a target may spell its parent's key in another way, it is that key itself, as in
  /// `(SELECT author.code FROM author WHERE author.code = book.author_code LIMIT 1)`.
  mutating func partition(of source: RecordSource, isPerParent: Bool) -> [SQLExpression] {
    guard let relationship = source.relationship, !relationship.kind.isForward else { return source.parent }
    let comparisons = relationship.keyComparisons(in: schema.entities)
    guard comparisons.contains(where: \.converts) else { return source.parent }
    // However they spell it, all of them have the same parent.
    guard isPerParent else { return [] }
    let parent = records(of: relationship.source)
    let columns = comparisons.map { SQLExpression.column($0.parent.name, of: parent.alias) }
    let conditions = zip(columns, source.parent).map { SQLExpression.infix($0, "=", $1) }
    return zip(comparisons, columns).map { comparison, column in
      var select = Select(columns: [Select.Column(column)], from: parent.source)
      select.isCorrelated = true
      select.conditions = conditions
      select.limit = Select.Limit(count: 1)
      let key = SQLExpression.subselect(select)
      return comparison.parent.collation == .binary ? key : .collate(key, comparison.parent.collation.name)
    }
  }
}
