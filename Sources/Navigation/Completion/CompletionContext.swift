import Language
import ORM
import SQL

/// Where in a path the cursor stands, worked out token by token.
struct CompletionContext {
  typealias Reached = CompletionLevel.Reached

  let line: String
  let schema: Schema
  let scope: Scope
  /// Whether something is worked out of what the path leads to.
  let offersVerbs: Bool
  private var levels = [CompletionLevel(place: .path)]
  private(set) var word: Token?
  private(set) var isAfterDot = false
  private(set) var isAfterBang = false
  private(set) var isInText = false
  /// A text whose quote is open, or the number, that the line ends with.
  private(set) var literal: Token?
  /// Whether a path may begin here, and one that begins with a dot goes on from the last result.
  private var mayBegin = true
  private(set) var isFromLast = false

  init(line: String, schema: Schema, scope: Scope, offersVerbs: Bool = true) {
    self.offersVerbs = offersVerbs
    self.line = line
    self.schema = schema
    self.scope = scope
  }

  var level: CompletionLevel {
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
      if diagnostic.problem == .unterminatedText {
        literal = token
      } else if diagnostic.problem == .unterminatedName {
        word = token
      } else {
        isInText = true
      }
    case .symbol(let symbol): read(symbol, at: token.range)
    }
    mayBegin = token.kind == .symbol(.equal) && levels.count == 1
  }

  private mutating func read(literal token: Token) {
    literal = token
    level.read(literal: value(of: token))
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
    case .leftBracket:
      reachLast()
      levels.append(level.bracket(in: schema))
    case .leftBrace:
      reachLast()
      levels.append(level.brace())
    case .leftParenthesis: break
    case .rightBracket, .rightParenthesis, .rightBrace: close(symbol, at: range)
    case .bang: isAfterBang = true
    case .plus, .star: if !level.markClosure() { level.readOperator() }
    case .colon: level.readColon()
    case .comma: level.readComma()
    case .equal, .doubleEqual, .notEqual, .lessOrGreater, .less, .lessOrEqual, .greater, .greaterOrEqual:
      level.compare(in: schema)
    case .question:
      level.place = .nothing
      level.beginOperand()
    case .minus, .slash, .percent, .concatenate: level.readOperator()
    }
    if symbol != .dot, symbol != .comma { level.key = openedKey(by: symbol) }
    if symbol != .dot { isAfterDot = false }
  }

  /// A bracket or brace right behind the dot that a line begins with is the last result's.
  private mutating func reachLast() {
    guard isAfterDot, isFromLast, let last = scope.last?.selection else { return }
    level.reached = .records(last.entity, isToMany: true, extent: extent(of: scope.last))
    isFromLast = false
  }

  /// A key begins right behind the bracket.
  private func openedKey(by symbol: Symbol) -> OpenKey? {
    symbol == .leftBracket && level.comparison == nil ? level.key : nil
  }

  /// After a verb its arguments; after a function, or nothing, what may stand here anyway.
  private mutating func open(at range: SourceRange) {
    guard let token = word, case .name(let name, _) = token.kind, isAfterDot else {
      finishKeyword()
      level.key = nil
      levels.append(level.parentheses())
      return
    }
    word = nil
    isAfterDot = false
    guard case .records(let id, _, _, let extent) = level.reached,
      let verb = Verb(rawValue: name.lowercased())
    else {
      levels.append(CompletionLevel(place: .nothing))
      return
    }
    let place: CompletionLevel.Place
    switch verb {
    case .count, .any, .all: place = .condition
    case .sort, .sum, .avg, .min, .max: place = .operand
    case .with: place = .ahead
    case .group: place = .groupKeys(range.upper)
    case .take, .skip, .first, .last, .distinct: place = .nothing
    }
    levels.append(CompletionLevel(place: place, base: id, extent: extent))
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
      level.reached = .records(
        id, isToMany: isToMany, isClosure: isClosure,
        extent: isClosure ? .unknown : closed.recordChosen(of: schema[id]))
    }
    if case .groupKeys(let start) = closed.place, let base = closed.base {
      let keys = SourceRange(start, range.lower).text(of: line).split(separator: ",")
      level.reached = .groups(keys.map(\.trimmed), of: base)
    } else if symbol == .rightBrace, case .field = closed.place {
      level.reached = .nothing
    }
  }

  /// A word before a parenthesis is a function, unless it is `in`.
  private mutating func finishKeyword() {
    if let token = word, level.isComplete, let keyword = token.keyword { level.read(keyword, in: schema) }
    word = nil
  }

  /// Follows the word that the path has gone past.
  mutating func finishWord() {
    guard let token = word, case .name(let text, _) = token.kind else { return }
    word = nil
    if !isAfterDot, !isAfterBang, case .condition = level.place, let keyword = token.keyword {
      if level.isComplete { return level.read(keyword, in: schema) }
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
      level.reached = reached(text, from: base, level.extent)
      if case .nothing = level.reached { level.reached = variable(text) }
    } else if case .path = level.place {
      level.reached = variable(text)
      if case .nothing = level.reached, case .found(let id) = schema.root(named: text) {
        level.reached = .records(id, extent: schema.allKeys(of: id))
      }
    }
  }

  /// What a hop leads to from where the path stands; a foreign-key column stands for its relationship.
  private func followed(_ name: String) -> Reached {
    if case .records(let id, let isToMany, let isClosure, let extent) = level.reached {
      return reached(name, from: id, isToMany: isToMany, isClosure ? .unknown : extent)
    }
    if let target = keyTarget { return reached(name, from: target) }
    guard isFromLast, let last = scope.last?.selection else { return .nothing }
    return reached(name, from: last.entity, extent(of: scope.last))
  }

  var keyTarget: EntityID? {
    guard case .attribute(let id, let index, _) = level.reached,
      case .relationship(let relationship) = schema.relationship(byColumn: index, of: id)
    else { return nil }
    return schema[relationship].target
  }

  private func variable(_ name: String) -> Reached {
    let held = name == "_" ? scope.last : scope.variables[name]
    return held?.selection.map { .records($0.entity, isToMany: true, extent: extent(of: held)) } ?? .nothing
  }

  /// A few records of the session are known by what they hold.
  private func extent(of held: Held?) -> KeyExtent {
    guard let selection = held?.selection, (1...KeyExtent.mostKnown).contains(selection.slots.count),
      let store = scope.session?.store(selection.entity),
      selection.slots.allSatisfy({ $0 < store.count })
    else { return .unknown }
    let attributes = schema[selection.entity].attributes.indices
    return .known(
      selection.slots.map { slot in
        Dictionary(attributes.map { ($0, store.cell(slot, $0).value) }) { first, _ in first }
      })
  }

  private func reached(
    _ name: String, from id: EntityID, isToMany: Bool = false, _ extent: KeyExtent = .unknown
  ) -> Reached {
    switch schema.member(named: name, of: id) {
    case .relationship(let id):
      let relationship = schema[id]
      return .records(
        relationship.target, isToMany: isToMany || relationship.isToMany,
        extent: schema.extent(behind: id, from: extent))
    case .attribute(let attribute): return .attribute(id, attribute, of: extent)
    case .ambiguous, .none: return .nothing
    }
  }
}
