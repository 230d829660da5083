import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What is loaded, who holds it, and how often it answered; `session keep`, short for `set session keep`.
  static let session = Command(
    "session", group: .teach, usage: "session [line|keep]", summary: "what is loaded, and what it saved",
    completes: .words { Settings.Retention.words }, needsDatabase: false, isPaged: true,
    holdsTables: true,
    values: { _ in Settings.Retention.words.map { ("session \($0.text)", $0.meaning) } }
  ) { (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { return try conversation.set("session", call) }
    try conversation.writeSession(at: call.range)
  }
}

extension Conversation {
  fileprivate func writeSession(at range: SourceRange) throws(Diagnostic) {
    let held = schema.entities.filter { session.recordCount($0.id) > 0 }
    guard !held.isEmpty else {
      facts.rows = 0
      notice("The session is empty. \(type: "a = \(examples.one)") loads a record and keeps it.")
      return tellLookups()
    }
    let isForPeople = settings.format.name == "table"
    func records(isForPeople: Bool) -> HeldTable.Form {
      let rows: [[Value]] = held.map { entity in
        let bytes = session.byteCount(entity.id)
        let names = holders(of: entity.id)
        return [
          Value(entity.name), .integer(Int64(session.recordCount(entity.id))),
          isForPeople ? Value(Quantity.bytes(bytes)) : .integer(Int64(bytes)),
          names.isEmpty ? .null : Value(names.joined(separator: ", ")),
        ]
      }
      return HeldTable.Form(
        ["entity", "records", isForPeople ? "memory" : "bytes", "held by"], rows,
        numeric: ["records", "memory", "bytes"], emptyText: isForPeople ? "" : nil)
    }
    let (loaded, others) = try relationships(of: held, at: range)
    let relationships = HeldTable.Form(
      ["relationship", "loaded", "of", "leads to"], loaded, numeric: ["loaded", "of", "leads to"],
      emptyText: isForPeople ? "" : nil)
    hold(HeldTable(records(isForPeople: true), data: records(isForPeople: false), name: "records"))
    hold(HeldTable(relationships, name: "relationships"))
    try writeHeldTables(at: range)
    facts.rows = held.count
    guard isForPeople else { return }
    if others > 0 {
      let name = variables.keys.sorted().first { variables[$0]?.selection != nil }
      let verb = others == 1 ? "is" : "are"
      let shownBy: Sentence = name.map { ": \(type: "tree \($0)") shows which." } ?? "."
      notice("\(Quantity.count(others, "relationship")) of these records \(verb) not loaded\(shownBy)")
    }
    notice(
      settings.retention == .keep
        ? "Nothing is dropped: set session is keep."
        : "What neither a variable nor the last result reaches goes before the next path.")
    tellLookups()
  }

  /// How often a hop found what it wanted.
  private func tellLookups() {
    guard settings.format.name == "table", lookups.hits + lookups.misses > 0 else { return }
    let hits = Quantity.count(lookups.hits, "hit")
    let misses = Quantity.count(lookups.misses, "miss")
    notice("\(hits), \(misses) since \(database.name) was opened: a hit takes no query.")
  }

  private func holders(of id: EntityID) -> [String] {
    variables.keys.sorted().filter { variables[$0]?.selection?.entity == id }
      + (lastResult?.answer.selection?.entity == id ? ["_"] : [])
  }

  /// The relationships that are loaded for some records, and how many are for none.
  private func relationships(
    of entities: [Entity], at range: SourceRange
  ) throws(Diagnostic) -> (rows: [[Value]], notLoaded: Int) {
    var rows: [[Value]] = []
    var notLoaded = 0
    for entity in entities {
      let slots = 0..<Slot(truncatingIfNeeded: session.recordCount(entity.id))
      for id in entity.relationships {
        let coverage: Coverage
        do throws(DatabaseError) {
          coverage = try session.coverage(of: id, from: slots, database.connection.checkInterrupt)
        } catch { throw Diagnostic(error, at: range) }
        guard coverage.isFollowed else {
          if coverage.loaded < coverage.records { notLoaded += 1 }
          continue
        }
        rows.append([
          Value("\(entity.name).\(schema[id].name)"), .integer(Int64(coverage.loaded)),
          .integer(Int64(coverage.records)), .integer(Int64(coverage.targets.count)),
        ])
      }
    }
    return (rows, notLoaded)
  }
}
