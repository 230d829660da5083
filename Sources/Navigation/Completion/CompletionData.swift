import Language
package import ORM
package import SQL

/// Keys and values for completion, found in the data through indexes; labels also in tables that are small, and values
/// that no index has in the first rows of a table.
///
/// Within a few milliseconds, or not at all; no log and no count knows of it.
package struct CompletionData {
  /// What one look into the data may take.
  private enum Effort {
    /// How many values are looked up when nothing of them is typed and other things are offered too, and else.
    static let (few, many) = (12, 100)
    /// How many records of one owner are looked through for a label.
    static let owned = 1_000
    /// How many rows are looked at for values that no index has, and how many where that takes too long.
    static let firstRows = [5_000, 500]
    static let steps = 20_000
    /// For reading all labels of a table, or all rows of one record, which some ten thousand rows exceed.
    static let stepsOfReading = 200_000
    /// For the values among the first rows, each of them another.
    static let stepsOfFirstRows = 500_000
    static let time = Duration.milliseconds(15)
    /// One question may take half of it, and then a smaller one has the rest.
    static let timeOfFirstRows = Duration.milliseconds(20)
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

  struct Values {
    var candidates: [Completion.Candidate] = []
    /// Whether the data has more.
    var hasMore = false
    /// Whether what was typed is of the labels, not of the values.
    var areByLabel = false
  }

  /// What may stand at a place.
  func candidates(at place: ValuePlace, besideOthers: Bool) -> Values {
    let queries = ValueQueries(schema: schema, dialect: connection.dialect)
    // The rows of one record are read and sorted, however many they are.
    let order = queries.order(of: place.subject)
    var search = Search(
      queries: queries, connection: connection,
      allowance: ProbeAllowance(steps: order == .byIndex ? Effort.steps : Effort.stepsOfReading), now: now,
      end: now() + (order == nil ? Effort.timeOfFirstRows : Effort.time))
    var isFew = false
    if case .nothing = place.typed { isFew = besideOthers }
    // What is left out of them later takes no other's place.
    let limit = (isFew ? Effort.few : Effort.many) + place.listed.count
    let attribute = schema[place.subject.entity].attributes[place.subject.attribute]
    var values = Values()
    var found: [Found] = []
    if order == nil {
      (found, values.hasMore) = search.frequentValues(
        of: place.subject, place.sought(attribute), limit: limit)
    } else {
      found = search.values(of: place.subject, within: place.bounds(attribute), limit: limit)
    }
    if found.isEmpty, let sought = place.typed.label {
      found = labelled(sought, place.subject, limit, &search)
      values.areByLabel = true
    }
    found.removeAll { place.listed.contains($0.value) }
    values.hasMore = values.hasMore && !found.isEmpty || found.count > limit
    found = Array(found.prefix(limit))
    if !found.contains(where: { $0.label != nil }) { label(&found, of: place.subject, &search) }
    var seen: Set<String> = []
    values.candidates = found.compactMap { found -> Completion.Candidate? in
      guard let text = Self.text(of: found.value, at: place, isByLabel: values.areByLabel),
        seen.insert(text).inserted
      else { return nil }
      return Completion.Candidate(text: text, note: found.label.flatMap(Self.note) ?? "")
    }
    return values
  }

  /// A value that stands in the data, with what names its record to a person.
  private struct Found {
    var value: Value
    var label: Value?
  }

  /// Questions to the data, and what is left for them.
  private struct Search {
    let queries: ValueQueries
    let connection: any Connection
    var allowance: ProbeAllowance
    let now: () -> ContinuousClock.Instant
    let end: ContinuousClock.Instant

    /// - Returns: nil where there is no such question, or no more time for it.
    mutating func rows(_ query: Query?, limit: Int) -> [[Value]]? {
      let left = end - now()
      guard left > .zero, let query else { return nil }
      allowance.nanoseconds = left.nanoseconds
      return connection.probe(query, rows: limit, within: &allowance)
    }

    /// One more than the limit where there are more.
    mutating func values(
      of subject: ValueQueries.Subject, within bounds: [ValueQueries.Bounds], limit: Int
    ) -> [Found] {
      let isUnique = queries.isUnique(subject)
      // Where values repeat, each is found by a step down the index behind the one before it.
      let isStepwise = !isUnique && queries.order(of: subject) == .byIndex
      let step = isStepwise ? 1 : limit + 1
      var found: [Found] = []
      for var bounds in bounds {
        while found.count <= limit {
          let query = queries.values(of: subject, within: bounds, limit: step, labelled: isUnique)
          guard let rows = rows(query, limit: step) else { return found }
          found += rows.compactMap { row in
            row.first.map { Found(value: $0, label: CompletionData.label(in: row)) }
          }
          guard isStepwise, let last = rows.last?.first else { break }
          bounds.lower = last
          bounds.includesLower = false
        }
      }
      return found
    }

    /// The most frequent values among the first rows, in their order, and whether there may be others.
    mutating func frequentValues(
      of subject: ValueQueries.Subject, _ sought: [ValueQueries.Sought], limit: Int
    ) -> (found: [Found], hasMore: Bool) {
      for firstRows in Effort.firstRows {
        var isAnswered = true
        for sought in sought {
          allowance.steps = Effort.stepsOfFirstRows
          let query = queries.frequentValues(of: subject, sought, amongFirst: firstRows, limit: limit + 1)
          guard let rows = rows(query, limit: limit + 1) else {
            isAnswered = false
            break
          }
          guard !rows.isEmpty else { continue }
          let found = rows.prefix(limit).map { Found(value: $0[0]) }
          let next = self.rows(queries.row(ofEntity: subject.entity, behindFirst: firstRows), limit: 1)
          return (
            found.sorted { $0.value.isListed(before: $1.value) }, rows.count > limit || next?.isEmpty != true
          )
        }
        if isAnswered { break }
      }
      return ([], false)
    }
  }

  // MARK: Labels

  /// The values whose records have names that begin as what is typed; where there is none, that contain it.
  private func labelled(
    _ sought: String, _ subject: ValueQueries.Subject, _ limit: Int, _ search: inout Search
  ) -> [Found] {
    guard !subject.isNarrowed else {
      let attribute = schema[subject.entity].attributes[subject.attribute]
      var found = search.values(of: subject, within: [ValuePlace.whole(attribute)], limit: Effort.owned)
      if !found.contains(where: { $0.label != nil }) { label(&found, of: subject, &search) }
      let folded = sought.lowercased()
      func isMet(_ found: Found, _ holds: (String) -> Bool) -> Bool {
        if case .text(let label)? = found.label { holds(label.string.lowercased()) } else { false }
      }
      let first = found.filter { isMet($0) { $0.hasPrefix(folded) } }
      return first.isEmpty ? found.filter { isMet($0) { $0.firstRange(of: folded) != nil } } : first
    }
    guard let named = named(by: subject) else { return [] }
    var found: [Found] = []
    func take(_ query: Query?) {
      let rows = search.rows(query, limit: limit + 1 - found.count)
      found += (rows ?? []).map { Found(value: $0[0], label: Self.label(in: $0)) }
    }
    for part in schema[named.entity].label {
      let attribute = schema[named.entity].attributes[part]
      for bounds in ValuePlace.beginning(with: sought, attribute) where found.count <= limit {
        take(search.queries.records(of: named, labelledWithin: bounds, on: part, limit: limit + 1))
      }
    }
    search.allowance.steps = max(search.allowance.steps, Effort.stepsOfReading)
    for place in [ValueQueries.LabelPlace.beginning, .anywhere] where found.isEmpty {
      take(search.queries.records(of: named, labelledWith: sought, at: place, limit: limit + 1))
    }
    return found
  }

  /// The attribute by whose values records with a label are known: this one, or what it refers to.
  private func named(by subject: ValueQueries.Subject) -> ValueQueries.Subject? {
    let entity = schema[subject.entity]
    if entity.primaryKey == [subject.attribute], !entity.label.isEmpty { return subject }
    guard
      case .relationship(let id) = schema.relationship(byColumn: subject.attribute, of: subject.entity),
      schema[id].pairs.count == 1, let pair = schema[id].pairs.first
    else { return nil }
    return ValueQueries.Subject(schema[id].target, pair.to)
  }

  /// Names the records that the values refer to.
  private func label(_ found: inout [Found], of subject: ValueQueries.Subject, _ search: inout Search) {
    guard !found.isEmpty, let named = named(by: subject), named != subject,
      let rows = search.rows(
        search.queries.labels(of: found.map(\.value), in: named), limit: found.count)
    else { return }
    let labels = Dictionary(rows.map { ($0[0], Self.label(in: $0)) }) { first, _ in first }
    for index in found.indices { found[index].label = labels[found[index].value] ?? nil }
  }

  /// What the values after the first say together; nil where there is none.
  private static func label(in row: [Value]) -> Value? {
    row.count > 1 ? Label.value(Array(row.dropFirst())) : nil
  }

  // MARK: Text

  /// A value as it is typed; nil for one that cannot be, or that nobody would choose from a list.
  private static func text(of value: Value, at place: ValuePlace, isByLabel: Bool) -> String? {
    var opened: Character?
    if case .text(_, let quote) = place.typed { opened = quote }
    switch value {
    case .integer(let number):
      return opened == nil || isByLabel ? SyntaxPrinter.text(of: .integer(number)) : nil
    case .real(let number):
      guard opened == nil || isByLabel, number.isFinite else { return nil }
      return SyntaxPrinter.text(of: .real(number))
    case .text(let text):
      guard let string = String(validating: text.utf8, as: UTF8.self), string.utf8.count <= 200,
        !string.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else { return nil }
      guard let quote = place.isSQL ? "'" : opened else { return SyntaxPrinter.text(of: .text(string)) }
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

extension Value {
  /// Numbers first, and texts without case.
  fileprivate func isListed(before other: Value) -> Bool {
    switch (self, other) {
    case (.integer(let one), .integer(let two)): return one < two
    case (.text(let one), .text(let two)):
      let folded = (one.string.lowercased(), two.string.lowercased())
      return folded.0 == folded.1 ? one.string < two.string : folded.0 < folded.1
    default:
      guard let one = number else { return false }
      return other.number.map { one < $0 } ?? true
    }
  }

  private var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .text, .blob, .null: nil
    }
  }
}

extension Duration {
  /// Whole nanoseconds, of a time that is short.
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
