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
  private func value(of field: FlatShape.Field) -> SQLExpression {
    let isOrdered = field.ending.isOrdered || field.hops.countPositions(in: schema)
    var chain = FlatChain(
      field.hops, from: source.alias, within: builder, isOrdered: isOrdered, schema: schema)
    switch field.ending {
    case .own(let attribute): return .column(source.entity.attributes[attribute].name, of: source.alias)
    case .ownDepth: return source.depth ?? .value(.null)
    case .values(let output, let slice):
      guard var values = chain?.select(output, slice: slice) else { return .value(.null) }
      if field.isSingle {
        values.limit = Self.one(of: values.limit)
        return .subselect(values)
      }
      values.columns[0].name = "value"
      let value = SQLExpression.column("value", of: "list")
      return Self.list(of: values, output.attribute.map { chain?.asJSON(value, $0) ?? value } ?? value)
    case .aggregate(let output, let slice):
      guard var chain else { return .value(.null) }
      return .subselect(chain.select(output, slice: slice))
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
        let value = value(of: field)
        if case .own(let attribute) = field.ending {
          return [.value(Value(field.name)), asJSON(value, attribute)]
        }
        // JSON that comes out of a subselect is text again, until it is said to be JSON.
        let isNested = !field.hops.isEmpty && !field.isSingle && !field.ending.isAggregate
        return [.value(Value(field.name)), isNested ? .call("json", [value]) : value]
      })
  }

  /// JSON has no bytes, and functions that make it refuse them: where a column may hold some, they become digits.
  private func asJSON(_ value: SQLExpression, _ attribute: Int) -> SQLExpression {
    guard source.entity.attributes[attribute].affinity == .blob else { return value }
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

extension FlatStatement.Output {
  /// The attribute whose values are the rows.
  fileprivate var attribute: Int? {
    switch self {
    case .attribute(let attribute), .distinct(let attribute): attribute
    case .records, .depth, .aggregate, .aggregateOfValues, .groups, .shape: nil
    }
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
