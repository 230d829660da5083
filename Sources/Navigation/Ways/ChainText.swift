package import Language
package import ORM
import SQL

/// A chain of records as one reads it and as one types it.
package struct ChainText: Sendable {
  /// What names each record, the start first.
  package private(set) var labels: [String] = []
  /// A path to the last record.
  package private(set) var path: String

  /// The texts of chains that begin with the same record; what they are called is loaded for all together, one
  /// statement for each entity.
  package static func texts(
    of chains: [[RecordChains.Hop]], from start: RecordChains.Record, in session: Session,
    at range: SourceRange
  ) throws(Diagnostic) -> [ChainText] {
    var wanted: [EntityID: [Key]] = [:]
    var slots: [RecordChains.Record: Slot] = [:]
    var seen: Set<RecordChains.Record> = []
    for record in [start] + chains.joined().map(\.record) where seen.insert(record).inserted {
      wanted[record.entity, default: []].append(record.identity)
    }
    for entity in wanted.keys.sorted(by: { $0.index < $1.index }) {
      let loaded: [Slot]
      do throws(DatabaseError) {
        loaded = try session.records(
          entity, identities: wanted[entity] ?? [],
          cause: Cause(mark: nil, subject: session.schema[entity].name))
      } catch { throw Diagnostic(error, at: range) }
      let keys = session.recordKeys(of: Selection(entity, loaded)) ?? []
      for (slot, key) in zip(loaded, keys) {
        slots[RecordChains.Record(entity: entity, identity: key)] = slot
      }
    }
    return chains.map { ChainText($0, from: start, slots, session) }
  }

  private init(
    _ chain: [RecordChains.Hop], from start: RecordChains.Record, _ slots: [RecordChains.Record: Slot],
    _ session: Session
  ) {
    let schema = session.schema
    path = SyntaxPrinter.root(schema[start.entity].name) + Self.selector(start, slots[start], session)
    labels = [Self.label(start, slots[start], session)]
    for hop in chain {
      let relationship = schema[hop.relationship]
      path += "." + SyntaxPrinter.name(relationship.name)
      if relationship.isToMany { path += Self.selector(hop.record, slots[hop.record], session) }
      labels.append(Self.label(hop.record, slots[hop.record], session))
    }
  }

  /// `[3]`, or a condition where no primary key tells the records apart.
  private static func selector(_ record: RecordChains.Record, _ slot: Slot?, _ session: Session) -> String {
    let entity = session.schema[record.entity]
    let literals = record.identity.values.compactMap(RecordPath.literal)
    let columns = entity.identityIndexes
    if columns == entity.primaryKey, literals.count == columns.count {
      return "[\(literals.joined(separator: ", "))]"
    }
    let conditions: [String]
    if columns.allSatisfy({ $0 < entity.attributes.count }) {
      conditions = zip(columns, record.identity.values).compactMap {
        RecordPath.condition(entity.attributes[$0], $1)
      }
    } else {
      guard let slot else { return "" }
      // The key of a row may be NULL, which no path by key finds; where it is not, it is the shorter way.
      if let key = RecordPath.key(of: slot, in: entity.id, session) { return key }
      conditions = entity.attributes.indices.compactMap { index in
        RecordPath.condition(entity.attributes[index], session.cell(entity.id, slot, index).value)
      }
    }
    return conditions.isEmpty ? "" : "[\(conditions.joined(separator: " and "))]"
  }

  /// What names a record to a person, else its entity and key.
  private static func label(_ record: RecordChains.Record, _ slot: Slot?, _ session: Session) -> String {
    let entity = session.schema[record.entity]
    if let slot, !entity.label.isEmpty {
      switch Label.value(entity.label.map { session.cell(entity.id, slot, $0).value }) {
      case .text(let text) where !text.string.isEmpty: return text.string
      case .integer(let integer): return String(integer)
      case .text, .real, .blob, .null: break
      }
    }
    let key =
      entity.identityIndexes == entity.primaryKey
      ? nil : slot.flatMap { RecordPath.key(of: $0, in: entity.id, session) }?.dropFirst().dropLast()
    let text = key.map { String($0) } ?? Evaluator.text(record.identity)
    return "\(entity.nouns.one) \(text.replacing("\"", with: ""))"
  }
}
