import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What the columns of an entity hold.
  static let profile = Command(
    "profile", group: .explore, usage: "profile author.born",
    summary: "NULLs, ranges and common values", completes: .attributes(asWords: true), isPaged: true,
    holdsTables: true,
    examples: [
      ("profile author", "all columns"), ("profile author.born", "one of them, in depth"),
      ("profile author full", "all rows, where a large table is only begun otherwise"),
    ]
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    try ProfileCommand(conversation, call).run()
  }
}

private struct ProfileCommand {
  private let conversation: Conversation
  private let call: CommandCall
  private let entity: Entity
  private let attribute: Int?
  private let isFull: Bool
  private let isForPeople: Bool

  init(_ conversation: Conversation, _ call: CommandCall) throws(Diagnostic) {
    self.conversation = conversation
    self.call = call
    var names = try Parser.names(call.line, from: call.start)
    // A column of this name follows a dot.
    let last = names[names.count - 1]
    let before = last.range.lower > 0 ? Array(call.line.utf8)[last.range.lower - 1] : 0
    isFull = names.count > 1 && last.text.lowercased() == "full" && before != UInt8(ascii: ".")
    if isFull { names.removeLast() }
    guard names.count <= 2 else { throw call.wrongUse() }
    entity = try conversation.schema.entity(names[0])
    attribute = names.count > 1 ? try conversation.schema.attribute(names[1], of: entity) : nil
    isForPeople = conversation.settings.format.name == "table"
  }

  func run() throws(Diagnostic) {
    let executor = conversation.session.executor
    let start = conversation.now()
    executor.startLine()
    conversation.send(by: executor)
    executor.budget = conversation.settings.budget
    executor.roundTrip = conversation.roundTrip
    let profile: Profile
    do throws(DatabaseError) {
      try conversation.database.connection.beginReading()
      var profiler = Profiler(executor, entity)
      profile = try profiler.profile(of: attribute, isFull: isFull, common: attribute == nil ? 3 : 10)
    } catch { throw Diagnostic(error, at: call.range) }
    conversation.countStatements()
    if let column = profile.columns.first, let detail = column.detail {
      try write(column, detail, profile)
    } else {
      try write(profile)
    }
    guard isForPeople else { return }
    var pieces = [rows(profile), Quantity.count(conversation.facts.queries, "query")]
    let elapsed = start.duration(to: conversation.now()).nanoseconds
    pieces.append(Quantity.duration(nanoseconds: elapsed))
    conversation.notice(pieces.map { Sentence($0) })
    if !profile.isWhole { conversation.notice("All rows: \(type: "profile \(call.argument) full")") }
  }

  /// As in `40 authors`, and `the first 100,000 of about 3,000,000 books`.
  private func rows(_ profile: Profile) -> String {
    let nouns = entity.nouns
    let looked = Quantity.grouped(profile.rows)
    return switch profile.total {
    case .exactly: Quantity.count(profile.rows, nouns.one, plural: nouns.several)
    case .about(let total): "the first \(looked) of about \(Quantity.grouped(total)) \(nouns.several)"
    case .moreThan: "the first \(looked) \(nouns.several)"
    }
  }

  // MARK: All columns

  private func write(_ profile: Profile) throws(Diagnostic) {
    let data = data(of: profile)
    conversation.facts.rows = profile.columns.count
    guard isForPeople else { return try conversation.write(HeldTable(data), at: call.range) }
    let (extent, shown) = fitting(profile)
    try conversation.write(
      shown, held: HeldTable(form(of: profile, Extent(limit: nil)), data: data),
      shortened: profile.columns.reduce(0) { $0 + shortenedCells($1, extent.limit) },
      leftOut: extent.hasTypes ? 0 : 1, at: call.range)
  }

  /// How much a table of all columns tells of each.
  private struct Extent {
    /// How much of a value is told; nil for all of it.
    var limit: Int?
    var countsNulls = true
    var hasTypes = true
  }

  /// Where there is no room for everything, long texts are cut, NULLs told by their share alone, and last go the types,
  /// which `author?` tells too.
  private func fitting(_ profile: Profile) -> (extent: Extent, form: HeldTable.Form) {
    let most = Extent(limit: longest)
    guard let width = conversation.settings.presentation.width, width < 100 else {
      return (most, form(of: profile, most))
    }
    for extent in [most, Extent(limit: 12), Extent(limit: 12, countsNulls: false)] {
      let form = form(of: profile, extent)
      if conversation.width(of: form.rows, columns: form.columns.map(\.name)) <= width {
        return (extent, form)
      }
    }
    let least = Extent(limit: 12, countsNulls: false, hasTypes: false)
    return (least, form(of: profile, least))
  }

  private func form(of profile: Profile, _ extent: Extent) -> HeldTable.Form {
    let rows = profile.columns.map { column -> [Value] in
      let attribute = entity.attributes[column.attribute]
      let nulls = profile.rows - column.present
      let share = percent(nulls, of: profile.rows)
      let facts: [Value] = [
        nulls == 0 ? .null : Value(extent.countsNulls ? "\(Quantity.grouped(nulls)) (\(share))" : share),
        Value(Quantity.grouped(column.distinct)),
        column.present == 0 ? .null : Value(range(column, extent.limit)),
        common(column, extent.limit).map { Value($0) } ?? .null,
      ]
      return [Value(attribute.name)] + (extent.hasTypes ? [type(of: attribute)] : []) + facts
    }
    // An empty cell says "none" here; a NULL would be taken for data.
    return HeldTable.Form(
      ["column"] + (extent.hasTypes ? ["type"] : []) + ["nulls", "distinct", "range", "most common"], rows,
      counts: ["distinct"], lasting: ["column", "nulls", "distinct", "most common", "range"], emptyText: "")
  }

  private func data(of profile: Profile) -> HeldTable.Form {
    let rows = profile.columns.map { column -> [Value] in
      let attribute = entity.attributes[column.attribute]
      return [
        Value(attribute.name), Value(attribute.type.lowercased()),
        .integer(Int64(profile.rows - column.present)), .integer(Int64(column.distinct)), column.least,
        column.greatest, repeated(column, nil).map { Value($0) } ?? .null,
      ]
    }
    return HeldTable.Form(
      ["column", "type", "nulls", "distinct", "least", "greatest", "most common"], rows,
      numeric: ["nulls", "distinct"])
  }

  private var ellipsis: String { conversation.settings.presentation.charset.ellipsis }
  private var times: String { conversation.settings.presentation.charset == .unicode ? "×" : "x" }

  /// As in `1775 … 1980`.
  private func range(_ column: Profile.Column, _ limit: Int?) -> String {
    let (least, greatest) = (shown(column.least, limit), shown(column.greatest, limit))
    return least == greatest ? least : "\(least) \(ellipsis) \(greatest)"
  }

  /// A mean to six digits, or to hundredths where that is more: those behind say nothing of the values.
  private static func rounded(_ mean: Value) -> Value {
    guard case .real(let real) = mean, real.isFinite, real != 0, abs(real) < 1e12 else { return mean }
    var scale = 100.0
    while abs(real) * scale < 100_000, scale < 1e15 { scale *= 10 }
    return .real((real * scale).rounded() / scale)
  }

  /// As in `US ×9, FR ×6, GB ×5`.
  private func common(_ column: Profile.Column, _ limit: Int?) -> String? {
    if column.present > 0, column.distinct == column.present { return "each once" }
    return repeated(column, limit)
  }

  private func repeated(_ column: Profile.Column, _ limit: Int?) -> String? {
    let repeated = column.common.filter { $0.count > 1 }
    if repeated.isEmpty { return nil }
    return repeated.map { "\(shown($0.value, limit)) \(times)\(Quantity.grouped($0.count))" }
      .joined(separator: ", ")
  }

  /// A value on one line and in a few words.
  private func shown(_ value: Value, _ limit: Int?) -> String {
    let presentation = conversation.settings.presentation
    let text = value.withCell(CellText(presentation, limit: limit).text)
    return limit.map { text.shortened(to: $0, charset: presentation.charset).plain } ?? text.plain
  }

  /// How much of a value is shown, so that two of them and three common ones share a line; nil for all of it.
  private var longest: Int? {
    guard isForPeople else { return nil }
    return attribute != nil ? 24 : max(24, (conversation.settings.presentation.width ?? 0) / 6)
  }

  /// How many cells of a row show only the beginning of a value.
  private func shortenedCells(_ column: Profile.Column, _ limit: Int?) -> Int {
    guard let limit else { return 0 }
    let presentation = conversation.settings.presentation
    func isCut(_ value: Value) -> Bool {
      value.withCell(CellText(presentation, limit: limit + 1).text).width > limit
    }
    let isEachOnce = column.distinct == column.present
    let repeated = isEachOnce ? [] : column.common.filter { $0.count > 1 }.map(\.value)
    return [[column.least, column.greatest], repeated].count { $0.contains(where: isCut) }
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    let percent = Double(part) / Double(max(1, whole)) * 100
    if part > 0, percent < 1 { return "<1 %" }
    return part < whole && percent > 99 ? ">99 %" : "\(Int(percent.rounded())) %"
  }

  // MARK: One column

  private func write(
    _ column: Profile.Column, _ detail: Profile.Detail, _ profile: Profile
  ) throws(Diagnostic) {
    let values = values(of: column)
    guard isForPeople else {
      conversation.hold(HeldTable(data(of: column, detail, profile), name: Self.columnName))
      conversation.hold(HeldTable(values, name: Self.valuesName, isMain: !values.rows.isEmpty))
      return try conversation.writeHeldTables(at: call.range)
    }
    conversation.facts.rows = column.common.count
    let attribute = entity.attributes[column.attribute]
    let nulls = profile.rows - column.present
    var facts = [("type", attribute.type.isEmpty ? "any" : attribute.type.lowercased())]
    facts.append(
      ("nulls", nulls == 0 ? "none" : "\(Quantity.grouped(nulls)) (\(percent(nulls, of: profile.rows)))"))
    let isUnique = column.distinct == column.present && column.present > 0
    facts.append(("distinct", Quantity.grouped(column.distinct) + (isUnique ? ", each once" : "")))
    if column.present > 0 { facts.append(("range", range(column, longest))) }
    if column.isOfNumbers, !detail.mean.isNull {
      facts.append(("mean", shown(Self.rounded(detail.mean), longest)))
    }
    if !column.isOfNumbers, case .integer(let least) = detail.shortest,
      case .integer(let most) = detail.longest
    {
      let isText = attribute.affinity == .text
      let (unit, units) = isText ? ("character", "characters") : ("character or byte", "characters or bytes")
      let least = least == most ? "" : "\(Quantity.grouped(Int(least))) to "
      facts.append(("length", least + Quantity.count(Int(most), unit, plural: units)))
    }
    if detail.empty > 0 { facts.append(("empty", Quantity.grouped(detail.empty))) }
    let told = HeldTable.Form(["fact", "value"], facts.map { [Value($0), Value($1)] })
    conversation.hold(HeldTable(told, data: data(of: column, detail, profile), name: Self.columnName))
    let width = facts.map(\.0.count).max() ?? 0
    let presentation = conversation.settings.presentation
    for (name, text) in facts {
      var line = StyledText(" ")
      line.append(name, .dim)
      for part in StyledText(text).broken(to: presentation.width.map { max(20, $0 - width - 3) }) {
        line.pad(to: width + 3)
        line.append(part)
        conversation.output.write(line.text(presentation.style) + "\n")
        line = StyledText()
      }
    }
    conversation.output.write("\n")
    guard !column.common.isEmpty else { return }
    let most = column.common[0].count
    let cells = CellText(presentation, limit: 20)
    let widest = column.common.map { $0.value.withCell(cells.text).width }.max() ?? 0
    let counts = max("rows".count, Quantity.grouped(most).count)
    let beside = max(min(widest, 20), DisplayWidth.columns(of: attribute.name)) + counts + "    share  ".count
    let longest = presentation.width.map { max(4, min(20, $0 - beside - 1)) } ?? 20
    let rows = column.common.map { value, count -> [Value] in
      let bar = max(1, Int(Double(count) / Double(max(1, most)) * Double(longest) + 0.5))
      let sign = presentation.charset == .unicode ? "▇" : "#"
      return [
        value, Value(Quantity.grouped(count)), Value(percent(count, of: profile.rows)),
        Value(String(repeating: sign, count: bar)),
      ]
    }
    let names = [attribute.name, "rows", "share"]
    // The bars say nothing that the numbers do not.
    let whole = HeldTable.Form(names, rows.map { $0.dropLast() }, counts: ["rows"], emptyText: "")
    try conversation.write(
      HeldTable.Form(names + [""], rows, counts: ["rows"], emptyText: ""),
      held: HeldTable(whole, data: values, name: Self.valuesName, isMain: true), at: call.range)
  }

  /// An empty cell where none is declared.
  private func type(of attribute: Attribute) -> Value {
    attribute.type.isEmpty ? .null : Value(attribute.type.lowercased())
  }

  /// What programs know the two tables by.
  private static let (columnName, valuesName) = ("column", "values")

  private func data(
    of column: Profile.Column, _ detail: Profile.Detail, _ profile: Profile
  ) -> HeldTable.Form {
    let attribute = entity.attributes[column.attribute]
    let hasLength = !column.isOfNumbers
    let facts: [(name: String, value: Value)] = [
      ("column", Value(attribute.name)), ("type", Value(attribute.type.lowercased())),
      ("rows", .integer(Int64(profile.rows))), ("nulls", .integer(Int64(profile.rows - column.present))),
      ("distinct", .integer(Int64(column.distinct))), ("least", column.least), ("greatest", column.greatest),
      ("mean", hasLength ? .null : detail.mean),
      ("shortest", hasLength ? detail.shortest : .null), ("longest", hasLength ? detail.longest : .null),
      ("empty", .integer(Int64(detail.empty))),
    ]
    return HeldTable.Form(facts.map(\.name), [facts.map(\.value)])
  }

  private func values(of column: Profile.Column) -> HeldTable.Form {
    let rows = column.common.map { [$0.value, .integer(Int64($0.count))] }
    return HeldTable.Form([entity.attributes[column.attribute].name, "rows"], rows, numeric: ["rows"])
  }
}

extension Profile.Column {
  /// Whether all values are numbers, which come before texts and bytes (https://sqlite.org/datatype3.html §4.1).
  ///
  /// What a column is declared as says less: one of JSON counts as numeric.
  fileprivate var isOfNumbers: Bool {
    switch greatest {
    case .integer, .real: true
    case .null, .text, .blob: false
    }
  }
}
