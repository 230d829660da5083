import Language
import Rendering
import SQL

/// The tables of a command in one text: below each other for people, one document for programs.
extension Conversation {
  /// Writes what the command has held, in the format that is set.
  func writeHeldTables(at range: SourceRange) throws(Diagnostic) {
    facts.rows = try write(
      heldTables, as: settings.format, settings.presentation, to: output, tell: tellShortening, at: range)
  }

  /// - Parameter tell: says what of a table is not to be seen.
  /// - Returns: how many rows they have.
  func write(
    _ tables: [HeldTable], as format: OutputFormat, _ presentation: Presentation, to output: Output,
    tell: (RenderedFacts) -> Void, at range: SourceRange
  ) throws(Diagnostic) -> Int {
    func write(_ form: HeldTable.Form, to target: Output? = nil) throws(Diagnostic) {
      var presentation = presentation
      presentation.nullText = form.emptyText ?? presentation.nullText
      tell(try self.write(form.grid, as: format, presentation, to: target ?? output, at: range))
    }
    let named = tables.contains { $0.name != nil }
    switch format.severalTables {
    case .apart:
      if tables.count == 1, let table = tables.first, table.shown.rows.isEmpty, let told = table.withoutRows {
        self.write(Sentence(told), to: output)
        output.flush()
        return 0
      }
      let forms = tables.map { $0.form(for: format) }.filter { tables.count == 1 || !$0.rows.isEmpty }
      for (index, form) in forms.enumerated() {
        if index > 0 { output.write("\n") }
        try write(form)
      }
      return forms.reduce(0) { $0 + $1.rows.count }
    case .object where named:
      let parts = Self.gathered(tables)
      for (index, part) in parts.enumerated() {
        var bytes: [UInt8] = []
        let array = Output { block in
          bytes += block
          return true
        }
        try write(part.form, to: array)
        array.flush()
        output.write((index == 0 ? "{" : ",\n") + "\"\(part.name)\":")
        output.write(bytes: bytes.last == 0x0A ? bytes.dropLast() : bytes[...])
      }
      output.write("}\n")
      return parts.reduce(0) { $0 + $1.form.rows.count }
    case .marked where named:
      let parts = Self.gathered(tables)
      for part in parts where !part.form.rows.isEmpty {
        try write(part.form.with(part.name, inColumn: "table"))
      }
      return parts.reduce(0) { $0 + $1.form.rows.count }
    case .object, .marked, .first:
      let parts = Self.gathered(tables)
      let name = tables.first(where: \.isMain)?.name
      guard let main = parts.first(where: { $0.name == name }) ?? parts.first else { return 0 }
      try write(main.form)
      let others = parts.filter { $0.name != main.name && !$0.form.rows.isEmpty }.map(\.name)
      if !others.isEmpty {
        let word = isInteractive ? "last json" : "--json"
        notice("Left out: \(others.joined(separator: ", ")). \(word) has all.")
      }
      return main.form.rows.count
    }
  }

  /// As programs read them: those of one name put together.
  private static func gathered(_ tables: [HeldTable]) -> [(name: String, form: HeldTable.Form)] {
    tables.reduce(into: []) { parts, table in
      if let name = table.name, let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].form.rows += table.data.rows
      } else {
        parts.append((table.name ?? "", table.data))
      }
    }
  }
}
