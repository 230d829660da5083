import Language
import ORM
import SQL

/// Variables inside conditions: a name that is no member of the record may be one.
struct VariableOperand {
  private let binder: Binder
  private let entity: EntityID
  private let session: Session

  /// - Returns: nil where nobody says what the variables hold.
  init?(_ binder: Binder, _ entity: EntityID) {
    guard let session = binder.scope.session else { return nil }
    self.binder = binder
    self.entity = entity
    self.session = session
  }

  /// The operand of `y`, `a`, `a.born`; nil where the path begins with something else.
  func operand(_ hops: [Hop], _ syntax: Expression) throws(Diagnostic) -> Operand? {
    guard case .member(let name, _)? = hops.first?.kind, let held = binder.scope.variables[name.text],
      case .none = binder.schema.member(named: name.text, of: entity)
    else { return nil }
    var operand = Operand(.value(.null), .any, syntax)
    switch held {
    case .values(let values, _):
      if let hop = hops.dropFirst().first {
        throw Diagnostic(.variableIsNotRecords(name.text), at: hop.range)
      }
      operand.end = .values(values, variable: name.text)
    case .records(let selection, _):
      switch try attribute(hops.dropFirst(), of: selection.entity, name.text) {
      case nil: operand.end = .records(selection, variable: name.text)
      case let index?:
        var values: [Value] = []
        values.reserveCapacity(selection.slots.count)
        for (count, slot) in selection.slots.enumerated() {
          try session.look(count, at: syntax.range)
          values.append(session.cell(selection.entity, slot, index).value)
        }
        operand.end = .values(values, variable: SyntaxPrinter.text(of: syntax))
      }
    }
    return operand
  }

  private func attribute(
    _ hops: ArraySlice<Hop>, of id: EntityID, _ variable: String
  ) throws(Diagnostic) -> Int? {
    guard let hop = hops.first else { return nil }
    if hops.count == 1, case .member(let name, nil) = hop.kind,
      case .attribute(let index) = try binder.member(name, of: id)
    {
      return index
    }
    throw Diagnostic(.misplaced(.hopAfterVariable(variable)), at: hop.range)
  }
}

/// Whether an operand is among what variables hold: records compared by key, or any of many values.
struct VariableMembership {
  let binder: Binder
  let isNegated: Bool
  /// Whether it is asked by `in`, and not by `=` or `!=`.
  let isList: Bool

  /// - Returns: nil where no member is a variable that needs it.
  func condition(_ operand: Operand, among members: [Operand]) throws(Diagnostic) -> EntityExpression? {
    let holdsRecords = members.contains { if case .records = $0.end { true } else { false } }
    if holdsRecords { return try records(operand, members) }
    let holdsMany = members.contains {
      if case .values(let values, _) = $0.end { values.count != 1 } else { false }
    }
    guard holdsMany, isList || !isNegated else { return nil }
    return try values(operand, members)
  }

  // MARK: Records

  private func records(_ operand: Operand, _ members: [Operand]) throws(Diagnostic) -> EntityExpression {
    var selections: [(records: Selection, variable: String)] = []
    for member in members {
      guard case .records(let selection, let name) = member.end else {
        throw try needsValue(members)
      }
      selections.append((selection, name))
    }
    let target: EntityID
    let columns: [EntityExpression]
    let indexes: [Int]
    switch operand.end {
    case .toOne(let relationship, let path):
      target = relationship.target
      (columns, indexes) = keyColumns(of: relationship, path)
    case .attribute(let owner, let index, let path):
      guard let relationship = try binder.relationship(ofColumn: index, in: owner, at: operand.range) else {
        throw try needsValue(members)
      }
      target = relationship.target
      (columns, indexes) = keyColumns(of: relationship, path)
    case .existence(let relationship):
      target = relationship.target
      switch binder.schema[target].identity {
      case .columns(let key): (columns, indexes) = (key.map { .attribute([], $0) }, key)
      case .hidden: (columns, indexes) = ([.hiddenIdentity], [binder.schema[target].attributes.count])
      case .none: throw Diagnostic(.noKeyToCompare(entity: binder.schema[target].name), at: operand.range)
      }
    case .value, .records, .values: throw try needsValue(members)
    }
    var keys: [Key] = []
    for (index, (selection, name)) in selections.enumerated() {
      guard selection.entity == target else {
        throw Diagnostic(
          .variableHoldsOther(
            name, holds: binder.schema[selection.entity].name, expected: binder.schema[target].name),
          at: members[index].range)
      }
      for (count, slot) in selection.slots.enumerated() {
        try binder.scope.session?.look(count, at: members[index].range)
        let key = Key(indexes.compactMap { binder.scope.session?.cell(target, slot, $0).value })
        // A record without a key is nobody's, and one NULL among many would make each of them unknown.
        if !key.values.contains(.null) { keys.append(key) }
      }
    }
    let membership = try isOneOf(columns, keys, members)
    guard isNegated, columns.count > 1, !keys.isEmpty, case .toOne(let relationship, let path) = operand.end
    else { return operand.any(membership) }
    // A key of which a part is NULL leads nowhere, even if another part already differs.
    return operand.any(.binary(.not(Operand.isMissing(relationship, path: path)), .and, membership))
  }

  /// The record's own foreign key where it compares as the other side's key does; that key itself, joined, where
  /// it does not.
  private func keyColumns(
    of relationship: Relationship, _ path: [RelationshipID]
  ) -> ([EntityExpression], [Int]) {
    let indexes = relationship.pairs.map(\.to)
    if binder.schema.comparesPlainly(relationship.id) {
      return (relationship.pairs.map { .attribute(path, $0.from) }, indexes)
    }
    return (indexes.map { .attribute(path + [relationship.id], $0) }, indexes)
  }

  private func needsValue(_ members: [Operand]) throws(Diagnostic) -> Diagnostic {
    for member in members {
      guard case .records(let selection, let name) = member.end else { continue }
      return Diagnostic(
        .variableHoldsRecords(name, entity: binder.schema[selection.entity].name), at: member.range)
    }
    return Diagnostic(.notAPredicate, at: members[0].range)
  }

  // MARK: Values

  private func values(_ operand: Operand, _ members: [Operand]) throws(Diagnostic) -> EntityExpression? {
    var list: [Operand] = []
    for member in members {
      if case .values(let values, _) = member.end {
        list += values.map { Operand(constant: $0, ValueFitting.type(of: $0), member.syntax) }
      } else {
        list.append(member)
      }
    }
    guard ([operand] + list).allSatisfy(\.isValue) else { return nil }
    let (fitted, others) = try ValueFitting.fitted(operand, to: list)
    let keys = others.compactMap { $0.constant.map { Key([$0]) } }
    if keys.count == others.count {
      return fitted.any(try isOneOf([fitted.expression], keys, members))
    }
    var whole = fitted
    let (parts, crossings) = try Operand.together([fitted] + others)
    whole.crossings = crossings
    return whole.any(.within(parts[0], Array(parts.dropFirst()), negated: isNegated))
  }

  // MARK: Many keys

  /// More placeholders than this make a statement slow to prepare and hard to read.
  private static let placeholderLimit = 500

  private func isOneOf(
    _ columns: [EntityExpression], _ keys: [Key], _ members: [Operand]
  ) throws(Diagnostic) -> EntityExpression {
    guard keys.count * columns.count > Self.placeholderLimit else {
      return .isOneOf(columns, .keys(keys), negated: isNegated)
    }
    let arrays = try KeyArrays.json(keys) { () throws(Diagnostic) in
      try binder.scope.session?.checkInterrupt(at: members[0].range)
    }
    if let arrays { return .isOneOf(columns, .arrays(arrays), negated: isNegated) }
    // What the statement needs for itself is kept free.
    let limit = (binder.scope.session?.executor.connection.limits.parameters ?? 0) / 2
    guard keys.count * columns.count <= limit else {
      let names = members.compactMap { member -> String? in
        switch member.end {
        case .records(_, let name), .values(_, let name): name
        case .value, .attribute, .toOne, .existence: nil
        }
      }
      throw Diagnostic(.tooManyValues(variable: names.first ?? "", limit: limit), at: members[0].range)
    }
    return .isOneOf(columns, .keys(keys), negated: isNegated)
  }
}

extension Session {
  /// Fails when a person has asked to stop.
  fileprivate func checkInterrupt(at range: SourceRange) throws(Diagnostic) {
    do throws(DatabaseError) { try executor.connection.checkInterrupt() } catch {
      throw Diagnostic(error, at: range)
    }
  }

  /// The same, asked now and then, by the number of records done.
  fileprivate func look(_ count: Int, at range: SourceRange) throws(Diagnostic) {
    do throws(DatabaseError) { try look(count) } catch { throw Diagnostic(error, at: range) }
  }
}
