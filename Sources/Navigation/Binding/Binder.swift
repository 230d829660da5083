package import Language
package import ORM
import SQL

/// Looks up the names of a path in the schema, piece by piece; the first that means nothing stops it, before any
/// statement was sent.
package struct Binder {
  let schema: Schema
  let scope: Scope
  /// Whether the braces that are bound describe the records of a closure, which have a depth.
  var isInClosure = false
  /// Whether a line is tried that was perhaps meant by another: nothing is asked about beyond it.
  var isTrial = false
  let valueWords = ValueWords()

  package init(schema: Schema, scope: Scope) {
    self.schema = schema
    self.scope = scope
  }

  package func bind(_ syntax: PathSyntax) throws(Diagnostic) -> BoundPath {
    var state = try PathBinding(binder: self, syntax: syntax)
    for hop in syntax.hops { try state.bind(hop) }
    var path = try state.finished()
    path.number()
    path.valuesLikeAttributes = valueWords.found
    return path
  }

  /// The entity of a root name.
  func entity(_ name: Name) throws(Diagnostic) -> EntityID {
    switch schema.root(named: name.text) {
    case .found(let id): return id
    case .ambiguous(let candidates):
      throw Diagnostic(.ambiguousRoot(name.text, candidates: candidates), at: name.range)
    case .none:
      if let object = schema.unreadable(named: name.text) {
        throw Diagnostic(.unreadableRoot(object.name, reason: object.reason), at: name.range)
      }
      let names = schema.entities.flatMap { [$0.name] + $0.aliases } + scope.variables.keys.sorted()
      // A singular and its plural are one entity, which is suggested once and by its own name.
      var suggestions: [String] = []
      for near in Nearness.nearest(name.text, in: names) {
        var own = near
        if case .found(let id) = schema.root(named: near) { own = schema[id].name }
        let typed = SyntaxPrinter.root(own)
        if !suggestions.contains(typed) { suggestions.append(typed) }
      }
      if suggestions.isEmpty {
        // As in `title`, which is an attribute of some entity.
        suggestions = schema.entities.indices.lazy
          .filter { schema.hasMember(called: name.text, in: EntityID($0)) }
          .prefix(3)
          .map { SyntaxPrinter.root(schema.entities[$0].name) + "." + SyntaxPrinter.name(name.text) }
      }
      throw Diagnostic(.unknownRoot(name.text), at: name.range, suggestions: suggestions)
    }
  }

  /// What a name after an entity means.
  ///
  /// - Parameter isSingle: whether one value is needed, so that none is suggested that lies behind a to-many hop.
  func member(_ name: Name, of id: EntityID, isSingle: Bool = false) throws(Diagnostic) -> Member {
    switch schema.member(named: name.text, of: id) {
    case .attribute(let index): return .attribute(index)
    case .relationship(let relationship): return .relationship(schema[relationship])
    case .ambiguous(let candidates):
      throw Diagnostic(
        .ambiguousMember(entity: schema[id].name, name: name.text, candidates: candidates), at: name.range)
    case .none:
      let entity = schema[id]
      let relationships = entity.relationships.map { schema[$0] }
      throw Diagnostic(
        .unknownMember(
          entity: entity.name, name: name.text,
          relationships: relationships.map { "\($0.name) \($0.arrow) \(schema[$0.target].name)" },
          attributes: entity.attributes.map(\.name)),
        at: name.range, suggestions: near(name, of: entity, relationships, isSingle: isSingle))
    }
  }

  private func near(
    _ name: Name, of entity: Entity, _ relationships: [Relationship], isSingle: Bool
  ) -> [String] {
    let near =
      verb(name, of: entity.id)
      + Nearness.nearest(
        name.text,
        in: relationships.map(\.name) + entity.attributes.map(\.name) + relationships.flatMap(\.aliases))
    guard near.isEmpty else { return near }
    return ways(to: name, from: entity.id, isSingle: isSingle).map {
      $0.map(SyntaxPrinter.name).joined(separator: ".")
    }
  }

  /// As in `books`, `title` for `author.title`, which is an attribute of its books: the name behind the hops that lead
  /// there, the fewest.
  ///
  /// Where nothing has that name it may be mistyped, as in `author.titel`: what is near to it one hop on was meant.
  func ways(to name: Name, from id: EntityID, isSingle: Bool) -> [[String]] {
    var ways: [[Relationship]] = [[]]
    for _ in 1...2 {
      // So many that a line is looked at between two keystrokes.
      ways = ways.flatMap { way in
        schema[way.last?.target ?? id].relationships.map { way + [schema[$0]] }
          .filter { !isSingle || $0.last?.isToMany == false }
      }.prefix(500).map(\.self)
      let leading = ways.filter { schema.hasMember(called: name.text, in: $0.last?.target ?? id) }
      if !leading.isEmpty { return leading.prefix(3).map { $0.map(\.name) + [name.text] } }
    }
    // To fewer letters too much is near.
    guard name.text.count > 3 else { return [] }
    let near = schema[id].relationships.lazy.map { schema[$0] }.filter { !isSingle || !$0.isToMany }
      .compactMap { relationship in
        let entity = schema[relationship.target]
        let names = entity.attributes.map(\.name) + entity.relationships.map { schema[$0].name }
        return Nearness.nearest(name.text, in: names, limit: 1).first.map { [relationship.name, $0] }
      }
    return Array(near.prefix(3))
  }

  /// A verb whose parentheses were forgotten, `author.count`, also where another language calls it `author.length`.
  private func verb(_ name: Name, of id: EntityID) -> [String] {
    let verb: Verb
    if let own = Verb(rawValue: name.text.lowercased()) {
      verb = own
    } else if case .verb(let meant)? = BorrowedVerb(name.text, []), meant.takesNothing {
      verb = meant
    } else {
      return []
    }
    if verb.takesNothing { return [verb.rawValue + "()"] }
    return Array(EntityExamples(schema, id).usages(of: verb).prefix(1))
  }

  enum Member {
    case attribute(Int)
    case relationship(Relationship)
  }

  /// A relationship by its name, or by the column of its foreign key.
  func relationship(_ name: Name, of id: EntityID) throws(Diagnostic) -> Relationship {
    switch try member(name, of: id) {
    case .relationship(let relationship): return relationship
    case .attribute(let attribute):
      guard let relationship = try relationship(ofColumn: attribute, in: id, at: name.range) else {
        throw Diagnostic(
          .notARelationship(name.text), at: name.range,
          suggestions: schema.relationships(wantingNameOf: attribute, in: id).map(SyntaxPrinter.name))
      }
      return relationship
    }
  }

  /// The relationship of a foreign-key column that is used as a hop, `book[1].author_id.name`.
  func relationship(ofColumn attribute: Int, in id: EntityID, at range: SourceRange) throws(Diagnostic)
    -> Relationship?
  {
    switch schema.relationship(byColumn: attribute, of: id) {
    case .relationship(let relationship): return schema[relationship]
    case .ambiguous(let candidates):
      throw Diagnostic(
        .ambiguousMember(
          entity: schema[id].name, name: schema[id].attributes[attribute].name, candidates: candidates),
        at: range)
    case .attribute, .none: return nil
    }
  }

  func strategy(_ mark: EagerMark) throws(Diagnostic) -> LoadingStrategy {
    guard let name = mark.strategy else { return .selectin }
    guard let strategy = LoadingStrategy(rawValue: name.text.lowercased()) else {
      throw Diagnostic(
        .unknownStrategy(name.text), at: name.range,
        suggestions: Nearness.nearest(name.text, in: LoadingStrategy.allCases.map(\.rawValue)))
    }
    // `flat` loads no records, so one hop alone cannot be flat.
    guard strategy != .flat else {
      throw Diagnostic(.misplaced(.flatHop), at: name.range)
    }
    return strategy
  }
}

/// Words for values that are also names of attributes, gathered while a line is bound.
final class ValueWords {
  private(set) var found: [ValueLikeAttribute] = []

  func note(_ literal: Literal.Kind, in entity: Entity) {
    guard let name = entity.attribute(spelledLike: literal) else { return }
    let word = ValueLikeAttribute(entity: entity.id, name: name)
    if !found.contains(word) { found.append(word) }
  }
}

extension Entity {
  /// The attribute that is called as a value is spelled: `null`, `true`, `false`.
  func attribute(spelledLike literal: Literal.Kind) -> String? {
    switch literal {
    case .boolean, .null:
      let word = SyntaxPrinter.text(of: literal)
      return attributes.first { $0.name.lowercased() == word }?.name
    case .integer, .real, .text: return nil
    }
  }
}

extension Relationship {
  /// To one or to many.
  package var arrow: String { isToMany ? "→→" : "→" }
}

extension Literal.Kind {
  /// The value that is bound for it.
  var value: Value {
    switch self {
    case .integer(let integer): .integer(integer)
    case .real(let real): .real(real)
    case .text(let text): Value(text)
    case .boolean(let flag): .integer(flag ? 1 : 0)
    case .null: .null
    }
  }
}
