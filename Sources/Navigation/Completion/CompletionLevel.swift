import Language
import ORM
import SQL

/// One level of brackets before the cursor: what stands in it so far, and what may come next.
struct CompletionLevel {
  /// What may begin at a place.
  enum Place {
    /// A path from the schema's roots.
    case path
    /// Something said of a record: an attribute, a variable, a function.
    case operand
    /// The same, as a part of what must hold of it.
    case condition
    /// A field of a shape.
    case field
    /// What `with` loads ahead.
    case ahead
    /// A key of `group`, from this byte of the line on.
    case groupKeys(Int)
    /// A column of groups, by what they were grouped by.
    case columns([String])
    case nothing
  }

  /// What the path so far leads to.
  enum Reached {
    case nothing
    case records(EntityID, isToMany: Bool = false, isClosure: Bool = false, extent: KeyExtent = .unknown)
    case attribute(EntityID, Int, of: KeyExtent = .unknown)
    case groups([String], of: EntityID)
  }

  /// A comparison that has begun.
  struct ComparisonState {
    /// Whose values it may be compared with; nil where that is not known.
    var attribute: ValueQueries.Subject?
    /// Behind `between`, whose `and` joins no conditions.
    var awaitsAnd = false
    /// Right behind `in`, and inside its list.
    var awaitsList = false
    var isList = false
    /// The values of the list so far.
    var listed: [Value] = []
    /// Behind `is`.
    var isNullTest = false
  }

  var place: Place
  /// Whether a key may be all that stands in it, so that a comma makes it one.
  var isBracket = false
  /// The entity whose members a name here means; nil for the schema's roots.
  var base: EntityID?
  /// Which records of it are meant.
  var extent = KeyExtent.unknown
  var isInClosure = false
  var reached = Reached.nothing
  /// Whether a colon stands before the cursor, within the same item.
  var isLabelled = false
  /// Whether something whole stands before the cursor, behind which only an operator can come.
  var isComplete = false
  var comparison: ComparisonState?
  /// The key in brackets so far; nil where no key can stand.
  var key: OpenKey?
  /// The value behind the last comma, which is one of a key or a list if a comma or the bracket follows.
  var keyPart: Value?
  /// Whether an operator stands behind the last comma, so that a literal there is not the whole value.
  var isWorkedOut = false

  /// - Parameter value: nil for a literal that no key can hold.
  mutating func read(literal value: Value?) {
    reached = .nothing
    keyPart = isComplete || isWorkedOut ? nil : value
    if keyPart == nil { key = nil }
    isComplete = true
  }

  mutating func readOperator() {
    isWorkedOut = true
    beginOperand()
  }

  mutating func beginOperand() {
    reached = .nothing
    isComplete = false
  }

  mutating func readComma() {
    if let part = keyPart {
      key?.values.append(part)
      comparison?.listed.append(part)
    } else {
      key = nil
    }
    (keyPart, isWorkedOut) = (nil, false)
    isLabelled = false
    if isBracket { place = .nothing }
    if comparison?.isList != true { comparison = nil }
    beginOperand()
  }

  mutating func readColon() {
    beginOperand()
    isLabelled = true
    // Positions are nobody's values.
    if key != nil { place = .nothing }
  }

  mutating func compare(in schema: Schema) {
    comparison = ComparisonState(attribute: attributeReached(in: schema))
    beginOperand()
  }

  /// What a comparison compares: an attribute, or the key of the records.
  private func attributeReached(in schema: Schema) -> ValueQueries.Subject? {
    switch reached {
    case .attribute(let id, let index, let extent): return extent.subject(id, index, in: schema)
    case .records(let id, _, _, let extent):
      if let subject = extent.referringKey { return subject }
      let key = schema[id].primaryKey
      return key.count == 1 ? ValueQueries.Subject(id, key[0]) : nil
    case .groups, .nothing: return nil
    }
  }

  mutating func read(_ keyword: Keyword, in schema: Schema) {
    switch keyword {
    case .and where comparison?.awaitsAnd == true:
      comparison?.awaitsAnd = false
      beginOperand()
    case .and, .or:
      comparison = nil
      beginOperand()
    case .in, .like, .glob, .between, .is:
      compare(in: schema)
      comparison?.awaitsAnd = keyword == .between
      comparison?.awaitsList = keyword == .in
      comparison?.isNullTest = keyword == .is
    case .not, .null, .true, .false: break
    }
  }

  /// `reports+`: only where a path is walked; within a condition the sign adds.
  mutating func markClosure() -> Bool {
    switch place {
    case .path, .field: break
    case .condition, .operand, .ahead, .groupKeys, .columns, .nothing: return false
    }
    guard case .records(let id, let isToMany, _, _) = reached else { return false }
    reached = .records(id, isToMany: isToMany, isClosure: true)
    return true
  }

  // MARK: Levels inside

  func bracket(in schema: Schema) -> CompletionLevel {
    if comparison?.awaitsList == true { return list() }
    switch reached {
    case .records(let id, _, _, let extent):
      var inner = CompletionLevel(place: .condition, base: id, extent: extent)
      inner.isBracket = true
      inner.key = extent.keySource(of: id, fewest: 2, in: schema).map { OpenKey(source: $0) }
      return inner
    case .groups(let keys, let id): return CompletionLevel(place: .columns(keys), base: id)
    case .attribute, .nothing: return CompletionLevel(place: .nothing)
    }
  }

  func brace() -> CompletionLevel {
    switch reached {
    case .records(let id, _, let isClosure, let extent):
      CompletionLevel(
        place: .field, base: id, extent: isClosure ? .unknown : extent, isInClosure: isClosure)
    case .groups(let keys, let id): CompletionLevel(place: .columns(keys), base: id)
    case .attribute, .nothing: CompletionLevel(place: .nothing)
    }
  }

  /// What may stand in parentheses that belong to no verb.
  func parentheses() -> CompletionLevel {
    if comparison?.awaitsList == true { return list() }
    var inner = CompletionLevel(place: place, base: base, extent: extent, isInClosure: isInClosure)
    if case .columns = place { inner.place = .operand }
    return inner
  }

  /// The list behind `in`: each value of it is compared with the same.
  private func list() -> CompletionLevel {
    var inner = CompletionLevel(place: .condition, base: base, comparison: comparison)
    inner.comparison?.isList = true
    inner.comparison?.awaitsList = false
    return inner
  }
}
