import ORM
package import SQL

/// Records with records inside them: what braces give.
///
/// A record that is found in several places is kept once, and is the same in each of them.
package struct NestedRecords {
  let level: NestedLevel

  init(_ level: NestedLevel) { self.level = level }

  package var count: Int { level.slots.count }

  /// The fields of one record, in the order of the braces.
  package func row(_ index: Int) -> [NestedValue] { level.row(index) }
}

/// The records of one pair of braces, each once.
final class NestedLevel {
  struct Field {
    var column: Answer.Column
    var content: Content
  }

  /// What a field has for each record, by its position in the level.
  enum Content {
    case attribute(Int)
    /// One value worked out.
    case values([Value])
    case lists([[Value]])
    /// An attribute of the first record of a list, and of all of them: the values stay in the records.
    case first(EntityID, attribute: Int, PackedLists)
    case each(EntityID, attribute: Int, PackedLists)
    /// Positions in another level: the first of each list, or all of them.
    case record(NestedLevel, PackedLists)
    case records(NestedLevel, PackedLists)
  }

  let session: Session
  let entity: EntityID
  let slots: [Slot]
  let fields: [Field]

  init(session: Session, entity: EntityID, slots: [Slot], fields: [Field]) {
    self.session = session
    self.entity = entity
    self.slots = slots
    self.fields = fields
  }

  func row(_ index: Int) -> [NestedValue] {
    fields.map { field in
      switch field.content {
      case .attribute(let attribute): .value(session.cell(entity, slots[index], attribute).value)
      case .values(let values): .value(values[index])
      case .lists(let lists): .list(lists[index].map { .value($0) })
      case .first(let entity, let attribute, let lists):
        .value(lists[index].first.map { session.cell(entity, $0, attribute).value } ?? .null)
      case .each(let entity, let attribute, let lists):
        .list(lists[index].map { .value(session.cell(entity, $0, attribute).value) })
      case .record(let level, let lists):
        lists[index].first.map { .record(level.row(Int($0))) } ?? .value(.null)
      case .records(let level, let lists): .list(lists[index].map { .record(level.row(Int($0))) })
      }
    }
  }
}
