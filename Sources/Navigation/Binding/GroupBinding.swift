import Language
import ORM
import SQL

/// Groups while they are bound: the keys, what is worked out of each group, and what narrows the groups.
///
/// To conditions and orders the groups are records of an entity of their own, whose attributes are the keys and the
/// functions; a function that is no column yet becomes one that is not shown.
struct GroupBinding {
  private struct Column {
    var name: String
    /// As typed, for finding it again in a condition.
    var text: String
    var attribute: Attribute
    var isShown: Bool
  }

  private let binder: Binder
  private let entity: EntityID
  private let range: SourceRange
  private var keys: [Grouping.Key] = []
  private var keyColumns: [Column] = []
  private var aggregates: [Grouping.Aggregate] = []
  private var aggregateColumns: [Column] = []
  /// A column, wherever it stands in the end.
  private enum Place: Equatable {
    case key(Int)
    case aggregate(Int)
  }

  /// The columns that are named in braces; nil where no braces stood.
  private var order: [Place]?
  private var crossesToMany = false
  private var membership: EntityExpression?
  private var refinements: [Refinement] = []

  init(_ binder: Binder, entity: EntityID, keys arguments: [Argument], at range: SourceRange)
    throws(Diagnostic)
  {
    self.binder = binder
    self.entity = entity
    self.range = range
    for argument in arguments { try addKey(argument.expression) }
    // The number of records orders the groups, whether it is shown or not.
    let name = keyColumns.contains { $0.name == "count" } ? "count()" : "count"
    try addAggregate(
      .count, ExpressionBinder.AggregateArgument(expression: nil, type: .number), text: "count()", name: name,
      isShown: true, at: range)
  }

  func bound() -> BoundGroups {
    let columns = keyColumns + aggregateColumns
    var shown = columns.indices.filter { columns[$0].isShown }
    if let order {
      let named = order.map { place in
        switch place {
        case .key(let index): index
        case .aggregate(let index): keyColumns.count + index
        }
      }
      shown = shown.filter { !named.contains($0) } + named
    }
    var grouping = Grouping(
      keys: keys, aggregates: aggregates, entity: groups, shown: shown, count: keyColumns.count,
      crossesToMany: crossesToMany)
    grouping.refinements = refinements
    grouping.membership = membership
    return BoundGroups(
      grouping: grouping,
      columns: shown.map { index in
        BoundGroupColumn(
          name: columns[index].name, type: index < keyColumns.count ? columns[index].attribute.type : "",
          isNumeric: columns[index].attribute.affinity.isNumeric,
          collation: columns[index].attribute.collation)
      }, range: range)
  }

  /// The groups as an entity.
  private var groups: Entity {
    Entity(
      id: EntityID(0), name: "group", table: "groups",
      attributes: (keyColumns + aggregateColumns).map(\.attribute),
      primaryKey: [], identity: .none)
  }

  // MARK: Columns

  /// `genre.name`, `author`, `genres.name`: a value of each record, or the record that it leads to.
  private mutating func addKey(_ expression: Expression) throws(Diagnostic) {
    let text = SyntaxPrinter.text(of: expression)
    guard case .path(let hops) = expression.kind, hops.allSatisfy(\.isMember) else {
      let value = try ExpressionBinder(binder, entity: entity).single(expression)
      return try addKey(
        value.expression, text: text, attribute: .worked(text, value.type), at: expression.range)
    }
    var current = entity
    var path: [RelationshipID] = []
    var crosses = false
    var ending: (owner: EntityID, attribute: Int)?
    var last: Relationship?
    for (index, hop) in hops.enumerated() {
      guard case .member(let name, let eager) = hop.kind else { continue }
      if let eager { throw Diagnostic(.misplaced(.eagerMarkInCondition), at: eager.range) }
      switch try binder.member(name, of: current) {
      case .attribute(let attribute) where index == hops.count - 1:
        ending = (current, attribute)
        continue
      case .attribute(let attribute):
        guard let relationship = try binder.relationship(ofColumn: attribute, in: current, at: name.range)
        else {
          throw Diagnostic(
            .hopAfterValue(
              hop: SyntaxPrinter.text(of: [hops[index + 1]]),
              attribute: binder.schema[current].attributes[attribute].name,
              relationships: binder.schema.relationships(wantingNameOf: attribute, in: current)),
            at: hops[index + 1].range)
        }
        last = relationship
      case .relationship(let relationship): last = relationship
      }
      guard let last else { continue }
      path.append(last.id)
      current = last.target
      crosses = crosses || last.isToMany
    }
    if crosses {
      guard !crossesToMany else { throw Diagnostic(.misplaced(.twoToManyKeys), at: expression.range) }
      crossesToMany = true
      membership = Self.membership(path, last)
    }
    if let ending {
      let attribute = binder.schema[ending.owner].attributes[ending.attribute]
      return try addKey(
        .attribute(path, ending.attribute), text: text, attribute: attribute, at: expression.range)
    }
    try addRecordKey(path, current, text: text, at: expression.range)
  }

  /// Over several hops one way of a record may lead nowhere and another somewhere: it belongs to NULL only where none
  /// leads anywhere.
  private static func membership(_ path: [RelationshipID], _ last: Relationship?) -> EntityExpression? {
    guard path.count > 1, let last, let arrival = (last.junction?.targetPairs ?? last.pairs).first?.to else {
      return nil
    }
    return .binary(
      .isNull(.attribute(path, arrival), negated: true), .or,
      .not(.aggregate(.any, over: path.map { PredicateHop($0) }, argument: nil)))
  }

  /// A record as a key is shown by its label, and told from others by its own key.
  private mutating func addRecordKey(
    _ path: [RelationshipID], _ id: EntityID, text: String, at range: SourceRange
  ) throws(Diagnostic) {
    let target = binder.schema[id]
    guard !target.primaryKey.isEmpty else { throw Diagnostic(.noKey(entity: target.name), at: range) }
    if let first = target.label.first {
      let parts = target.label.map { EntityExpression.attribute(path, $0) }
      var value = parts.dropFirst().reduce(parts[0]) { whole, part in
        .binary(.binary(whole, .concatenate, .value(Value(" "))), .concatenate, part)
      }
      // A record without a label is still one: what there is of it, else its key, stands for it.
      if target.label.contains(where: { target.attributes[$0].isNullable }) {
        let key = target.primaryKey.count == 1 ? [EntityExpression.attribute(path, target.primaryKey[0])] : []
        let others = (parts.count > 1 ? Array(parts.reversed()) : []) + key
        if !others.isEmpty { value = .call("coalesce", [value] + others) }
      }
      try addKey(value, text: text, attribute: target.attributes[first], tellsApart: false, at: range)
    }
    for (index, column) in target.primaryKey.enumerated() {
      let isShown = target.label.isEmpty
      let name = isShown && target.primaryKey.count == 1 ? text : "\(text).\(target.attributes[column].name)"
      try addKey(
        .attribute(path, column), text: isShown && index == 0 ? text : name, name: name,
        attribute: target.attributes[column], isShown: isShown, at: range)
    }
  }

  private mutating func addKey(
    _ value: EntityExpression, text: String, name: String? = nil, attribute: Attribute,
    tellsApart: Bool = true,
    isShown: Bool = true, at range: SourceRange
  ) throws(Diagnostic) {
    let name = name ?? text
    try checkName(name, at: range)
    keys.append(Grouping.Key(value, tellsApart: tellsApart))
    var attribute = attribute
    attribute.name = name
    keyColumns.append(Column(name: name, text: text, attribute: attribute, isShown: isShown))
  }

  private mutating func addAggregate(
    _ function: AggregateFunction, _ argument: ExpressionBinder.AggregateArgument, text: String, name: String,
    isShown: Bool,
    at range: SourceRange
  ) throws(Diagnostic) {
    try checkName(name, at: range)
    aggregates.append(Grouping.Aggregate(function, argument.expression))
    var attribute = Attribute.worked(name, argument.type)
    if function == .min || function == .max, let own = argument.expression.flatMap(self.attribute) {
      attribute = own
    }
    attribute.name = name
    aggregateColumns.append(Column(name: name, text: text, attribute: attribute, isShown: isShown))
  }

  /// The attribute that an expression is, if it is one.
  private func attribute(of expression: EntityExpression) -> Attribute? {
    guard case .attribute(let path, let index) = expression else { return nil }
    return binder.schema[path.last.map { binder.schema[$0].target } ?? entity].attributes[index]
  }

  private func checkName(_ name: String, but own: String? = nil, at range: SourceRange) throws(Diagnostic) {
    guard name == own || !(keyColumns + aggregateColumns).contains(where: { $0.name == name }) else {
      throw Diagnostic(.misplaced(.fieldTwice(name)), at: range)
    }
  }

  // MARK: What follows

  /// Takes what follows the groups.
  ///
  /// - Returns: false for `count()`, which ends them.
  mutating func bind(_ hop: Hop) throws(Diagnostic) -> Bool {
    switch hop.kind {
    case .shape(let fields):
      guard order == nil, refinements.isEmpty else {
        throw Diagnostic(.misplaced(.hopAfterShape), at: hop.range)
      }
      try columns(fields)
    case .filter(let expression):
      let named = try rewritten(expression)
      refinements.append(.filter(try expressions.predicate(named)))
    case .slice(let lower, let upper): refinements.append(.slice(Slice(lower: lower, upper: upper)))
    case .verb(let name, let arguments): return try verb(name, arguments, hop)
    case .member, .closure, .keys: throw Diagnostic(.misplaced(.hopAfterGroups), at: hop.range)
    }
    return true
  }

  private mutating func verb(_ name: Name, _ arguments: [Argument], _ hop: Hop) throws(Diagnostic) -> Bool {
    switch (Verb(rawValue: name.text.lowercased()), arguments.count) {
    case (.sort, 1...):
      var keys: [SortKey] = []
      for argument in arguments {
        let named = try rewritten(argument.expression)
        keys.append(try expressions.sortKey(named))
      }
      refinements.append(.sort(keys))
    case (.take, 1): refinements.append(.slice(Slice(lower: nil, upper: try number(arguments[0], name))))
    case (.skip, 1): refinements.append(.slice(Slice(lower: try number(arguments[0], name), upper: nil)))
    case (.first, 0): refinements.append(.slice(Slice(lower: nil, upper: 1)))
    case (.last, 0): refinements.append(.slice(Slice(lower: -1, upper: nil)))
    case (.count, 0): return false
    default: throw Diagnostic(.misplaced(.hopAfterGroups), at: hop.range)
    }
    return true
  }

  private func number(_ argument: Argument, _ verb: Name) throws(Diagnostic) -> Int {
    guard case .literal(.integer(let number)) = argument.expression.kind, number >= 0 else {
      throw Diagnostic(
        .wrongArgument(verb: verb.text, expected: "a whole number from 0"), at: argument.expression.range)
    }
    return Int(number)
  }

  /// As in `{count(), avg(year), n: max(title), genre.name}`.
  private mutating func columns(_ fields: [Field]) throws(Diagnostic) {
    var order: [Place] = []
    // In braces the number of records is shown only where it is asked for.
    aggregateColumns[0].isShown = false
    if fields.contains(where: { $0.alias?.text == "count" }) { rename(&aggregateColumns[0], "count()") }
    for field in fields {
      let text = SyntaxPrinter.text(of: field.hops)
      let name = field.alias?.text
      if let index = keyColumns.firstIndex(where: { $0.text == text && $0.isShown }) {
        guard !order.contains(.key(index)) else {
          throw Diagnostic(.misplaced(.fieldTwice(name ?? text)), at: field.range)
        }
        if let name {
          try checkName(name, but: keyColumns[index].name, at: field.range)
          rename(&keyColumns[index], name)
        }
        order.append(.key(index))
        continue
      }
      guard case .verb(let verb, let arguments)? = field.hops.first?.kind, field.hops.count == 1,
        let function = AggregateFunction(rawValue: verb.text.lowercased()), arguments.count <= 1
      else {
        throw Diagnostic(
          .misplaced(.notOfGroup), at: field.range,
          examples: EntityExamples(binder.schema, entity).groups(by: keyColumns.filter(\.isShown).map(\.text))
        )
      }
      if function == .count, arguments.isEmpty, !aggregateColumns[0].isShown {
        aggregateColumns[0].isShown = true
        aggregateColumns[0].text = text
        if let name {
          try checkName(name, but: aggregateColumns[0].name, at: field.range)
          rename(&aggregateColumns[0], name)
        }
        order.append(.aggregate(0))
        continue
      }
      let argument = try ExpressionBinder(binder, entity: entity).argument(
        of: function, arguments, field.hops[0])
      let ownName = function == .count && arguments.isEmpty ? "count" : text
      try addAggregate(
        function, argument, text: text, name: name ?? ownName, isShown: true, at: field.range)
      order.append(.aggregate(aggregateColumns.count - 1))
    }
    self.order = order
  }

  private func rename(_ column: inout Column, _ name: String) {
    column.name = name
    column.attribute.name = name
  }

  private var expressions: ExpressionBinder {
    ExpressionBinder(
      Binder(schema: Schema(entities: [groups], relationships: []), scope: binder.scope), entity: EntityID(0))
  }

  /// A condition in which keys and functions are named as they were typed, `[avg(year) > 1960]`, with the names of
  /// the columns in their place.
  private mutating func rewritten(_ expression: Expression) throws(Diagnostic) -> Expression {
    let text = SyntaxPrinter.text(of: expression)
    if let column = (keyColumns + aggregateColumns).first(where: { $0.text == text }) {
      return expression.naming(column.name)
    }
    if case .call(let name, let arguments) = expression.kind, arguments.count <= 1,
      let function = AggregateFunction(rawValue: name.text.lowercased())
    {
      let hop = Hop(.verb(name, arguments.map { Argument($0) }), range: expression.range)
      let argument = try ExpressionBinder(binder, entity: entity).argument(
        of: function, arguments.map { Argument($0) }, hop)
      try addAggregate(function, argument, text: text, name: text, isShown: false, at: expression.range)
      return expression.naming(text)
    }
    return try expression.mappingOperands { operand throws(Diagnostic) in try rewritten(operand) }
  }
}

extension Expression {
  /// The name of a column in its place.
  fileprivate func naming(_ name: String) -> Expression {
    Expression(
      .path([Hop(.member(Name(name, isQuoted: true, range: range), eager: nil), range: range)]), range: range)
  }
}

extension Hop {
  var isMember: Bool {
    if case .member = kind { true } else { false }
  }
}

extension Attribute {
  /// A column that is worked out and stored nowhere.
  fileprivate static func worked(_ name: String, _ type: ExpressionType) -> Attribute {
    let (declared, affinity): (String, Affinity) =
      switch type {
      case .number: ("NUMERIC", .numeric)
      case .boolean: ("BOOLEAN", .numeric)
      case .date: ("DATE", .numeric)
      case .text: ("TEXT", .text)
      case .any: ("", .blob)
      }
    return Attribute(CatalogColumn(name: name, declaredType: declared, affinity: affinity))
  }
}
