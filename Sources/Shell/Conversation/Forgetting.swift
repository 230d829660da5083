import Language
import Navigation
import ORM
import Rendering
import SQL

/// What is held and what is let go: by command, and because the data underneath is not what it was.
extension Conversation {
  // MARK: Changes underneath

  /// Says so when somebody else changed the file, and drops what is stale.
  func noticeChanges() throws(Diagnostic) {
    let current: ChangeCounters
    do throws(DatabaseError) { current = try database.connection.changeCounters() } catch {
      // The line itself will meet the lock, and can say which of its pieces did.
      if error.kind == .busy { return }
      throw Diagnostic(error, at: SourceRange(0, 0))
    }
    defer { counters = current }
    guard let counters, counters != current else { return }
    let stale = forgetStale()
    if counters.schema != current.schema { try reflect() }
    let what = counters.schema != current.schema ? "The schema was changed" : "The data was changed"
    let forgotten = stale.sentence.map { ": \($0)" } ?? "."
    notice("\(what) by another process\(forgotten)")
  }

  /// After a write by this conversation: nobody else's change, but what is held may be stale all the same.
  func forgetAfterWrite(mayChangeSchema: Bool) throws(Diagnostic) {
    let before = counters
    do throws(DatabaseError) { counters = try database.connection.changeCounters() } catch {
      throw Diagnostic(error, at: SourceRange(0, 0))
    }
    let stale = forgetStale()
    let former = catalog
    if mayChangeSchema || before?.schema != counters?.schema { try reflect() }
    guard let sentence = stale.sentence else { return }
    notice("The \(catalog == former ? "data" : "schema") has changed: \(sentence)")
  }

  /// Reads the schema again.
  func reflect() throws(Diagnostic) {
    do throws(DatabaseError) {
      catalog = try database.connection.catalog()
      schema = SchemaBuilder.schema(from: catalog, with: additions)
    } catch { throw Diagnostic(error, at: SourceRange(0, 0)) }
    session = Session(schema: schema, executor: Executor(connection: database.connection))
    forecastMemory = ForecastMemory(schema, database.connection)
  }

  /// Goes on with another database.
  func open(_ name: String) throws(DatabaseError) { try goOn(with: opener(name)) }

  func goOn(with next: Database) throws(DatabaseError) {
    catalog = try next.connection.catalog()
    tellLoss()
    database = next
    tour = nil
    (transaction, changesKept) = (nil, 0)
    let restored = settingsWithoutCompanion
    additions = SchemaAdditions(inference: restored.inference)
    settings = restored
    schema = SchemaBuilder.schema(from: catalog, with: additions)
    session = Session(schema: schema, executor: Executor(connection: next.connection))
    counters = nil
    lookups = Lookups()
    forecastMemory = ForecastMemory(schema, database.connection)
    companion = CompanionReading()
    forgetAll()
    readCompanion()
  }

  /// The settings as they were had no file beside the database said anything.
  private var settingsWithoutCompanion: Settings {
    var settings = settings
    for setting in Setting.all {
      if let value = companion.formerSettings[setting.name] { _ = setting.write(&settings, value) }
    }
    return settings
  }

  /// Changes what a person said of the database, and makes the schema anew.
  ///
  /// The records that are held belong to the schema before.
  func change(_ body: (inout SchemaAdditions) -> Void) {
    body(&additions)
    companion.unsettledKeys = []
    companion.isSchemaBehind = false
    schema = SchemaBuilder.schema(from: catalog, with: additions)
    let stale = forgetStale()
    if !stale.names.isEmpty, let sentence = stale.sentence {
      notice("The relationships have changed: \(sentence)")
    }
  }

  /// Adds a relationship; lines of the file beside the database share one new schema.
  func add(_ key: UndeclaredKey) {
    guard companion.isUnderway else { return change { $0.add(key) } }
    additions.add(key)
    companion.unsettledKeys.append(key)
    companion.isSchemaBehind = true
  }

  /// Sets what records are called by; lines of the file beside the database share one new schema.
  func add(_ label: LabelChoice) {
    guard companion.isUnderway else { return change { $0.add(label) } }
    additions.add(label)
    companion.isSchemaBehind = true
  }

  /// Goes back to what records are called by where nobody chooses.
  func removeLabel(of entity: Entity) {
    guard companion.isUnderway else { return change { $0.removeLabel(of: entity) } }
    additions.removeLabel(of: entity)
    companion.isSchemaBehind = true
  }

  /// Brings the schema up to what was said.
  func catchUp() {
    if companion.isSchemaBehind { change { _ in } }
  }

  /// Brings the schema up to what was said where that could have taken a name of this key.
  func catchUp(before key: UndeclaredKey) {
    if companion.unsettledKeys.contains(where: { key.mayCollide(with: $0) }) { catchUp() }
  }

  // MARK: Letting go

  /// What was forgotten, and what stayed because it is values, which belong to nothing that can change.
  struct Forgotten {
    var names: [String] = []
    var lastResult = false
    var kept: [String] = []

    /// As in `a and the last result are forgotten; y holds values and stays`, with a period.
    var sentence: String? {
      let gone = names + (lastResult ? ["the last result"] : [])
      guard !gone.isEmpty else { return nil }
      var sentence = "\(Words.list(gone)) \(gone.count == 1 ? "is" : "are") forgotten"
      if !kept.isEmpty {
        let verbs = kept.count == 1 ? "holds values and stays" : "hold values and stay"
        sentence += "; \(Words.list(kept)) \(verbs)"
      }
      return sentence + "."
    }
  }

  /// Drops every record, for it may not be what the database holds now.
  ///
  /// Values stay: they are what was read once, and nothing leads on from them.
  private func forgetStale() -> Forgotten {
    let names = variables.keys.sorted()
    let stale = names.filter { variables[$0]?.selection != nil }
    let forgotten = Forgotten(
      names: stale, lastResult: lastResult != nil, kept: names.filter { !stale.contains($0) })
    for name in stale { variables.removeValue(forKey: name) }
    lastResult = nil
    session = Session(schema: schema, executor: session.executor)
    forecastMemory = ForecastMemory(schema, database.connection)
    // What is offered may lead nowhere any more.
    foundExamples = nil
    return forgotten
  }

  /// Drops all variables, the last result and every record.
  @discardableResult
  func forgetAll() -> Forgotten {
    let forgotten = Forgotten(names: variables.keys.sorted(), lastResult: lastResult != nil)
    variables.removeAll()
    lastResult = nil
    heldTables = []
    session = Session(schema: schema, executor: session.executor)
    return forgotten
  }

  /// Drops variables, and at once the records that nothing else reaches, unless all are kept.
  func forget(_ names: [String], at range: SourceRange) throws(Diagnostic) {
    var scope = Scope()
    scope.variables = variables.filter { !names.contains($0.key) }
    guard settings.retention == .line else { return variables = scope.variables }
    if let selection = lastResult?.answer.selection { scope.last = .records(selection, isSingle: false) }
    let (kept, moved): (Session, Scope)
    do throws(DatabaseError) { (kept, moved) = try scope.kept(in: session) } catch {
      throw Diagnostic(error, at: range)
    }
    session = kept
    variables = moved.variables
    if case .records(let selection, _)? = moved.last, let answer = lastResult?.answer {
      lastResult?.answer = answer.moved(to: kept, selection)
    }
  }

  /// How many records of each entity the session holds, as in `1 author, 10 books`; nil for none.
  func held(before counts: [Int]? = nil) -> String? {
    let now = recordCounts
    let entities = schema.entities.compactMap { entity -> String? in
      let count = (counts?[entity.id.index]).map { $0 - now[entity.id.index] } ?? now[entity.id.index]
      return count > 0 ? Quantity.count(count, entity.nouns.one, plural: entity.nouns.several) : nil
    }
    return entities.isEmpty ? nil : Words.list(entities)
  }

  /// Records of each entity in the session.
  var recordCounts: [Int] { schema.entities.map { session.recordCount($0.id) } }
}
