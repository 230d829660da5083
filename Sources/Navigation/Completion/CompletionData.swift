import Language
package import ORM
package import SQL

/// Keys and values for completion, found in the data through indexes alone.
///
/// Within a few milliseconds, or not at all; no log and no count knows of it.
package struct CompletionData {
  /// What one look into the data may take.
  private enum Effort {
    /// How many values are looked up when nothing of them is typed and other things are offered too, and else.
    static let (few, many) = (12, 100)
    static let steps = 20_000
    static let time = Duration.milliseconds(15)
  }

  private let schema: Schema
  private let connection: any Connection
  private let now: () -> ContinuousClock.Instant

  /// - Parameter now: reads the clock.
  package init(
    schema: Schema, connection: any Connection, now: @escaping () -> ContinuousClock.Instant = { .now }
  ) {
    self.schema = schema
    self.connection = connection
    self.now = now
  }

  /// A value that stands in the data, with what names its record to a person.
  private struct Found {
    var value: Value
    var label: Value?
  }

  /// What may stand at a place, and whether there is more than that.
  func candidates(
    at place: ValuePlace, besideOthers: Bool
  ) -> (candidates: [Completion.Candidate], hasMore: Bool) {
    let attribute = schema[place.subject.entity].attributes[place.subject.attribute]
    let limit = besideOthers ? Effort.few : Effort.many
    let queries = ValueQueries(schema: schema, dialect: connection.dialect)
    let isUnique = queries.isUnique(place.subject)
    var allowance = ProbeAllowance(steps: Effort.steps)
    let end = now() + Effort.time
    var found: [Found] = []
    search: for bounds in place.bounds(attribute) {
      var bounds = bounds
      // Where values repeat, each is found by a step down the index behind the one before it.
      let step = isUnique ? limit + 1 : 1
      while found.count <= limit {
        let left = end - now()
        guard left > .zero,
          let query = queries.values(
            of: place.subject, within: bounds, limit: step, labelled: isUnique)
        else { break search }
        allowance.nanoseconds = left.nanoseconds
        guard let rows = connection.probe(query, rows: step, within: &allowance) else { break search }
        found += rows.compactMap { row in
          row.first.map { Found(value: $0, label: Self.label(in: row)) }
        }
        guard !isUnique, let last = rows.last?.first, rows.count == step else { break }
        bounds.lower = last
        bounds.includesLower = false
      }
    }
    let hasMore = found.count > limit
    found = Array(found.prefix(limit))
    if !found.contains(where: { $0.label != nil }) { label(&found, of: place.subject, queries, &allowance) }
    var seen: Set<String> = []
    let candidates = found.compactMap { found -> Completion.Candidate? in
      guard let text = Self.text(of: found.value, place.typed), seen.insert(text).inserted else { return nil }
      return Completion.Candidate(text: text, note: found.label.flatMap(Self.note) ?? "")
    }
    return (candidates, hasMore)
  }

  /// Names the records that the values refer to.
  private func label(
    _ found: inout [Found], of subject: ValueQueries.Subject, _ queries: ValueQueries,
    _ allowance: inout ProbeAllowance
  ) {
    guard !found.isEmpty,
      case .relationship(let id) = schema.relationship(byColumn: subject.attribute, of: subject.entity),
      schema[id].pairs.count == 1, let pair = schema[id].pairs.first,
      let query = queries.labels(
        of: found.map(\.value), in: ValueQueries.Subject(schema[id].target, pair.to)),
      let rows = connection.probe(query, rows: found.count, within: &allowance)
    else { return }
    let labels = Dictionary(rows.map { ($0[0], Self.label(in: $0)) }) { first, _ in first }
    for index in found.indices { found[index].label = labels[found[index].value] ?? nil }
  }

  /// What the values after the first say together; nil where there is none.
  private static func label(in row: [Value]) -> Value? {
    row.count > 1 ? Label.value(Array(row.dropFirst())) : nil
  }

  /// A value as it is typed; nil for one that cannot be, or that nobody would choose from a list.
  private static func text(of value: Value, _ typed: ValuePlace.Typed) -> String? {
    switch value {
    case .integer(let number):
      if case .text = typed { return nil }
      return SyntaxPrinter.text(of: .integer(number))
    case .real(let number):
      if case .text = typed { return nil }
      return number.isFinite ? SyntaxPrinter.text(of: .real(number)) : nil
    case .text(let text):
      guard let string = String(validating: text.utf8, as: UTF8.self), string.utf8.count <= 200,
        !string.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else { return nil }
      guard case .text(_, let quote) = typed else { return SyntaxPrinter.text(of: .text(string)) }
      let inner = string.split(separator: quote, omittingEmptySubsequences: false)
        .joined(separator: "\(quote)\(quote)")
      return "\(quote)\(inner)\(quote)"
    case .null, .blob: return nil
    }
  }

  private static func note(_ label: Value) -> String? {
    switch label {
    case .text(let text): String(text.string.prefix(40))
    case .integer(let number): String(number)
    case .real(let number): number.description
    case .null, .blob: nil
    }
  }
}

extension Duration {
  /// Whole nanoseconds, of a time that is short.
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
