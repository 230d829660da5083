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
    if case .values(let values, _, let collation) = path.root {
      return try answer(path, over: values, collation)
    }
    if let aggregate = path.aggregate { return try answer(path, aggregate) }
    if case .groups(let groups) = path.output { return try answer(path, groups) }
    if isFlat(path), let statement = try wholeStatement(path) { return try flat(path, statement) }
    let walked = try walk(path)
    var answer = try shown(path, walked)
    answer.skipped = walked.skipped
    return answer
  }

  // MARK: Walking

  /// The records at the end of a path, and what there is to say about the way to them.
  struct Walked {
    var selection: Selection
    /// Whether they are all records of their entity, but for rows whose key leads nowhere.
    var areAll = false
    /// Of a closure at the end: how far each record is.
    var depths: Depths?
    var skipped: [Answer.Skipped] = []
  }

  /// The records at the end of the path, hop by hop.
  func walk(_ path: BoundPath) throws(Diagnostic) -> Walked {
    guard let entity = path.entity(in: schema) else {
      throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange)
    }
    var walked = Walked(selection: Selection(entity, try root(path)))
    walked.areAll = path.startsFromAll
    try load(
      path.ahead, from: walked.selection.slots, areAll: walked.areAll, after: prefix(of: path, upTo: 0))
    for (index, step) in path.steps.enumerated() {
      let rest = path.steps[(index + 1)...]
      if step.closure == nil {
        try follow(step, then: rest, path.output, in: &walked, after: prefix(of: path, upTo: index))
      } else {
        try followAll(step, in: &walked)
      }
      walked.areAll = walked.areAll && leadsToAll(step)
      try load(step.ahead, from: walked.selection.slots, after: prefix(of: path, upTo: index + 1))
    }
    walked.selection.entity = entity
    return walked
  }

  private func follow(
    _ step: BoundStep, then rest: ArraySlice<BoundStep>, _ output: BoundPath.Output, in walked: inout Walked,
    after prefix: FlatPrefix?
  ) throws(Diagnostic) {
    session.executor.isAtLastHop = rest.isEmpty && step.ahead.isEmpty && output.isLoaded
    let reached = try follow(
      step, from: walked.selection.slots, areAll: walked.areAll, then: rest, output, after: prefix)
    walked.selection.slots = reached.slots
    walked.selection.ways = reached.ways
    walked.depths = nil
    let missing = reached.event.nulls + reached.event.dangling
    if !step.relationship.isToMany, missing > 0 {
      walked.skipped.append(Answer.Skipped(relationship: step.relationship.id, count: missing))
    }
    // A to-one hop leads to one set of records, which is then narrowed as a whole.
    if !step.narrowsEach, !step.refinements.isEmpty {
      walked.selection.slots = try refined(step, walked.selection.slots)
      walked.selection.ways = nil
    }
  }

  /// One hop from some records, with what joins may fetch along.
  ///
  /// - Parameters:
  ///   - areAll: whether they are all records of their entity, but for rows whose key leads nowhere.
  ///   - prefix: the path that leads to the records, where one statement can say it.
  func follow(
    _ step: BoundStep, from slots: [Slot], areAll: Bool = false, then rest: ArraySlice<BoundStep>,
    _ output: BoundPath.Output?,
    after prefix: FlatPrefix?
  ) throws(Diagnostic) -> Reached {
    let strategy = step.strategy ?? recordStrategy
    let tail = joinable(ahead: step.ahead, rest: rest, output)
    return try at(step.range) { () throws(DatabaseError) in
      try session.follow(
        step.narrowsEach ? step.loaded : LoadedHop(step.relationship.id), from: slots, areAll: areAll,
        by: strategy, within: prefix, joining: tail,
        mark: step.mark,
        cause: Cause(mark: step.mark, strategy: strategy.rawValue, relationship: name(of: step, tail)))
    }
  }

  private func followAll(_ step: BoundStep, in walked: inout Walked) throws(Diagnostic) {
    let reached = try closure(step, from: walked.selection.slots)
    walked.selection.slots = reached.slots
    walked.selection.ways = nil
    walked.depths = reached.depths
    if !step.refinements.isEmpty {
      let depths = Dictionary(zip(reached.slots, reached.depths.all)) { first, _ in first }
      walked.selection.slots = try refined(step, reached.slots)
      walked.depths = Depths(walked.selection.slots.map { depths[$0] ?? 0 })
    }
  }

  /// Everything that a closure leads to from some records.
  func closure(_ step: BoundStep, from slots: [Slot]) throws(Diagnostic) -> ClosureReached {
    let strategy = step.strategy ?? recordStrategy
    let sign = step.closure == .zeroOrMore ? "*" : "+"
    return try at(step.range) { () throws(DatabaseError) in
      try session.followAll(
        step.relationship.id, from: slots, includesStart: step.closure == .zeroOrMore, by: strategy,
        mark: step.mark,
        cause: Cause(mark: step.mark, strategy: strategy.rawValue, relationship: name(of: step, []) + sign))
    }
  }

  private func refined(_ step: BoundStep, _ slots: [Slot]) throws(Diagnostic) -> [Slot] {
    try at(step.range) { () throws(DatabaseError) in
      try session.refine(step.relationship.target, slots, by: step.refinements, cause: cause(narrowing: step))
    }
  }

  /// A statement that loads nothing new, and says which records of a hop stay.
  func cause(narrowing step: BoundStep) -> Cause {
    Cause(mark: step.mark, relationship: "\(schema[step.relationship.source].name).\(step.name)")
  }

  /// Loads what `with` names; nothing is narrowed by it.
  func load(
    _ ahead: [BoundStep], from slots: [Slot], areAll: Bool = false, after prefix: FlatPrefix?
  ) throws(Diagnostic) {
    for step in ahead {
      let reached = try follow(step, from: slots, areAll: areAll, then: [], nil, after: prefix)
      try load(
        step.ahead, from: reached.slots, areAll: areAll && leadsToAll(step),
        after: prefix?.followed(by: [step]))
    }
  }

  /// Whether a step from all records of an entity leads to all of another.
  func leadsToAll(_ step: BoundStep) -> Bool {
    step.closure == nil && step.refinements.isEmpty && schema.leadsToAll(step.relationship.id)
  }

  /// The path up to a step, for the statements of `subquery`.
  ///
  /// It is nil where nothing asks for it, and where one statement cannot say it, so that the keys are listed instead.
  func prefix(of path: BoundPath, upTo index: Int) throws(Diagnostic) -> FlatPrefix? {
    guard recordStrategy == .subquery || path.strategies.contains(.subquery) else { return nil }
    let steps = path.steps[..<index]
    var tables = 1
    for step in steps { tables += step.relationship.junction == nil ? 1 : 2 }
    // Which rows of a view are its first may depend on which of their columns are asked for.
    guard !path.leadsToRowsWithoutKey(in: schema) else { return nil }
    guard tables <= session.executor.connection.limits.joinedTables, let root = try statementRoot(path)
    else { return nil }
    return FlatPrefix(root: root, hops: steps.map(\.flat))
  }

  private func root(_ path: BoundPath) throws(Diagnostic) -> [Slot] {
    let tail = joinable(ahead: path.ahead, rest: path.steps[...], path.output)
    let cause = Cause(
      mark: 0, strategy: tail.isEmpty ? nil : LoadingStrategy.joined.rawValue,
      relationship: tail.isEmpty ? nil : name(of: nil, tail), subject: name(ofRoot: path))
    let narrowing = Cause(mark: 0, subject: cause.subject.map { $0 + "[]" })
    switch path.root {
    case .entity(let id):
      return try at(path.rootRange) { () throws(DatabaseError) in
        try session.all(id, path.refinements, joining: tail, cause: cause)
      }
    case .key(let id, let key):
      let found = try at(path.rootRange) { () throws(DatabaseError) in
        try session.find(id, key, joining: tail, cause: cause)
      }
      guard let slot = found.slot else { throw missing(id, key, at: path.rootRange) }
      guard !path.refinements.isEmpty else { return [slot] }
      return try at(path.rootRange) { () throws(DatabaseError) in
        try session.refine(id, [slot], by: path.refinements, cause: narrowing)
      }
    case .held(let selection, _):
      guard !path.refinements.isEmpty else { return selection.slots }
      return try at(path.rootRange) { () throws(DatabaseError) in
        try session.refine(selection.entity, selection.slots, by: path.refinements, cause: narrowing)
      }
    case .values, .record: return []
    }
  }

  /// The entity that a path starts from.
  func name(ofRoot path: BoundPath) -> String? {
    switch path.root {
    case .entity(let id), .key(let id, _), .record(let id): schema[id].name
    case .held(let selection, _): schema[selection.entity].name
    case .values: nil
    }
  }

  /// As in `author.books.count()`.
  func name(of verb: String, _ path: BoundPath) -> String {
    ([name(ofRoot: path) ?? ""] + path.steps.map(\.name) + ["\(verb)()"]).joined(separator: ".")
  }

  /// Flat paths load no records; where records are needed all the same, IN lists are nearest to it.
  var recordStrategy: LoadingStrategy { strategy == .flat ? .selectin : strategy }

  // MARK: Joins

  /// The hops that the statement for some records can fetch along: what is loaded ahead from there, the next step,
  /// and after the last one the fields of a shape, as far as each is joined to the one before.
  func joinable(
    ahead: [BoundStep], rest: ArraySlice<BoundStep>, _ output: BoundPath.Output?
  ) -> [JoinedHop] {
    var joining = Joining(hops: [], tables: 1, columns: 0)
    join(ahead: ahead, rest: rest, output, to: 0, &joining)
    return joining.hops
  }

  private struct Joining {
    var hops: [JoinedHop]
    var tables: Int
    /// At the most: a hidden identity is one of them, and so is what tells the rows of a junction apart.
    var columns: Int
  }

  private func join(
    ahead: [BoundStep], rest: ArraySlice<BoundStep>, _ output: BoundPath.Output?, to parent: Int,
    _ joining: inout Joining
  ) {
    for step in ahead { join(step, then: [], nil, to: parent, &joining) }
    if let step = rest.first {
      join(step, then: rest.dropFirst(), output, to: parent, &joining)
    } else if case .shape(let shape)? = output {
      for field in shape.fields where field.path.aggregate == nil {
        join(ahead: field.path.ahead, rest: field.path.steps[...], field.path.output, to: parent, &joining)
      }
    }
  }

  private func join(
    _ step: BoundStep, then rest: ArraySlice<BoundStep>, _ output: BoundPath.Output?, to parent: Int,
    _ joining: inout Joining
  ) {
    let relationship = step.relationship
    guard (step.strategy ?? recordStrategy) == .joined, step.closure == nil,
      // Rows that repeat must be told apart on both sides.
      schema[relationship.source].identity != .none, schema[relationship.target].identity != .none
    else { return }
    let hop = JoinedHop(step.narrowsEach ? step.loaded : LoadedHop(relationship.id), parent: parent)
    var index = joining.hops.firstIndex(of: hop).map { $0 + 1 }
    if index == nil {
      let limits = session.executor.connection.limits
      let tables = joining.tables + (relationship.junction == nil ? 1 : 2)
      let before = joining.hops.isEmpty ? schema[relationship.source].attributes.count + 1 : joining.columns
      let columns = before + schema[relationship.target].attributes.count + 1
      guard tables <= limits.joinedTables - 4, columns <= limits.resultColumns - 100 else {
        session.isInParts = true
        return
      }
      joining.tables = tables
      joining.columns = columns
      joining.hops.append(hop)
      index = joining.hops.count
    }
    // A set that is narrowed as a whole is narrowed before the next hop, by a statement of its own.
    guard let index, step.narrowsEach || step.refinements.isEmpty else { return }
    join(ahead: step.ahead, rest: rest, output, to: index, &joining)
  }

  /// As in `author.books`, `author.books.genres`; a join that branches has a name for each end,
  /// `author.country, author.books.genres`.
  private func name(of step: BoundStep?, _ tail: [JoinedHop]) -> String {
    guard let first = step?.relationship ?? tail.first.map({ schema[$0.hop.relationship] }) else { return "" }
    let start = schema[first.source].name + (step.map { "." + $0.relationship.name } ?? "")
    guard !tail.isEmpty else { return start }
    var names = [start]
    for joined in tail { names.append(names[joined.parent] + "." + schema[joined.hop.relationship].name) }
    let parents = Set(tail.map(\.parent))
    return names.indices.filter { !parents.contains($0) }.map { names[$0] }.joined(separator: ", ")
  }

  // MARK: Failures

  /// The one bridge that pins a failure of the database to the piece of the path that asked.
  func at<R>(_ range: SourceRange, _ body: () throws(DatabaseError) -> R) throws(Diagnostic) -> R {
    do { return try body() } catch { throw Diagnostic(error, at: range) }
  }

  func missing(_ id: EntityID, _ key: Key, at range: SourceRange) -> Diagnostic {
    Diagnostic(.noSuchRecord(entity: schema[id].name, key: Self.text(key)), at: range)
  }

  package static func text(_ key: Key) -> String {
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

extension Diagnostic {
  /// A failure of the database, pinned to the piece of a line that asked.
  package init(_ error: DatabaseError, at range: SourceRange) {
    switch error.kind {
    case .interrupted: self.init(.interrupted, at: range)
    case .budget: self.init(.budgetExceeded(limit: error.code, instead: nil), at: range)
    case .readOnly: self.init(.readOnly, at: range)
    case .readOnlyFile: self.init(.readOnlyFile, at: range)
    case .unwritableFile: self.init(.unwritableFile, at: range)
    case .movedFile: self.init(.movedFile, at: range)
    case .corrupt: self.init(.damaged(reason: error.message), at: range)
    case .busy: self.init(.locked, at: range)
    case .notLoaded: self.init(.notLoaded(hop: error.message, records: error.code), at: range)
    case .tooLarge: self.init(.tooLargeForOneStatement(reason: error.message), at: range)
    case .valueTooLarge: self.init(.valueTooLarge, at: range)
    case .oldSnapshot: self.init(.oldSnapshot, at: range)
    case .actsUnrun: self.init(.actsUnrun, at: range)
    case .overflow: self.init(.integerOverflow, at: range)
    case .notADatabase: self.init(.notADatabase, at: range)
    case .unfinishedTransaction: self.init(.unfinishedTransaction, at: range)
    case .outdated: self.init(.outdated, at: range)
    case .unbound: self.init(.unbound(placeholders: error.code), at: range)
    case .unknownName: self.init(.unknownName(message: error.message, sql: error.sql), at: range)
    case .cannotOpen, .constraint, .storage, .statement, .other:
      self.init(.database(message: error.message, sql: error.sql), at: range)
    }
  }
}
