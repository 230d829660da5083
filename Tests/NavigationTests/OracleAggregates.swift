import ORM
import SQL

/// One number of many records or values.
extension Oracle {
  struct SumTooLarge: Error {}

  /// An aggregate over a set of records, by SQL's rules: NULL of nothing, but `count` and `any` are 0 and `all` is 1.
  func value(
    of aggregate: OracleAggregate, over records: [Int], _ entity: EntityID
  ) throws(SumTooLarge) -> Value {
    let matching = records.filter { record in
      aggregate.condition.map { holds($0, entity, record) == true } ?? true
    }
    switch aggregate.function {
    case .count: return .integer(Int64(matching.count))
    case .any: return matching.isEmpty ? 0 : 1
    case .all: return matching.count == records.count ? 1 : 0
    case .sum, .avg, .min, .max:
      guard let argument = aggregate.argument else { return .null }
      let terms = records.map { term(argument, entity, $0) }
      return try Self.value(
        of: aggregate.function, over: terms.map(\.value), terms.first?.collation ?? .binary)
    }
  }

  /// An aggregate over values; `count` counts NULLs too, because they are rows.
  static func value(
    of function: OracleAggregate.Function, over values: [Value], _ collation: Collation
  ) throws(SumTooLarge) -> Value {
    let present = values.filter { $0 != .null }
    switch function {
    case .count: return .integer(Int64(values.count))
    case .any: return values.isEmpty ? 0 : 1
    case .all: return 1
    case .min: return present.min { order($0, $1, collation) < 0 } ?? .null
    case .max: return present.max { order($0, $1, collation) < 0 } ?? .null
    case .sum: return present.isEmpty ? .null : .integer(try sum(present))
    case .avg: return present.isEmpty ? .null : .real(Double(try sum(present)) / Double(present.count))
    }
  }

  private static func sum(_ values: [Value]) throws(SumTooLarge) -> Int64 {
    var sum: Int64 = 0
    for value in values {
      guard case .integer(let integer) = value else { continue }
      let (next, overflow) = sum.addingReportingOverflow(integer)
      guard !overflow else { throw SumTooLarge() }
      sum = next
    }
    return sum
  }

  // MARK: What a number can be exact of

  /// Whether an expression is a small integer or NULL for every record there is, so that sums and averages of it are
  /// exact in any order.
  func isExact(_ expression: OracleExpression, _ entity: EntityID) -> Bool {
    rows[entity.index].indices.allSatisfy { record in
      switch term(expression, entity, record).value {
      case .null: true
      case .integer(let integer): (-(1 << 40)...(1 << 40)).contains(integer)
      case .real, .text, .blob: false
      }
    }
  }

  /// Whether no two different values of an expression compare as equal, so that the least of them is one value.
  func isUnambiguous(_ expression: OracleExpression, _ entity: EntityID) -> Bool {
    let terms = rows[entity.index].indices.map { term(expression, entity, $0) }
    return terms.allSatisfy { left in
      terms.allSatisfy { right in
        left.value == right.value
          || Self.order(left.value, right.value, left.collation ?? .binary) != 0
      }
    }
  }

  /// Whether these integers have one sum in whatever order they are added, or overflow in each.
  func hasOneSum(_ expression: OracleExpression, over records: [Int], _ entity: EntityID) -> Bool {
    var signs: Set<Int64> = []
    var magnitude: UInt64 = 0
    for record in records {
      switch term(expression, entity, record).value {
      case .null: continue
      case .integer(let integer):
        signs.insert(integer.signum())
        magnitude = min(UInt64(Int64.max), magnitude &+ min(integer.magnitude, UInt64(Int64.max)))
      case .real, .text, .blob: return false
      }
    }
    return magnitude < UInt64(Int64.max) || signs.subtracting([0]).count < 2
  }
}
