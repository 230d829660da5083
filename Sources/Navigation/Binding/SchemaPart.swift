package import Language
package import ORM

/// What of a schema is drawn: some of its entities, and the relationships between them.
package struct SchemaPart: Sendable {
  /// In the order of the schema.
  package private(set) var entities: [EntityID]
  /// One for both directions: that of the foreign key, or either one through a junction.
  package private(set) var relationships: [RelationshipID]
  /// Junctions that are not drawn themselves but as a line between the entities that they link.
  package private(set) var junctions: [EntityID]

  /// Reads `(Name ("+" Integer)?)*` from the byte `start` of a line on: entities, each with all that lie within so
  /// many hops; without any, the whole schema.
  package init(_ line: String, from start: Int, schema: Schema) throws(Diagnostic) {
    let binder = Binder(schema: schema, scope: Scope())
    var tokens = Lexer.tokens(of: line, from: start)[...]
    var named: Set<EntityID> = []
    var reached: Set<EntityID> = []
    while let token = tokens.popFirst(), token.kind != .end {
      guard case .name(let text, let isQuoted) = token.kind else {
        throw Diagnostic(
          .unexpected(found: String(token.range.text(of: line)), expected: "the name of an entity"),
          at: token.range)
      }
      let id = try binder.entity(Name(text, isQuoted: isQuoted, range: token.range))
      named.insert(id)
      var hops = 0
      if let plus = tokens.first, plus.kind == .symbol(.plus) {
        tokens = tokens.dropFirst()
        hops = try Self.hops(tokens.popFirst(), after: plus, in: line)
      }
      reached.formUnion(schema.neighbourhood(of: id, hops: hops))
    }
    if named.isEmpty { reached = Set(schema.entities.map(\.id)) }
    self.init(schema, reached, named: named)
  }

  private static func hops(_ token: Token?, after plus: Token, in line: String) throws(Diagnostic) -> Int {
    let expected = "a number of hops"
    guard let token, token.kind != .end else {
      throw Diagnostic(
        .unexpectedEnd(expected: expected), at: SourceRange(plus.range.upper, plus.range.upper))
    }
    let text = String(token.range.text(of: line))
    guard token.kind == .integer else {
      throw Diagnostic(.unexpected(found: text, expected: expected), at: token.range)
    }
    guard let hops = Int(text) else { throw Diagnostic(.integerOutOfRange(text), at: token.range) }
    return hops
  }

  private init(_ schema: Schema, _ reached: Set<EntityID>, named: Set<EntityID>) {
    let junctions = schema.entities.filter { entity in
      entity.isJunction && reached.contains(entity.id) && !named.contains(entity.id)
        && entity.relationships.allSatisfy {
          schema[$0].kind.isForward && schema[$0].target != entity.id && reached.contains(schema[$0].target)
        } && schema.relationships.contains { $0.junction?.entity == entity.id }
    }.map(\.id)
    let drawn = reached.subtracting(junctions)
    self.junctions = junctions
    entities = drawn.sorted { $0.index < $1.index }
    relationships = schema.relationships.filter { relationship in
      guard drawn.contains(relationship.source), drawn.contains(relationship.target) else { return false }
      if relationship.kind.isForward { return true }
      // A junction that is drawn leads from one to the other by itself.
      guard let junction = relationship.junction, !drawn.contains(junction.entity) else { return false }
      return relationship.inverse.map { relationship.id.index <= $0.index } ?? true
    }.map(\.id)
  }
}

extension Schema {
  /// The entities that so many relationships lead to, or fewer.
  func neighbourhood(of entity: EntityID, hops: Int) -> Set<EntityID> {
    var reached: Set<EntityID> = [entity]
    var edge = [entity]
    var left = hops
    while left > 0, !edge.isEmpty {
      left -= 1
      var next: [EntityID] = []
      for relationship in edge.flatMap({ self[$0].relationships }).map({ self[$0] })
      where reached.insert(relationship.target).inserted { next.append(relationship.target) }
      edge = next
    }
    return reached
  }
}
