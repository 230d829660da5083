package import Language
package import ORM
package import SQL

/// Walks a bound path: the root, then each hop for all records at once, then what is asked at the end.
package struct Evaluator {
  let schema: Schema
  let session: Session
  /// For hops without a mark of their own.
  let strategy: LoadingStrategy
  /// Whether rows of a flat path may stream instead of being kept.
  let streams: Bool

  package init(session: Session, strategy: LoadingStrategy, streams: Bool = false) {
    schema = session.schema
    self.session = session
    self.strategy = strategy
    self.streams = streams
  }

  package func answer(_ path: BoundPath) throws(Diagnostic) -> Answer {
    if case .values(let values, _) = path.root { return try answer(path, over: values) }
    if case .count(let range) = path.ending { return try count(path, at: range, mark: path.steps.count + 1) }
    if case .distinctCount(let range) = path.ending {
      return try count(path, at: range, mark: path.steps.count + 1)
    }
    if strategy == .flat, fitsOneStatement(path), let root = flatRoot(path),
      path.steps.allSatisfy({ $0.strategy == nil })
    {
      return try flat(path, from: root)
    }
    let (slots, ways, skipped) = try walk(path)
    guard let entity = path.entity(in: schema) else {
      throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange)
    }
    let selection = Selection(entity, slots, ways: ways)
    var answer = try shown(path, selection)
    answer.skipped = skipped
    return answer
  }

  // MARK: Walking

  /// The records at the end of the path, hop by hop.
  private func walk(
    _ path: BoundPath
  ) throws(Diagnostic) -> (slots: [Slot], ways: [UInt32]?, skipped: [Answer.Skipped]) {
    var slots = try root(path)
    var ways: [UInt32]?
    var skipped: [Answer.Skipped] = []
    for (index, step) in path.steps.enumerated() {
      let strategy = step.strategy ?? recordStrategy
      let tail = joinable(path.steps, from: index + 1)
      let cause = Cause(
        mark: index + 1, strategy: strategy.rawValue,
        relationship: name(of: [step] + path.steps[(index + 1)..<(index + 1 + tail.count)]))
      // A to-one hop leads to one set of records, which is then narrowed as a whole.
      let isWhole = !step.relationship.isToMany
      let hop = isWhole ? LoadedHop(step.relationship.id) : step.loaded
      let reached = try at(step.range) { () throws(DatabaseError) in
        try session.follow(
          hop, from: slots, by: strategy, joining: tail, mark: index + 1, cause: cause)
      }
      slots = reached.slots
      ways = reached.ways
      let missing = reached.event.nulls + reached.event.dangling
      if !step.relationship.isToMany, missing > 0 {
        skipped.append(Answer.Skipped(relationship: step.relationship.id, count: missing))
      }
      if isWhole, !step.refinements.isEmpty {
        slots = try at(step.range) { () throws(DatabaseError) in
          try session.refine(
            step.relationship.target, slots, by: step.refinements, cause: Cause(mark: index + 1))
        }
        ways = nil
      }
    }
    return (slots, ways, skipped)
  }

  private func root(_ path: BoundPath) throws(Diagnostic) -> [Slot] {
    let tail = joinable(path.steps, from: 0)
    let cause = Cause(
      mark: 0, strategy: tail.isEmpty ? nil : LoadingStrategy.joined.rawValue,
      relationship: tail.isEmpty ? nil : name(of: path.steps[..<tail.count]))
    switch path.root {
    case .entity(let id):
      return try at(path.rootRange) { () throws(DatabaseError) in
        try session.all(id, path.refinements, joining: tail, cause: cause)
      }
    case .key(let id, let key):
      let found = try at(path.rootRange) { () throws(DatabaseError) in
        try session.find(id, key, joining: tail, cause: cause)
      }
      guard let slot = found.slot else {
        throw Diagnostic(.noSuchRecord(entity: schema[id].name, key: Self.text(key)), at: path.rootRange)
      }
      guard !path.refinements.isEmpty else { return [slot] }
      return try at(path.rootRange) { () throws(DatabaseError) in
        try session.refine(id, [slot], by: path.refinements, cause: Cause(mark: 0))
      }
    case .held(let selection, _):
      guard !path.refinements.isEmpty else { return selection.slots }
      return try at(path.rootRange) { () throws(DatabaseError) in
        try session.refine(selection.entity, selection.slots, by: path.refinements, cause: Cause(mark: 0))
      }
    case .values: return []
    }
  }

  /// Flat paths load no records; where records are needed all the same, IN lists are nearest to it.
  private var recordStrategy: LoadingStrategy { strategy == .flat ? .selectin : strategy }

  /// The joined hops that the statement before this step can fetch along.
  private func joinable(_ steps: [BoundStep], from index: Int) -> [LoadedHop] {
    var hops: [LoadedHop] = []
    var tables = 1
    for step in steps[min(index, steps.count)...] {
      guard (step.strategy ?? recordStrategy) == .joined else { break }
      let relationship = step.relationship
      // Rows that repeat must be told apart on both sides.
      guard schema[relationship.source].identity != .none, schema[relationship.target].identity != .none
      else {
        break
      }
      tables += relationship.junction == nil ? 1 : 2
      guard tables <= session.executor.connection.limits.joinedTables - 4 else { break }
      hops.append(relationship.isToMany ? step.loaded : LoadedHop(relationship.id))
      if !relationship.isToMany, !step.refinements.isEmpty { break }
    }
    return hops
  }

  /// As in `author.books`, `author.books.genres`.
  private func name(of steps: some Sequence<BoundStep>) -> String {
    var name = ""
    for step in steps {
      if name.isEmpty { name = schema[step.relationship.source].name }
      name += "." + step.relationship.name
    }
    return name
  }

  // MARK: What is shown

  private func shown(_ path: BoundPath, _ selection: Selection) throws(Diagnostic) -> Answer {
    let entity = schema[selection.entity]
    guard let attribute = path.attribute?.index else {
      return Answer(
        content: .records(selection), session: session, columns: columns(of: entity), entity: entity.id,
        isSingle: path.isSingle)
    }
    let column = Answer.Column(entity.attributes[attribute], isKey: entity.primaryKey.contains(attribute))
    if path.ending == .distinct {
      let buffer = RowBuffer(columns: 1)
      var seen = DistinctValues(collation: entity.attributes[attribute].collation)
      for slot in selection.slots {
        let value = session.cell(entity.id, slot, attribute).value
        if seen.insert(value) { buffer.append([value]) }
      }
      return Answer(
        content: .rows(sliced(buffer, path.slice)), session: session, columns: [column],
        isSingle: path.isSingle)
    }
    var selection = selection
    if let slice = path.slice {
      let range = slice.range(count: selection.slots.count)
      selection = Selection(selection.entity, Array(selection.slots[range]))
    }
    return Answer(
      content: .values(selection, attribute: attribute), session: session, columns: [column],
      isSingle: path.isSingle)
  }

  private func sliced(_ buffer: RowBuffer, _ slice: Slice?) -> RowBuffer {
    guard let slice else { return buffer }
    let result = RowBuffer(columns: 1)
    for index in slice.range(count: buffer.count) { result.append([buffer.cell(index, 0).value]) }
    return result
  }

  private func columns(of entity: Entity) -> [Answer.Column] {
    entity.attributes.enumerated().map { Answer.Column($1, isKey: entity.primaryKey.contains($0)) }
  }

  private func answer(_ path: BoundPath, over values: [Value]) throws(Diagnostic) -> Answer {
    let buffer = RowBuffer(columns: 1)
    var seen = DistinctValues(collation: .binary)
    let isDistinct: Bool
    switch path.ending {
    case .distinct, .distinctCount: isDistinct = true
    case .all, .count: isDistinct = false
    }
    for value in values where !isDistinct || seen.insert(value) { buffer.append([value]) }
    let rows = sliced(buffer, path.slice)
    let column = Answer.Column(name: "value", type: "", isKey: false, isNumeric: false)
    switch path.ending {
    case .count, .distinctCount:
      return number(.integer(Int64(rows.count)), "count")
    case .all, .distinct:
      return Answer(content: .rows(rows), session: session, columns: [column], isSingle: path.isSingle)
    }
  }

  // MARK: One statement

  /// Whether the path joins no more tables than a statement may have; longer ones are walked.
  private func fitsOneStatement(_ path: BoundPath) -> Bool {
    let tables = path.steps.reduce(1) { $0 + ($1.relationship.junction == nil ? 1 : 2) }
    return tables <= session.executor.connection.limits.joinedTables
  }

  /// Where a path of one statement starts; nil when it starts from records of the session.
  private func flatRoot(_ path: BoundPath) -> FlatStatement.Root? {
    switch path.root {
    case .entity(let id): return .all(id, path.refinements)
    case .key(let id, let key):
      let entity = schema[id]
      return .key(id, key.stored(in: entity.primaryKey.map { entity.attributes[$0] }), path.refinements)
    case .held, .values: return nil
    }
  }

  private func flat(_ path: BoundPath, from root: FlatStatement.Root) throws(Diagnostic) -> Answer {
    guard let id = path.entity(in: schema) else {
      throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange)
    }
    let entity = schema[id]
    let output: FlatStatement.Output
    let columns: [Answer.Column]
    if let attribute = path.attribute?.index {
      output = path.ending == .distinct ? .distinct(attribute) : .attribute(attribute)
      columns = [Answer.Column(entity.attributes[attribute], isKey: entity.primaryKey.contains(attribute))]
    } else {
      output = .records
      columns = self.columns(of: entity)
    }
    let cutsInSQL = path.slice?.isFromStart ?? true
    let statement = FlatStatement(
      root: root, hops: path.steps.map(\.loaded), output: output, slice: cutsInSQL ? path.slice : nil,
      schema: schema, dialect: session.executor.connection.dialect)
    let cause = Cause(
      mark: path.steps.count, strategy: LoadingStrategy.flat.rawValue,
      relationship: path.steps.isEmpty ? nil : name(of: path.steps))
    let stream = RowStream(executor: session.executor, query: statement.query, cause: cause)
    var answer = Answer(
      content: .stream(stream), session: session, columns: columns, entity: path.attribute == nil ? id : nil,
      isSingle: path.isSingle)
    answer.isFlat = true
    if streams, cutsInSQL, !isMissable(root) { return answer }
    let buffer = RowBuffer(columns: columns.count)
    try at(path.syntax.range) { () throws(DatabaseError) in
      try stream.run { row throws(DatabaseError) in
        buffer.append(row)
        return true
      }
    }
    if buffer.count == 0, case .key(let id, let key, _) = root {
      // A join cannot tell a record without books from one that is not there: only then it is asked for.
      let found = try at(path.rootRange) { () throws(DatabaseError) in
        try session.find(id, key, cause: Cause(mark: 0))
      }
      guard found.slot != nil else {
        throw Diagnostic(.noSuchRecord(entity: schema[id].name, key: Self.text(key)), at: path.rootRange)
      }
    }
    answer.content = .rows(cutsInSQL ? buffer : sliced(buffer, path.slice))
    return answer
  }

  /// A record asked for by key that is not there is an error, which a stream would notice too late.
  private func isMissable(_ root: FlatStatement.Root) -> Bool {
    if case .key = root { true } else { false }
  }

  // MARK: Counting

  /// `SELECT count(*) FROM …` over the whole path; 0 queries when all of it is in the session.
  private func count(_ path: BoundPath, at range: SourceRange, mark: Int) throws(Diagnostic) -> Answer {
    var root = flatRoot(path)
    if case .held(let selection, _) = path.root, path.refinements.isEmpty {
      if path.steps.isEmpty, path.attribute == nil || path.ending == .count(range) {
        return number(.integer(Int64(selection.slots.count)), "count")
      }
      root = session.keys(of: selection).map { .records(selection.entity, $0) }
    }
    guard let root, path.slice == nil, fitsOneStatement(path),
      !session.holds(path.steps.map(\.loaded), from: path.root.slots)
    else {
      var walked = path
      walked.ending = path.ending == .distinctCount(range) ? .distinct : .all
      // Rows that stream cannot be counted before they have gone by.
      let counted = try Evaluator(session: session, strategy: strategy).answer(walked)
      return number(.integer(Int64(counted.rowCount ?? 0)), "count")
    }
    let output: FlatStatement.Output
    if case .distinctCount = path.ending, let attribute = path.attribute?.index {
      output = .distinctCount(attribute)
    } else {
      output = .count
    }
    let statement = FlatStatement(
      root: root, hops: path.steps.map(\.loaded), output: output, schema: schema,
      dialect: session.executor.connection.dialect)
    var result = Value.integer(0)
    try at(range) { () throws(DatabaseError) in
      try session.executor.run(statement.query, cause: Cause(mark: mark)) { row throws(DatabaseError) in
        result = row[0].value
        return false
      }
    }
    if result == 0, case .key(let id, let key) = path.root {
      // A count cannot tell a record without books from one that is not there: only then it is asked for.
      let found = try at(path.rootRange) { () throws(DatabaseError) in
        try session.find(id, key, cause: Cause(mark: 0))
      }
      guard found.slot != nil else {
        throw Diagnostic(.noSuchRecord(entity: schema[id].name, key: Self.text(key)), at: path.rootRange)
      }
    }
    return number(result, "count")
  }

  private func number(_ value: Value, _ name: String) -> Answer {
    Answer(
      content: .number(value), session: session,
      columns: [Answer.Column(name: name, type: "", isKey: false, isNumeric: true)], isSingle: true)
  }

  // MARK: Failures

  /// The one bridge that pins a failure of the database to the piece of the path that asked.
  private func at<R>(_ range: SourceRange, _ body: () throws(DatabaseError) -> R) throws(Diagnostic) -> R {
    do { return try body() } catch { throw Diagnostic(error, at: range) }
  }

  static func text(_ key: Key) -> String {
    key.values.map { value in
      switch value {
      case .null: "null"
      case .integer(let integer): String(integer)
      case .real(let real): String(real)
      case .text(let text): "\"\(text.string)\""
      case .blob: "blob"
      }
    }.joined(separator: ", ")
  }
}

extension BoundPath.Root {
  fileprivate var slots: Selection? {
    if case .held(let selection, _) = self { selection } else { nil }
  }
}

extension Diagnostic {
  /// A failure of the database, pinned to the piece of a line that asked.
  package init(_ error: DatabaseError, at range: SourceRange) {
    switch error.kind {
    case .interrupted: self.init(.interrupted, at: range)
    case .budget: self.init(.budgetExceeded(limit: error.code), at: range)
    case .readOnly: self.init(.readOnly, at: range)
    case .busy: self.init(.locked, at: range)
    case .cannotOpen, .notADatabase, .corrupt, .constraint, .storage, .statement, .other:
      self.init(.database(message: error.message, sql: error.sql), at: range)
    }
  }
}
