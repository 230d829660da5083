import Language
import ORM
import SQL

/// Fills the fields of a shape, each for all records at once, by the strategy in force.
extension Evaluator {
  func nested(
    _ shape: BoundShape, of selection: Selection, areAll: Bool = false, depths: [UInt32]?,
    after prefix: FlatPrefix?
  ) throws(Diagnostic) -> NestedLevel {
    let start = Members(
      sets: PackedLists(each: selection.slots), areAll: areAll, depths: depths.map { $0.map { [$0] } })
    var fields: [NestedLevel.Field] = []
    for field in shape.fields {
      fields.append(try self.field(field, from: start, of: selection.entity, after: prefix))
    }
    return NestedLevel(session: session, entity: selection.entity, slots: selection.slots, fields: fields)
  }

  /// The records that a path has reached from each record of a level.
  private struct Members {
    var sets: PackedLists
    /// Whether they are all records of their entity, but for rows whose key leads nowhere.
    var areAll = false
    /// After a closure: how far each is.
    var depths: [[UInt32]]?
  }

  /// All members, each once.
  private func gathered(_ members: Members, at range: SourceRange) throws(Diagnostic) -> Gathering {
    var gathering = Gathering(capacity: members.sets.count)
    for (index, set) in members.sets.enumerated() {
      try look(index, at: range)
      for slot in set { gathering.add(slot) }
    }
    return gathering
  }

  private func union(_ members: Members, at range: SourceRange) throws(Diagnostic) -> [Slot] {
    try gathered(members, at: range).slots
  }

  private func field(
    _ field: BoundField, from start: Members, of entity: EntityID, after prefix: FlatPrefix?
  ) throws(Diagnostic) -> NestedLevel.Field {
    let path = field.path
    if let aggregate = path.aggregate {
      let values = try aggregated(path, aggregate, from: start, after: prefix)
      let isNumeric = values.allSatisfy(\.isNumberOrNull)
      return NestedLevel.Field(
        column: Answer.Column(name: field.name, type: "", isKey: false, isNumeric: isNumeric),
        content: .values(values))
    }
    if path.steps.isEmpty, path.slice == nil, let attribute = path.attribute {
      var column = self.column(attribute)
      column.name = field.name
      return NestedLevel.Field(column: column, content: .attribute(attribute.index))
    }
    if !path.ahead.isEmpty {
      try load(
        path.ahead, from: union(start, at: path.syntax.range), areAll: start.areAll, after: prefix)
    }
    let members = try follow(path.steps[...], path.output, from: start, after: prefix)
    return try content(
      field, of: path.entity(in: schema) ?? entity, members, after: prefix?.followed(by: path.steps))
  }

  private func content(
    _ field: BoundField, of entity: EntityID, _ members: Members, after prefix: FlatPrefix?
  ) throws(Diagnostic) -> NestedLevel.Field {
    let path = field.path
    var column: Answer.Column
    var lists: [[Value]]
    switch path.output {
    case .records, .groups, .shape:
      return try records(field, of: entity, members, after: prefix)
    case .depth:
      column = Answer.Column(name: field.name, type: "", isKey: false, isNumeric: true)
      lists = (members.depths ?? []).map { $0.map { .integer(Int64($0)) } }
      lists = try each(lists, at: path.syntax.range) { (list) throws(Diagnostic) in
        try kept(list, path, .binary)
      }
    case .values(let attribute):
      column = self.column(attribute)
      column.name = field.name
      guard path.isDistinct || path.slice != nil else {
        if path.isSingle {
          return NestedLevel.Field(
            column: column, content: .first(attribute.entity, attribute: attribute.index, members.sets))
        }
        column.content = .values
        return NestedLevel.Field(
          column: column, content: .each(attribute.entity, attribute: attribute.index, members.sets))
      }
      let collation = schema[attribute.entity].attributes[attribute.index].collation
      lists = try each(members.sets, at: path.syntax.range) { (set) throws(Diagnostic) in
        try kept(set.map { session.cell(attribute.entity, $0, attribute.index).value }, path, collation)
      }
    }
    if path.isSingle {
      return NestedLevel.Field(column: column, content: .values(lists.map { $0.first ?? .null }))
    }
    column.content = .values
    return NestedLevel.Field(column: column, content: .lists(lists))
  }

  private func records(
    _ field: BoundField, of entity: EntityID, _ members: Members, after prefix: FlatPrefix?
  ) throws(Diagnostic) -> NestedLevel.Field {
    let (union, places) = try united(members, at: field.path.syntax.range)
    var depths: [UInt32]?
    if let own = members.depths {
      var least: [Slot: UInt32] = [:]
      for (index, pair) in zip(members.sets.joinedMembers, own.joined()).enumerated() {
        try look(index, at: field.path.syntax.range)
        least[pair.0] = min(least[pair.0] ?? .max, pair.1)
      }
      depths = union.map { least[$0] ?? 0 }
    }
    let level: NestedLevel
    if case .shape(let shape) = field.path.output {
      // The depth of a record depends on where its closure began, so it is kept for each place apart.
      if members.depths != nil, shape.namesDepth {
        return try placed(field, shape, of: entity, members, after: prefix)
      }
      level = try nested(
        shape, of: Selection(entity, union), areAll: members.areAll, depths: depths, after: prefix)
    } else {
      level = whole(Selection(entity, union))
    }
    return nestedField(field, level, places)
  }

  /// All members, each once, and where among them those of each set are.
  private func united(
    _ members: Members, at range: SourceRange
  ) throws(Diagnostic) -> (union: [Slot], places: PackedLists) {
    var gathered = try gathered(members, at: range)
    let places = members.sets.mapMembers { UInt32(truncatingIfNeeded: gathered.position(of: $0) ?? 0) }
    return (gathered.slots, places)
  }

  /// Records that are not shared between places: each place has a row of its own.
  private func placed(
    _ field: BoundField, _ shape: BoundShape, of entity: EntityID, _ members: Members,
    after prefix: FlatPrefix?
  ) throws(Diagnostic) -> NestedLevel.Field {
    let slots = members.sets.joinedMembers
    let level = try nested(
      shape, of: Selection(entity, slots), depths: members.depths.map { Array($0.joined()) }, after: prefix)
    var places = PackedLists()
    var start: UInt32 = 0
    for set in members.sets {
      let end = start &+ UInt32(truncatingIfNeeded: set.count)
      places.append(start..<end)
      start = end
    }
    return nestedField(field, level, places)
  }

  private func nestedField(
    _ field: BoundField, _ level: NestedLevel, _ places: PackedLists
  ) -> NestedLevel.Field {
    var column = Answer.Column(name: field.name, type: "", isKey: false, isNumeric: false)
    let inner = columns(of: level)
    column.content = field.path.isSingle ? .record(inner) : .records(inner)
    return NestedLevel.Field(
      column: column,
      content: field.path.isSingle ? .record(level, places) : .records(level, places))
  }

  /// Records without braces: all attributes.
  private func whole(_ selection: Selection) -> NestedLevel {
    let fields = columns(of: schema[selection.entity]).enumerated().map {
      NestedLevel.Field(column: $1, content: .attribute($0))
    }
    return NestedLevel(session: session, entity: selection.entity, slots: selection.slots, fields: fields)
  }

  func columns(of level: NestedLevel) -> [Answer.Column] { level.fields.map(\.column) }

  // MARK: Following

  private func follow(
    _ steps: ArraySlice<BoundStep>, _ output: BoundPath.Output, from start: Members, after prefix: FlatPrefix?
  ) throws(Diagnostic) -> Members {
    var members = start
    var prefix = prefix
    for index in steps.indices {
      let step = steps[index]
      if step.closure == nil {
        _ = try follow(
          step, from: union(members, at: step.range), areAll: members.areAll, then: steps[(index + 1)...],
          output, after: prefix)
        let links = Links(step.narrowsEach ? step.loaded : LoadedHop(step.relationship.id), in: session)
        var sets = PackedLists()
        for (index, set) in members.sets.enumerated() {
          try look(index, at: step.range)
          if set.count == 1, let slot = set.first {
            sets.append(links.targets(of: slot))
          } else {
            var gathering = Gathering(capacity: set.count)
            for slot in set { for target in links.targets(of: slot) { gathering.add(target) } }
            sets.append(gathering.slots)
          }
        }
        members = Members(sets: sets, areAll: members.areAll && leadsToAll(step))
      } else {
        members = try closures(step, from: members)
      }
      if !step.narrowsEach, !step.refinements.isEmpty { members = try refined(step, members) }
      prefix = prefix?.followed(by: [step])
      if !step.ahead.isEmpty { try load(step.ahead, from: union(members, at: step.range), after: prefix) }
    }
    return members
  }

  /// The closure of each set by itself; what they need is loaded for all of them together.
  private func closures(_ step: BoundStep, from members: Members) throws(Diagnostic) -> Members {
    _ = try closure(step, from: union(members, at: step.range))
    var result = Members(sets: PackedLists(), depths: [])
    for (index, set) in members.sets.enumerated() {
      try look(index, at: step.range)
      // Everything is there, so this sends nothing.
      let reached = try at(step.range) { () throws(DatabaseError) in
        try session.loadedClosure(
          of: step.relationship.id, from: Array(set), includesStart: step.closure == .zeroOrMore)
      }
      result.sets.append(reached.slots)
      result.depths?.append(reached.depths)
    }
    return result
  }

  private func refined(_ step: BoundStep, _ members: Members) throws(Diagnostic) -> Members {
    let whole = try each(members.sets, at: step.range) { Array($0) }
    let sets = try at(step.range) { () throws(DatabaseError) in
      try session.refine(
        step.relationship.target, whole, by: step.refinements, cause: cause(narrowing: step))
    }
    guard let depths = members.depths else { return Members(sets: PackedLists(sets)) }
    let kept = try each(zip(sets, zip(members.sets, depths)), at: step.range) { set, old in
      let depths = Dictionary(zip(old.0, old.1)) { first, _ in first }
      return set.map { depths[$0] ?? 0 }
    }
    return Members(sets: PackedLists(sets), depths: kept)
  }

  // MARK: Aggregates

  /// One value for each record: over what a to-many hop leads to by SQL, over a closure by its records' keys.
  private func aggregated(
    _ path: BoundPath, _ aggregate: BoundAggregate, from start: Members, after prefix: FlatPrefix?
  ) throws(Diagnostic) -> [Value] {
    let lead = path.steps.prefix { !$0.relationship.isToMany && $0.closure == nil && $0.refinements.isEmpty }
    let rest = path.steps.dropFirst(lead.count)
    guard let hop = rest.first, hop.narrowsEach, rest.allSatisfy({ $0.closure == nil }) else {
      return try aggregatedInPlace(
        path, aggregate, try follow(path.steps[...], path.output, from: start, after: prefix))
    }
    let parents = try follow(lead, path.output, from: start, after: prefix)
    let hops = rest.dropFirst()
    if aggregate.isPlainCount, hops.isEmpty, !path.isDistinct, path.slice == nil,
      let counts = try loadedCounts(hop.loaded, of: parents, at: hop.range)
    {
      return counts
    }
    let strategy = hop.strategy ?? recordStrategy
    let isCutWhole = hops.contains { !$0.narrowsEach && $0.refinements.contains { !$0.isFilter } }
    let isOfValues = path.isDistinct || path.slice != nil
    var output = FlatStatement.Output.aggregate(aggregate.function, aggregate.argument)
    if isOfValues, let attribute = path.attribute {
      output = .aggregateOfValues(
        aggregate.function, path.isDistinct ? .distinct(attribute.index) : .attribute(attribute.index))
    }
    if isOfValues, path.slice?.isFromStart == false {
      return try aggregatedInPlace(
        path, aggregate, try follow(path.steps[...], path.output, from: start, after: prefix))
    }
    let all = try union(parents, at: hop.range)
    let values = try at(hop.range.union(aggregate.range)) { () throws(DatabaseError) in
      try session.aggregate(
        output, over: hop.loaded, then: hops.map(\.loaded), slice: path.slice, of: all,
        areAll: parents.areAll, by: strategy, canShare: !isCutWhole && !isOfValues, mark: hop.mark,
        cause: Cause(
          mark: hop.mark, strategy: strategy == .lazy ? strategy.rawValue : LoadingStrategy.selectin.rawValue,
          relationship:
            "\(schema[hop.relationship.source].name).\(hop.relationship.name).\(aggregate.function.rawValue)()"
        ))
    }
    return try each(parents.sets, at: hop.range) { set in
      set.first.flatMap { values[$0] } ?? aggregate.function.ofNothing
    }
  }

  /// Collections that are loaded already are counted where they are.
  private func loadedCounts(
    _ hop: LoadedHop, of parents: Members, at range: SourceRange
  ) throws(Diagnostic) -> [Value]? {
    var counts: [Value] = []
    for (index, set) in parents.sets.enumerated() {
      try look(index, at: range)
      guard let parent = set.first else {
        counts.append(.integer(0))
        continue
      }
      guard let count = session.loadedCount(hop, of: parent) else { return nil }
      counts.append(.integer(Int64(count)))
    }
    return counts
  }

  private func aggregatedInPlace(
    _ path: BoundPath, _ aggregate: BoundAggregate, _ members: Members
  ) throws(Diagnostic) -> [Value] {
    if case .records = path.output, let entity = path.entity(in: schema) {
      return try self.values(
        of: aggregate, over: each(members.sets, at: aggregate.range) { Array($0) }, entity)
    }
    var values: [Value] = []
    for (index, set) in members.sets.enumerated() {
      try look(index, at: aggregate.range)
      if case .depth = path.output {
        let depths = (members.depths?[index] ?? []).map { Value.integer(Int64($0)) }
        values.append(try aggregated(aggregate, try kept(depths, path, .binary), collation: .binary))
      } else if let attribute = path.attribute {
        let collation = schema[attribute.entity].attributes[attribute.index].collation
        let own = set.map { session.cell(attribute.entity, $0, attribute.index).value }
        values.append(try aggregated(aggregate, try kept(own, path, collation), collation: collation))
      }
    }
    return values
  }

  /// One value for each set of records, the sets together by one statement.
  private func values(
    of aggregate: BoundAggregate, over sets: [[Slot]], _ entity: EntityID
  ) throws(Diagnostic) -> [Value] {
    if aggregate.isPlainCount { return sets.map { .integer(Int64($0.count)) } }
    let limit = session.membersAtMost(of: entity)
    let isNamed = sets.map { $0.count <= limit }
    let named = zip(sets, isNamed).map { $1 ? $0 : [] }
    let values = try at(aggregate.range) { () throws(DatabaseError) in
      try session.aggregate(
        .aggregate(aggregate.function, aggregate.argument), of: entity, sets: named,
        cause: cause(of: aggregate, over: entity))
    }
    var result: [Value] = []
    for (number, set) in sets.enumerated() {
      try look(number, at: aggregate.range)
      let value =
        isNamed[number]
        ? values[number] ?? aggregate.function.ofNothing
        : try value(of: aggregate, over: Selection(entity, set))
      result.append(value)
    }
    return result
  }
}

extension BoundShape {
  fileprivate var namesDepth: Bool {
    fields.contains { field in
      if case .depth = field.path.output { field.path.steps.isEmpty } else { false }
    }
  }
}

extension Refinement {
  fileprivate var isFilter: Bool {
    if case .filter = self { true } else { false }
  }
}

extension Value {
  fileprivate var isNumberOrNull: Bool {
    switch self {
    case .integer, .real, .null: true
    case .text, .blob: false
    }
  }
}

extension FlatPrefix {
  /// The path with more hops; nil where each record's set is narrowed by itself, which one statement does not say.
  func followed(by steps: [BoundStep]) -> FlatPrefix? {
    guard steps.allSatisfy({ $0.narrowsEach || $0.refinements.isEmpty }) else { return nil }
    return FlatPrefix(root: root, hops: hops + steps.map(\.flat))
  }
}
