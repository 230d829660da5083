import SQL

/// A shape inside one statement: what of each record, and rows inside rows as JSON (https://sqlite.org/json1.html).
package struct FlatShape: Sendable {
  package enum Ending: Sendable {
    /// An attribute of the record itself.
    case own(Int)
    /// How far the record itself is, as one of a closure.
    case ownDepth
    /// What the hops lead to: a list, or one value.
    case values(FlatStatement.Output, slice: Slice?)
    /// One value for everything that the hops lead to.
    case aggregate(FlatStatement.Output, slice: Slice?)
    case records(FlatShape)
  }

  package struct Field: Sendable {
    package var name: String
    /// From the record; none for what is its own.
    package var hops: [FlatStatement.Hop]
    package var ending: Ending
    /// Whether there is one at the most.
    package var isSingle: Bool

    package init(name: String, hops: [FlatStatement.Hop], ending: Ending, isSingle: Bool) {
      self.name = name
      self.hops = hops
      self.ending = ending
      self.isSingle = isSingle
    }
  }

  package var fields: [Field]

  package init(_ fields: [Field]) { self.fields = fields }
}

extension FlatChain {
  /// As in `SELECT author.name, (SELECT json_group_array(…) FROM …) AS books FROM author`.
  mutating func nested(_ shape: FlatShape) -> Select {
    if !isSet, !source.identity.isEmpty { makeSet() }
    let columns = shape.fields.map { field in
      let value = value(of: field)
      if case .column(field.name, _) = value { return Select.Column(value) }
      return Select.Column(value, as: field.name)
    }
    var select = plain([])
    select.columns = columns
    return select
  }

  /// One field of the record in question.
  ///
  /// - Parameter isInObject: whether it becomes part of JSON, and not a column of its own.
  private func value(of field: FlatShape.Field, isInObject: Bool = false) -> SQLExpression {
    let isOrdered = field.ending.isOrdered || field.hops.countPositions(in: schema)
    var chain = FlatChain(
      field.hops, from: source.alias, within: builder, isOrdered: isOrdered, schema: schema)
    switch field.ending {
    case .own(let index):
      let attribute = source.entity.attributes[index]
      let value = SQLExpression.column(attribute.name, of: source.alias)
      return isInObject ? Self.asJSON(value, attribute) : value
    case .ownDepth: return source.depth ?? .value(.null)
    case .values(let output, let slice):
      guard var values = chain?.select(output, slice: slice) else { return .value(.null) }
      let attribute = chain?.attribute(of: output)
      if field.isSingle {
        if isInObject { values.columns[0].expression = Self.asJSON(values.columns[0].expression, attribute) }
        values.limit = Self.one(of: values.limit)
        return .subselect(values)
      }
      values.columns[0].name = "value"
      return Self.list(of: values, Self.asJSON(.column("value", of: "list"), attribute))
    case .aggregate(let output, let slice):
      guard var value = chain?.select(output, slice: slice) else { return .value(.null) }
      if isInObject {
        value.columns[0].expression = Self.asJSON(value.columns[0].expression, chain?.attribute(of: output))
      }
      return .subselect(value)
    case .records(let shape):
      guard var chain else { return .value(.null) }
      if !chain.isSet, !chain.source.identity.isEmpty { chain.makeSet() }
      var records = chain.plain([chain.object(shape)])
      records.commonTables = chain.commonTables
      if field.isSingle {
        records.limit = Self.one(of: records.limit)
        return .call("json", [.subselect(records)])
      }
      records.columns[0].name = "value"
      return Self.list(of: records, .call("json", [.column("value", of: "list")]))
    }
  }

  /// As in `json_object('title', title, …)`.
  private func object(_ shape: FlatShape) -> SQLExpression {
    .call(
      "json_object",
      shape.fields.flatMap { field in
        let value = value(of: field, isInObject: true)
        // JSON that comes out of a subselect is text again, until it is said to be JSON.
        let isNested = !field.hops.isEmpty && !field.isSingle && !field.ending.isAggregate
        return [.value(Value(field.name)), isNested ? .call("json", [value]) : value]
      })
  }

  /// The attribute that the values of an output are those of, each by itself or the least or the greatest of them.
  private func attribute(of output: FlatStatement.Output) -> Attribute? {
    switch output {
    case .attribute(let index), .distinct(let index): source.entity.attributes[index]
    case .aggregate(.min, .attribute(let hops, let index)?),
      .aggregate(.max, .attribute(let hops, let index)?):
      (hops.last.map { schema[schema[$0].target] } ?? source.entity).attributes[index]
    case .aggregateOfValues(.min, let values), .aggregateOfValues(.max, let values): attribute(of: values)
    case .records, .depth, .aggregate, .aggregateOfValues, .groups, .shape: nil
    }
  }

  /// JSON has no bytes, and functions that make it refuse them: where a column may hold some, they become digits.
  private static func asJSON(_ value: SQLExpression, _ attribute: Attribute?) -> SQLExpression {
    guard attribute?.affinity == .blob else { return value }
    let isBlob = SQLExpression.infix(.call("typeof", [value]), "=", .value(Value("blob")))
    return .call("iif", [isBlob, .call("hex", [value]), value])
  }

  /// The first of what a limit leaves, which may be nothing.
  private static func one(of limit: Select.Limit?) -> Select.Limit {
    Select.Limit(count: min(1, limit?.count ?? 1), offset: limit?.offset ?? 0)
  }

  /// The rows of a statement as one JSON array, in their order.
  private static func list(of rows: Select, _ value: SQLExpression) -> SQLExpression {
    .subselect(
      Select(
        columns: [Select.Column(.call("json_group_array", [value]))], from: .select(rows, alias: "list")))
  }
}

extension FlatShape.Ending {
  fileprivate var isAggregate: Bool {
    if case .aggregate = self { true } else { false }
  }

  /// Whether the order of what the hops lead to can be told from it.
  fileprivate var isOrdered: Bool {
    switch self {
    case .own, .ownDepth: false
    case .values, .records: true
    case .aggregate(let output, let slice): slice != nil || output.isOrdered
    }
  }
}
