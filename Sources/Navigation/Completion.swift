package import Language
package import ORM
import SQL

/// What may stand at the cursor: a pure function of the line, the schema and the variables.
package struct Completion: Sendable {
  package struct Candidate: Hashable, Sendable {
    /// What is put into the line.
    package var text: String
    /// What it is, in a few words.
    package var note: String

    package init(text: String, note: String) {
      self.text = text
      self.note = note
    }
  }

  /// The bytes of the line that a candidate replaces.
  package var range: SourceRange
  package var candidates: [Candidate]

  package init(range: SourceRange, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }

  /// - Parameters:
  ///   - start: the byte of the line at which the path begins, as after the word of a command.
  ///   - cursor: the byte before which the cursor stands.
  package init(line: String, from start: Int = 0, cursor: Int, schema: Schema, scope: Scope) {
    let tokens = Lexer.tokens(of: SourceRange(0, cursor).text(of: line).description, from: start)
    var context = CompletionContext(schema: schema, scope: scope)
    for token in tokens { context.read(token) }
    let (word, candidates) = context.answer(at: cursor)
    range = word
    let typed = word.text(of: line).lowercased()
    self.candidates = candidates.filter { $0.text.lowercased().hasPrefix(typed) }
  }
}

/// Where in a path the cursor stands, worked out token by token.
private struct CompletionContext {
  /// One level of brackets: which entity the names in it belong to.
  private struct Level {
    /// The entity reached by the path so far; nil where a new path begins.
    var entity: EntityID?
    /// What a path that begins here starts from: nil for the schema's roots.
    var base: EntityID?
  }

  let schema: Schema
  let scope: Scope
  private var levels = [Level(entity: nil, base: nil)]
  private var word: Token?
  private var isAfterDot = false
  private var isInText = false

  init(schema: Schema, scope: Scope) {
    self.schema = schema
    self.scope = scope
  }

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
    case .symbol(let symbol): read(symbol)
    }
  }

  private mutating func read(_ symbol: Symbol) {
    finishWord()
    switch symbol {
    case .dot: isAfterDot = true
    case .leftBracket, .leftParenthesis, .leftBrace:
      let entity = levels[levels.count - 1].entity
      levels.append(Level(entity: nil, base: entity))
      isAfterDot = false
    case .rightBracket, .rightParenthesis, .rightBrace:
      if levels.count > 1 { levels.removeLast() }
      isAfterDot = false
    case .bang: isAfterDot = false
    case .comma, .colon, .question, .equal, .doubleEqual, .notEqual, .lessOrGreater, .less, .lessOrEqual,
      .greater,
      .greaterOrEqual, .plus, .minus, .star, .slash, .percent, .concatenate:
      levels[levels.count - 1].entity = nil
      isAfterDot = false
    }
  }

  /// Follows the word that the path has gone past.
  private mutating func finishWord() {
    guard let token = word, case .name(let text, _) = token.kind else { return }
    word = nil
    let index = levels.count - 1
    if isAfterDot {
      levels[index].entity = levels[index].entity.flatMap { target(of: text, from: $0) }
      isAfterDot = false
    } else if let base = levels[index].base {
      levels[index].entity = target(of: text, from: base)
    } else if let held = scope.variables[text] {
      levels[index].entity = held.selection?.entity
    } else if case .found(let id) = schema.root(named: text) {
      levels[index].entity = id
    } else {
      levels[index].entity = nil
    }
  }

  private func target(of name: String, from id: EntityID) -> EntityID? {
    switch schema.member(named: name, of: id) {
    case .relationship(let relationship): schema[relationship].target
    case .attribute(let attribute):
      if case .relationship(let id) = schema.relationship(byColumn: attribute, of: id) {
        schema[id].target
      } else {
        nil
      }
    case .ambiguous, .none: nil
    }
  }

  func answer(at cursor: Int) -> (SourceRange, [Completion.Candidate]) {
    let range = word?.range ?? SourceRange(cursor, cursor)
    guard !isInText else { return (SourceRange(cursor, cursor), []) }
    let level = levels[levels.count - 1]
    if isAfterDot {
      if let entity = level.entity { return (range, members(of: entity) + verbs) }
      if levels.count == 1, let last = scope.last?.selection {
        return (range, members(of: last.entity) + verbs)
      }
      return (range, [])
    }
    if let base = level.base { return (range, members(of: base)) }
    return (range, roots)
  }

  private var roots: [Completion.Candidate] {
    scope.variables.keys.sorted().map { Completion.Candidate(text: $0, note: "variable") }
      + schema.entities.map { entity in
        let note =
          switch entity.kind {
          case .table: entity.isJunction ? "junction" : "table"
          case .view: "view"
          case .virtual: "virtual table"
          }
        return Completion.Candidate(text: SyntaxPrinter.name(entity.name), note: note)
      }
  }

  private func members(of id: EntityID) -> [Completion.Candidate] {
    let entity = schema[id]
    return entity.relationships.map { schema[$0] }.map { relationship in
      Completion.Candidate(
        text: SyntaxPrinter.name(relationship.name),
        note: "\(relationship.arrow) \(schema[relationship.target].name)")
    }
      + entity.attributes.map {
        Completion.Candidate(text: SyntaxPrinter.name($0.name), note: $0.type.lowercased())
      }
  }

  private var verbs: [Completion.Candidate] {
    Verb.allCases.map { verb in
      Completion.Candidate(text: verb.rawValue + (verb.takesNothing ? "()" : "("), note: verb.summary)
    }
  }
}
