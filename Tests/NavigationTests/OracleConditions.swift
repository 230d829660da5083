import ORM
import SQL

/// Conditions and expressions, said of one record.
extension Oracle {
  /// SQL's three values: nil is unknown.
  func holds(_ condition: OracleCondition, _ entity: EntityID, _ record: Int) -> Bool? {
    switch condition {
    case .compare(let left, let symbol, let right):
      return Self.compare(term(left, entity, record), symbol, term(right, entity, record))
    case .between(let operand, let low, let high):
      let term = term(operand, entity, record)
      return Self.and(
        Self.compare(term, .greaterOrEqual, Term(low)), Self.compare(term, .lessOrEqual, Term(high)))
    case .within(let operand, let members, let isNegated):
      let term = term(operand, entity, record)
      let found = members.reduce(false) { Self.or($0, Self.compare(term, .equal, Term($1))) }
      return isNegated ? found.map { !$0 } : found
    case .isNull(let operand): return term(operand, entity, record).value == .null
    case .isMissing(let id):
      let relationship = schema[id]
      guard relationship.kind.isForward, !relationship.isToMany else {
        return links(relationship, from: record).isEmpty
      }
      return hasNullKey(relationship, record)
    case .like(let operand, let part, let isStart):
      return Self.like(term(operand, entity, record).value, part, isStart: isStart)
    case .not(let operand): return holds(operand, entity, record).map { !$0 }
    case .and(let left, let right): return Self.and(holds(left, entity, record), holds(right, entity, record))
    case .or(let left, let right): return Self.or(holds(left, entity, record), holds(right, entity, record))
    case .any(let hops, let inner):
      let (targets, target) = targets(hops, from: record, of: entity)
      return targets.contains { record in inner.map { holds($0, target, record) == true } ?? true }
    case .all(let hops, let inner):
      let (targets, target) = targets(hops, from: record, of: entity)
      return targets.allSatisfy { holds(inner, target, $0) == true }
    case .anyAgainst(let hops, let theirs, let symbol, let own, let isFlipped):
      let (targets, target) = targets(hops, from: record, of: entity)
      let own = term(own, entity, record)
      return targets.contains { record in
        let theirs = term(theirs, target, record)
        return (isFlipped ? Self.compare(own, symbol, theirs) : Self.compare(theirs, symbol, own)) == true
      }
    case .isHeld(let hops, let id, let held, let isNegated):
      return isHeld(hops, schema[id], held, isNegated, entity, record)
    }
  }

  /// A to-one by its foreign key is unknown where that is NULL, and another record where it dangles; over anything
  /// else it means any of them.
  private func isHeld(
    _ hops: [OracleHop], _ relationship: Relationship, _ held: Set<Int>, _ isNegated: Bool,
    _ entity: EntityID, _ record: Int
  ) -> Bool? {
    let isToOne = relationship.kind.isForward && !relationship.isToMany
    // A record whose key is NULL is nobody's.
    let held =
      isToOne
      ? held.filter { record in
        !relationship.pairs.contains { rows[relationship.target.index][record][$0.to] == .null }
      } : held
    func leads(from source: Int) -> Bool? {
      let links = links(relationship, from: source)
      guard isToOne else { return links.contains { held.contains($0) != isNegated } }
      if held.isEmpty { return isNegated }
      if let link = links.first { return held.contains(link) != isNegated }
      return hasNullKey(relationship, source) ? nil : isNegated
    }
    let (sources, _) = targets(hops, from: record, of: entity)
    if (hops + [OracleHop(relationship: relationship.id)]).allSatisfy(isPlainToOne) {
      // Not even NULL is in a list of nothing.
      return held.isEmpty ? isNegated : sources.first.flatMap(leads)
    }
    return sources.contains { leads(from: $0) == true }
  }

  /// Whether a hop is by a foreign key of the record to at most one other, and nothing narrows it.
  func isPlainToOne(_ hop: OracleHop) -> Bool {
    let relationship = schema[hop.relationship]
    return relationship.kind.isForward && !relationship.isToMany && hop.conditions.isEmpty
  }

  /// Where hops inside a condition lead from one record, each target once.
  func targets(_ hops: [OracleHop], from record: Int, of entity: EntityID) -> ([Int], EntityID) {
    var records = [record]
    var entity = entity
    for hop in hops {
      let relationship = schema[hop.relationship]
      entity = relationship.target
      records = Self.unique(records.flatMap { links(relationship, from: $0) }).filter { target in
        hop.conditions.allSatisfy { holds($0, relationship.target, target) == true }
      }
    }
    return (records, entity)
  }

  // MARK: Expressions

  /// A value, and how a column that it stands in compares.
  struct Term {
    var value: Value
    var collation: Collation?
    var affinity: Affinity?

    init(_ value: Value, _ attribute: Attribute? = nil) {
      self.value = value
      collation = attribute?.collation
      affinity = attribute?.affinity
    }
  }

  func term(_ expression: OracleExpression, _ entity: EntityID, _ record: Int) -> Term {
    switch expression {
    case .literal(let value): return Term(value)
    case .attribute(let path, let attribute):
      var current: Int? = record
      var entity = entity
      for id in path {
        current = current.flatMap { links(schema[id], from: $0).first }
        entity = schema[id].target
      }
      let value = current.map { rows[entity.index][$0][attribute] } ?? .null
      return Term(value, schema[entity].attributes[attribute])
    case .arithmetic(let left, let sign, let right):
      return Term(
        Self.calculate(term(left, entity, record).value, sign, term(right, entity, record).value))
    case .aggregate(let aggregate, let hops):
      let (targets, target) = targets(hops, from: record, of: entity)
      // Sums inside conditions are made of numbers that are small enough.
      return Term((try? value(of: aggregate, over: targets, target)) ?? .null)
    }
  }

  /// Integers that overflow become reals, as in SQL.
  private static func calculate(_ left: Value, _ sign: OracleArithmetic, _ right: Value) -> Value {
    guard case .integer(let left) = left, case .integer(let right) = right else { return .null }
    switch sign {
    case .add:
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? .real(Double(left) + Double(right)) : .integer(sum)
    case .subtract:
      let (difference, overflow) = left.subtractingReportingOverflow(right)
      return overflow ? .real(Double(left) - Double(right)) : .integer(difference)
    case .multiply:
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      return overflow ? .real(Double(left) * Double(right)) : .integer(product)
    }
  }

  // MARK: Comparisons

  /// As SQL compares: a column of numbers makes numbers of texts, a column of texts makes texts of what stands in no
  /// column, and the left column's collation goes before the right one's.
  static func compare(_ left: Term, _ symbol: OracleSymbol, _ right: Term) -> Bool? {
    guard left.value != .null, right.value != .null else { return nil }
    let affinities = [left.affinity, right.affinity].compactMap { $0 }
    var affinity: Affinity?
    if affinities.contains(where: \.isNumeric) {
      affinity = .integer
    } else if affinities.count == 1 {
      affinity = affinities[0]
    }
    let first = affinity.map { stored(left.value, $0) } ?? left.value
    let second = affinity.map { stored(right.value, $0) } ?? right.value
    return symbol.holds(order(first, second, left.collation ?? right.collation ?? .binary))
  }

  private static func like(_ value: Value, _ part: String, isStart: Bool) -> Bool? {
    let text: [UInt8]
    switch value {
    case .text(let value): text = value.utf8.map(folded)
    case .integer(let value): text = Array(String(value).utf8)
    case .real(let value): text = Array(String(value).utf8)
    // Bytes are like nothing, where SQLite is built as its makers advise.
    case .blob: return false
    case .null: return nil
    }
    let wanted = part.utf8.map(folded)
    return text.starts(with: wanted)
      || (!isStart && text.indices.contains { text[$0...].starts(with: wanted) })
  }

  static func and(_ left: Bool?, _ right: Bool?) -> Bool? {
    left == false || right == false ? false : left == nil || right == nil ? nil : true
  }

  static func or(_ left: Bool?, _ right: Bool?) -> Bool? {
    left == true || right == true ? true : left == nil || right == nil ? nil : false
  }
}
