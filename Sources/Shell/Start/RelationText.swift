import Language
import ORM

/// What a person said of a database, as the lines that say it.
extension Schema {
  /// As in `relate book.author_id -> author.id as writer, works`.
  func line(relating key: UndeclaredKey) -> String {
    var line =
      "relate \(side(key.schema, key.table, key.columns)) -> \(side(key.schema, key.parentTable, key.parentColumns))"
    if let name = key.name {
      line +=
        " as "
        + ([name] + [key.reverseName].compactMap(\.self)).map(SyntaxPrinter.name).joined(separator: ", ")
    }
    return line
  }

  /// As in `unrelate book.author_id`, which holds whatever the relationship is called.
  func line(refusing key: UndeclaredKey) -> String {
    "unrelate \(side(key.schema, key.table, key.columns))"
  }

  /// As in `label author name`, or `label customer first_name last_name`.
  func line(labelling label: LabelChoice) -> String {
    (["label", name(ofTable: label.table, in: label.schema)] + label.columns.map(Self.labelName))
      .joined(separator: " ")
  }

  /// Alone, the word default takes a label back.
  static func labelName(_ column: String) -> String {
    column.lowercased() == "default" ? SyntaxPrinter.quoted(column) : SyntaxPrinter.name(column)
  }

  private func side(_ schema: String, _ table: String, _ columns: [String]) -> String {
    let names = columns.map(SyntaxPrinter.name)
    let table = name(ofTable: table, in: schema)
    return names.count == 1 ? "\(table).\(names[0])" : "\(table)(\(names.joined(separator: ", ")))"
  }

  /// The name by which a path begins with a table.
  private func name(ofTable table: String, in schema: String) -> String {
    let entity = entities.first { $0.schema.isSameName(as: schema) && $0.table.isSameName(as: table) }
    return SyntaxPrinter.name(entity?.name ?? table)
  }
}
