import Language
import Navigation
import ORM
import Rendering
import SQL

/// What the session knows of records beside their attributes, at no cost.
extension Conversation {
  /// The answer as something to print, for people with what its records are called and where they lead.
  func grid(for answer: Answer) -> Grid {
    var grid = answer.grid(schema: schema)
    guard isInteractive, case .records(let selection) = answer.content else { return grid }
    let contexts = RecordContexts(selection.entity, answer.session)
    grid.context = { contexts.context(of: selection.slots[$0]) }
    grid.references = references(of: selection, answer.session)
    grid.isOneRecord = answer.isSingle && selection.slots.count == 1
    return grid
  }

  /// By attribute; only of those that refer to what the session has records of.
  private func references(of selection: Selection, _ session: Session) -> [Int: Grid.Reference] {
    var references: [Int: Grid.Reference] = [:]
    for id in schema[selection.entity].relationships {
      let relationship = schema[id]
      let target = relationship.target
      guard relationship.kind.isForward, !relationship.isToMany, relationship.pairs.count == 1,
        let attribute = relationship.pairs.first?.from, references[attribute] == nil,
        !schema[target].label.isEmpty, session.recordCount(target) > 0
      else { continue }
      references[attribute] = Grid.Reference(isDeclared: relationship.mark.isEmpty) { position in
        session.heldTarget(of: id, from: selection.slots[position])
          .flatMap { session.label(of: $0, in: target) }
      }
    }
    return references
  }
}

/// Nothing is loaded to tell.
private struct RecordContexts {
  private let entity: Entity
  private let session: Session
  private var schema: Schema { session.schema }

  private static let namesOfWay = 3

  init(_ entity: EntityID, _ session: Session) {
    self.session = session
    self.entity = session.schema[entity]
  }

  func context(of slot: Slot) -> RecordContext {
    let path = RecordPath.text(of: slot, in: entity.id, session)
    let name = SyntaxPrinter.name(entity.name)
    let on = entity.relationships.map { schema[$0] }.max { telling($0) < telling($1) }
    return RecordContext(
      path: path ?? name, hasKey: path != nil, label: session.label(of: slot, in: entity.id),
      ways: entity.relationships.map { way($0, from: slot) }, allWaysBy: name + "?",
      onBy: on.map { "." + SyntaxPrinter.name($0.name) })
  }

  /// What leads to several others that are called by a name says most.
  private func telling(_ relationship: Relationship) -> Int {
    (relationship.isToMany ? 8 : 0) + Examples.interest(relationship, of: entity, schema)
  }

  private func way(_ id: RelationshipID, from slot: Slot) -> RecordContext.Way {
    let relationship = schema[id]
    let target = schema[relationship.target]
    let coverage = session.coverage(of: id, from: CollectionOfOne(slot)) {}
    var way = RecordContext.Way(
      name: relationship.mark + SyntaxPrinter.name(relationship.name), isToMany: relationship.isToMany,
      target: SyntaxPrinter.name(target.name), isLoaded: coverage.extent == .whole)
    if relationship.kind.isForward {
      let columns = relationship.pairs.map(\.to)
      guard let reference = session.reference(from: slot, over: id) else {
        way.isLoaded = true
        way.count = "none: \(nullColumns(relationship, slot)) is NULL"
        return way
      }
      if let selector = RecordPath.selector(reference, of: columns, in: target) {
        way.target += selector
        way.hasKey = true
      }
    }
    guard way.isLoaded else { return way }
    let targets = coverage.targets
    if relationship.isToMany {
      let nouns = target.nouns
      way.count = targets.isEmpty ? "none" : Quantity.count(targets.count, nouns.one, plural: nouns.several)
      way.names = targets.prefix(Self.namesOfWay).compactMap { session.name(of: $0, in: target.id) }
      way.unnamed = targets.count - way.names.count
    } else if let found = targets.first {
      if !relationship.kind.isForward, let path = RecordPath.text(of: found, in: target.id, session) {
        way.target = path
      }
      if let label = session.label(of: found, in: target.id) { way.names = [label] }
    } else {
      way.count = relationship.kind.isForward ? "there is no such \(target.nouns.one)" : "none"
    }
    return way
  }

  /// As in `publisher_id`.
  private func nullColumns(_ relationship: Relationship, _ slot: Slot) -> String {
    relationship.pairs.map(\.from)
      .first { session.cell(relationship.source, slot, $0).value.isNull }
      .map { schema[relationship.source].attributes[$0].name } ?? ""
  }
}
