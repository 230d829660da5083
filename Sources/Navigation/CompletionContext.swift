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
    case records(EntityID, isToMany: Bool = false, isClosure: Bool = false)
    case attribute(EntityID, Int)
    case groups([String], of: EntityID)
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
  }

  private let line: String
  private let schema: Schema
  private let scope: Scope
  private var levels = [Level(place: .path)]
  private var word: Token?
  private var isAfterDot = false
  private var isAfterBang = false
  private var isInText = false
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
    switch token.kind {
    case .end: return
    case .name:
      finishWord()
      word = token
    case .text, .integer, .real:
      finishWord()
      isAfterDot = false
    case .invalid: isInText = true
    case .symbol(let symbol): read(symbol, at: token.range)
    }
    mayBegin = token.kind == .symbol(.equal) && levels.count == 1
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
    case .plus, .star: if !markClosure() { level.reached = .nothing }
    case .colon:
      level.reached = .nothing
      level.isLabelled = true
    case .comma:
      level.reached = .nothing
      level.isLabelled = false
    case .question, .equal, .doubleEqual, .notEqual, .lessOrGreater, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .minus, .slash, .percent, .concatenate:
      level.reached = .nothing
    }
    if symbol != .dot { isAfterDot = false }
  }

  /// `reports+`: only where a path is walked; within a condition the sign adds.
  private mutating func markClosure() -> Bool {
    switch level.place {
    case .path, .field: break
    case .operand, .ahead, .groupKeys, .columns, .nothing: return false
    }
    guard case .records(let id, let isToMany, _) = level.reached else { return false }
    level.reached = .records(id, isToMany: isToMany, isClosure: true)
    return true
  }

  private mutating func openBracket() {
    switch level.reached {
    case .records(let id, _, _): levels.append(Level(place: .operand, base: id))
    case .groups(let keys, let id): levels.append(Level(place: .columns(keys), base: id))
    case .attribute, .nothing: levels.append(Level(place: .nothing))
    }
  }

  private mutating func openBrace() {
    switch level.reached {
    case .records(let id, _, let isClosure):
      levels.append(Level(place: .field, base: id, isInClosure: isClosure))
    case .groups(let keys, let id): levels.append(Level(place: .columns(keys), base: id))
    case .attribute, .nothing: levels.append(Level(place: .nothing))
    }
  }

  /// After a verb its arguments; after a function, or nothing, what may stand here anyway.
  private mutating func open(at range: SourceRange) {
    guard let token = word, case .name(let name, _) = token.kind, isAfterDot else {
      word = nil
      var inner = level
      inner.reached = .nothing
      if case .columns = level.place { inner.place = .operand }
      levels.append(inner)
      return
    }
    word = nil
    isAfterDot = false
    guard case .records(let id, _, _) = level.reached, let verb = Verb(rawValue: name.lowercased()) else {
      levels.append(Level(place: .nothing))
      return
    }
    let place: Place
    switch verb {
    case .sort, .count, .sum, .avg, .min, .max, .any, .all: place = .operand
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

  /// Follows the word that the path has gone past.
  private mutating func finishWord() {
    guard let token = word, case .name(let text, _) = token.kind else { return }
    word = nil
    if isAfterBang {
      isAfterBang = false
    } else if isAfterDot {
      isAfterDot = false
      level.reached = followed(text)
      isFromLast = false
    } else if let base = level.base {
      level.reached = reached(text, from: base)
      if case .nothing = level.reached { level.reached = variable(text) }
    } else if case .path = level.place {
      level.reached = variable(text)
      if case .nothing = level.reached, case .found(let id) = schema.root(named: text) {
        level.reached = .records(id)
      }
    }
  }

  /// What a hop leads to from where the path stands; a foreign-key column stands for its relationship.
  private func followed(_ name: String) -> Reached {
    if case .records(let id, let isToMany, _) = level.reached {
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

  func answer(at cursor: Int) -> (SourceRange, [Completion.Candidate]) {
    guard !isInText else { return (SourceRange(cursor, cursor), []) }
    return (word?.range ?? SourceRange(cursor, cursor), candidates)
  }

  private var candidates: [Completion.Candidate] {
    let list = CompletionCandidates(schema: schema, scope: scope)
    if isAfterBang { return list.strategies }
    if isAfterDot { return hops(list) }
    let members = level.base.map(list.members) ?? []
    switch level.place {
    case .path: return list.roots
    case .operand: return members + list.variables + list.functions
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
    case .records(let id, let isToMany, let isClosure):
      let members = list.members(of: id)
      switch level.place {
      case .path, .field:
        return members + list.closures(of: id) + (isClosure ? [list.depth] : []) + list.verbs
      case .operand: return members + (isToMany ? list.aggregates : [])
      case .ahead: return list.relationships(of: id)
      case .groupKeys, .columns, .nothing: return members
      }
    case .attribute(let id, let index):
      let members = keyTarget.map(list.members) ?? []
      switch level.place {
      case .path, .field: return members + list.valueVerbs
      case .operand:
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
