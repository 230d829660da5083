import Language
import ORM
import SQL

/// Where in a path the cursor stands, worked out token by token.
struct CompletionContext {
  /// What may begin at a place.
  private enum Place {
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
  private enum Reached {
    case nothing
    /// All of an entity are those from whose keys one can be chosen.
    case records(EntityID, isToMany: Bool = false, isClosure: Bool = false, isAll: Bool = false)
    case attribute(EntityID, Int)
    case groups([String], of: EntityID)
  }

  /// A comparison that has begun.
  private struct ComparisonState {
    /// Whose values it may be compared with; nil where that is not known.
    var attribute: ValueQueries.Subject?
    /// Behind `between`, whose `and` joins no conditions.
    var awaitsAnd = false
    /// Right behind `in`, and inside its list.
    var awaitsList = false
    var isList = false
    /// Behind `is`.
    var isNullTest = false
  }

  /// One level of brackets.
  private struct Level {
    var place: Place
    /// The entity whose members a name here means; nil for the schema's roots.
    var base: EntityID?
    var isInClosure = false
    var reached = Reached.nothing
    /// Whether a colon stands before the cursor, within the same item.
    var isLabelled = false
    /// Whether something whole stands before the cursor, behind which only an operator can come.
    var isComplete = false
    var comparison: ComparisonState?
    /// The values so far of a key in brackets; nil where no key can stand.
    var key: [Value]?
    /// The value behind the last comma, which is one of a key if a comma or the bracket follows.
    var keyPart: Value?
  }

  private let line: String
  private let schema: Schema
  private let scope: Scope
  private var levels = [Level(place: .path)]
  private var word: Token?
  private var isAfterDot = false
  private var isAfterBang = false
  private var isInText = false
  /// A text whose quote is open, or the number, that the line ends with.
  private var literal: Token?
  /// Whether a path may begin here, and one that begins with a dot goes on from the last result.
  private var mayBegin = true
  private var isFromLast = false

  init(line: String, schema: Schema, scope: Scope) {
    self.line = line
    self.schema = schema
    self.scope = scope
  }

  private var level: Level {
    get { levels[levels.count - 1] }
    set { levels[levels.count - 1] = newValue }
  }

  // MARK: Reading

  mutating func read(_ token: Token) {
    if token.kind == .end { return }
    literal = nil
    switch token.kind {
    case .end: break
    case .name:
      finishWord()
      word = token
    case .text, .integer, .real:
      finishWord()
      isAfterDot = false
      read(literal: token)
    case .invalid(let diagnostic):
      finishWord()
      switch diagnostic.problem {
      case .unterminatedText: literal = token
      case .unterminatedName: word = token
      default: isInText = true
      }
    case .symbol(let symbol): read(symbol, at: token.range)
    }
    mayBegin = token.kind == .symbol(.equal) && levels.count == 1
  }

  private mutating func read(literal token: Token) {
    literal = token
    level.reached = .nothing
    level.keyPart = level.isComplete ? nil : value(of: token)
    if level.keyPart == nil { level.key = nil }
    level.isComplete = true
  }

  private func value(of token: Token) -> Value? {
    switch token.kind {
    case .text(let text): Value(text)
    case .integer: Int64(token.range.text(of: line)).map { .integer($0) }
    case .real: Double(token.range.text(of: line)).map { .real($0) }
    case .name, .symbol, .invalid, .end: nil
    }
  }

  private mutating func read(_ symbol: Symbol, at range: SourceRange) {
    if symbol == .leftParenthesis { return open(at: range) }
    finishWord()
    isAfterBang = false
    switch symbol {
    case .dot:
      isAfterDot = true
      isFromLast = mayBegin
    case .leftBracket: openBracket()
    case .leftBrace: openBrace()
    case .leftParenthesis: break
    case .rightBracket, .rightParenthesis, .rightBrace: close(symbol, at: range)
    case .bang: isAfterBang = true
    case .plus, .star: if !markClosure() { beginOperand() }
    case .colon:
      beginOperand()
      level.isLabelled = true
      // Positions are nobody's values.
      if level.key != nil { level.place = .nothing }
    case .comma: readComma()
    case .equal, .doubleEqual, .notEqual, .lessOrGreater, .less, .lessOrEqual, .greater, .greaterOrEqual:
      compare()
    case .question, .minus, .slash, .percent, .concatenate: beginOperand()
    }
    if symbol != .dot, symbol != .comma { level.key = openedKey(by: symbol) }
    if symbol != .dot { isAfterDot = false }
  }

  /// A key begins right behind the bracket.
  private func openedKey(by symbol: Symbol) -> [Value]? {
    symbol == .leftBracket && level.comparison == nil ? level.key : nil
  }

  private mutating func beginOperand() {
    level.reached = .nothing
    level.isComplete = false
  }

  private mutating func readComma() {
    if let part = level.keyPart { level.key?.append(part) } else { level.key = nil }
    level.keyPart = nil
    level.isLabelled = false
    if level.comparison?.isList != true { level.comparison = nil }
    beginOperand()
  }

  private mutating func compare() {
    level.comparison = ComparisonState(attribute: attributeReached)
    beginOperand()
  }

  /// What a comparison compares: an attribute, or the key of the records.
  private var attributeReached: ValueQueries.Subject? {
    switch level.reached {
    case .attribute(let id, let index): return ValueQueries.Subject(id, index)
    case .records(let id, _, _, _):
      let key = schema[id].primaryKey
      return key.count == 1 ? ValueQueries.Subject(id, key[0]) : nil
    case .groups, .nothing: return nil
    }
  }

  private mutating func read(_ keyword: Keyword) {
    switch keyword {
    case .and where level.comparison?.awaitsAnd == true:
      level.comparison?.awaitsAnd = false
      beginOperand()
    case .and, .or:
      level.comparison = nil
      beginOperand()
    case .in, .like, .glob, .between, .is:
      compare()
      level.comparison?.awaitsAnd = keyword == .between
      level.comparison?.awaitsList = keyword == .in
      level.comparison?.isNullTest = keyword == .is
    case .not, .null, .true, .false: break
    }
  }

  /// `reports+`: only where a path is walked; within a condition the sign adds.
  private mutating func markClosure() -> Bool {
    switch level.place {
    case .path, .field: break
    case .condition, .operand, .ahead, .groupKeys, .columns, .nothing: return false
    }
    guard case .records(let id, let isToMany, _, _) = level.reached else { return false }
    level.reached = .records(id, isToMany: isToMany, isClosure: true)
    return true
  }

  private mutating func openBracket() {
    if level.comparison?.awaitsList == true { return openList() }
    switch level.reached {
    case .records(let id, _, _, let isAll):
      levels.append(Level(place: .condition, base: id, key: isAll ? [] : nil))
    case .groups(let keys, let id): levels.append(Level(place: .columns(keys), base: id))
    case .attribute, .nothing: levels.append(Level(place: .nothing))
    }
  }

  /// The list behind `in`: each value of it is compared with the same.
  private mutating func openList() {
    var inner = Level(place: .condition, base: level.base, comparison: level.comparison)
    inner.comparison?.isList = true
    inner.comparison?.awaitsList = false
    levels.append(inner)
  }

  private mutating func openBrace() {
    switch level.reached {
    case .records(let id, _, let isClosure, _):
      levels.append(Level(place: .field, base: id, isInClosure: isClosure))
    case .groups(let keys, let id): levels.append(Level(place: .columns(keys), base: id))
    case .attribute, .nothing: levels.append(Level(place: .nothing))
    }
  }

  /// After a verb its arguments; after a function, or nothing, what may stand here anyway.
  private mutating func open(at range: SourceRange) {
    guard let token = word, case .name(let name, _) = token.kind, isAfterDot else {
      finishKeyword()
      level.key = nil
      if level.comparison?.awaitsList == true { return openList() }
      var inner = Level(place: level.place, base: level.base, isInClosure: level.isInClosure)
      if case .columns = level.place { inner.place = .operand }
      levels.append(inner)
      return
    }
    word = nil
    isAfterDot = false
    guard case .records(let id, _, _, _) = level.reached, let verb = Verb(rawValue: name.lowercased()) else {
      levels.append(Level(place: .nothing))
      return
    }
    let place: Place
    switch verb {
    case .count, .any, .all: place = .condition
    case .sort, .sum, .avg, .min, .max: place = .operand
    case .with: place = .ahead
    case .group: place = .groupKeys(range.upper)
    case .take, .skip, .first, .last, .distinct: place = .nothing
    }
    levels.append(Level(place: place, base: id))
    switch verb {
    case .count, .sum, .avg, .min, .max, .any, .all: levels[levels.count - 2].reached = .nothing
    case .sort, .take, .skip, .first, .last, .distinct, .group, .with: break
    }
  }

  private mutating func close(_ symbol: Symbol, at range: SourceRange) {
    guard levels.count > 1 else { return }
    let closed = levels.removeLast()
    level.isComplete = true
    level.comparison?.awaitsList = false
    if case .records(let id, let isToMany, let isClosure, _) = level.reached {
      level.reached = .records(id, isToMany: isToMany, isClosure: isClosure)
    }
    if case .groupKeys(let start) = closed.place, let base = closed.base {
      let keys = SourceRange(start, range.lower).text(of: line).split(separator: ",")
      let names = keys.map {
        String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
      }
      level.reached = .groups(names, of: base)
    } else if symbol == .rightBrace, case .field = closed.place {
      level.reached = .nothing
    }
  }

  /// A word before a parenthesis is a function, unless it is `in`.
  private mutating func finishKeyword() {
    if let token = word, level.isComplete, let keyword = token.keyword { read(keyword) }
    word = nil
  }

  /// Follows the word that the path has gone past.
  private mutating func finishWord() {
    guard let token = word, case .name(let text, _) = token.kind else { return }
    word = nil
    if !isAfterDot, !isAfterBang, case .condition = level.place, let keyword = token.keyword {
      if level.isComplete { return read(keyword) }
      if keyword == .not { return }
    }
    level.isComplete = true
    if isAfterBang {
      isAfterBang = false
    } else if isAfterDot {
      isAfterDot = false
      level.reached = followed(text)
      isFromLast = false
    } else if let base = level.base {
      level.key = nil
      level.reached = reached(text, from: base)
      if case .nothing = level.reached { level.reached = variable(text) }
    } else if case .path = level.place {
      level.reached = variable(text)
      if case .nothing = level.reached, case .found(let id) = schema.root(named: text) {
        level.reached = .records(id, isAll: true)
      }
    }
  }

  /// What a hop leads to from where the path stands; a foreign-key column stands for its relationship.
  private func followed(_ name: String) -> Reached {
    if case .records(let id, let isToMany, _, _) = level.reached {
      return reached(name, from: id, isToMany: isToMany)
    }
    if let target = keyTarget { return reached(name, from: target) }
    guard isFromLast, let last = scope.last?.selection else { return .nothing }
    return reached(name, from: last.entity)
  }

  private var keyTarget: EntityID? {
    guard case .attribute(let id, let index) = level.reached,
      case .relationship(let relationship) = schema.relationship(byColumn: index, of: id)
    else { return nil }
    return schema[relationship].target
  }

  private func variable(_ name: String) -> Reached {
    let held = name == "_" ? scope.last : scope.variables[name]
    return held?.selection.map { .records($0.entity, isToMany: true) } ?? .nothing
  }

  private func reached(_ name: String, from id: EntityID, isToMany: Bool = false) -> Reached {
    switch schema.member(named: name, of: id) {
    case .relationship(let relationship):
      let relationship = schema[relationship]
      return .records(relationship.target, isToMany: isToMany || relationship.isToMany)
    case .attribute(let attribute): return .attribute(id, attribute)
    case .ambiguous, .none: return .nothing
    }
  }

  // MARK: Candidates

  /// What may stand at the cursor.
  struct Answer {
    /// What of the line is replaced.
    var range: SourceRange
    var candidates: [Completion.Candidate] = []
    /// Where a value out of the data may stand as well.
    var place: ValuePlace?
    /// What is still offered beside such values; nil for all of the candidates.
    var besideValues: [Completion.Candidate]?
  }

  mutating func answer(at cursor: Int) -> Answer {
    let here = SourceRange(cursor, cursor)
    guard !isInText else { return Answer(range: here) }
    if let literal, literal.range.upper == cursor, let typed = typed(literal) {
      level.isComplete = false
      return Answer(range: literal.range, place: place(typed))
    }
    if let word, word.range.upper < cursor { finishWord() }
    let place = word == nil && !isAfterDot && !level.isComplete ? place(.nothing) : nil
    let variables = CompletionCandidates(schema: schema, scope: scope).variables
    return Answer(
      range: word?.range ?? here, candidates: candidates, place: place,
      besideValues: level.comparison == nil ? nil : variables)
  }

  private func typed(_ token: Token) -> ValuePlace.Typed? {
    let text = token.range.text(of: line)
    switch token.kind {
    case .integer: return .digits(String(text))
    case .invalid:
      guard let quote = text.first else { return nil }
      var content: [Character] = []
      for character in text.dropFirst() where character != quote || content.last != quote {
        content.append(character)
      }
      return .text(String(content), quote: quote)
    case .text, .real, .name, .symbol, .end: return nil
    }
  }

  private func place(_ typed: ValuePlace.Typed) -> ValuePlace? {
    if let comparison = level.comparison {
      guard let subject = comparison.attribute, !comparison.awaitsList, !comparison.isNullTest else {
        return nil
      }
      return ValuePlace(subject: subject, typed: typed)
    }
    guard let values = level.key, let id = level.base, values.count < schema[id].primaryKey.count else {
      return nil
    }
    let key = schema[id].primaryKey
    let subject = ValueQueries.Subject(
      id, key[values.count], given: Array(key.prefix(values.count)), values: values)
    return ValuePlace(subject: subject, typed: typed)
  }

  private var candidates: [Completion.Candidate] {
    let list = CompletionCandidates(schema: schema, scope: scope)
    if isAfterBang { return list.strategies }
    if isAfterDot { return hops(list) }
    let members = level.base.map(list.members) ?? []
    if level.isComplete {
      guard case .condition = level.place else { return [] }
      return level.comparison == nil ? list.comparisons + list.conjunctions : list.conjunctions
    }
    switch level.place {
    case .path: return list.roots
    case .condition, .operand:
      if level.comparison?.isNullTest == true { return list.nullTests }
      if level.comparison?.awaitsList == true { return [list.openingOfList] }
      // There are many functions: those that begin as what is typed.
      return members + list.variables + (word == nil ? [] : list.functions)
    case .field:
      return members + (level.base.map(list.closures) ?? []) + (level.isInClosure ? [list.depth] : [])
    case .ahead: return level.isLabelled ? list.strategies : level.base.map(list.relationships) ?? []
    case .groupKeys: return members
    case .columns(let keys): return list.columns(keys)
    case .nothing: return []
    }
  }

  private func hops(_ list: CompletionCandidates) -> [Completion.Candidate] {
    switch level.reached {
    case .records(let id, let isToMany, let isClosure, _):
      let members = list.members(of: id)
      switch level.place {
      case .path, .field:
        return members + list.closures(of: id) + (isClosure ? [list.depth] : []) + list.verbs
      case .condition, .operand: return members + (isToMany ? list.aggregates : [])
      case .ahead: return list.relationships(of: id)
      case .groupKeys, .columns, .nothing: return members
      }
    case .attribute(let id, let index):
      let members = keyTarget.map(list.members) ?? []
      switch level.place {
      case .path, .field: return members + list.valueVerbs
      case .condition, .operand:
        let isText = schema[id].attributes[index].affinity == .text
        return members + (isText ? list.textVerbs : [])
      case .ahead, .groupKeys, .columns, .nothing: return members
      }
    case .groups: return list.groupVerbs
    case .nothing:
      guard isFromLast, let last = scope.last?.selection else { return [] }
      return list.members(of: last.entity) + list.closures(of: last.entity) + list.verbs
    }
  }
}
