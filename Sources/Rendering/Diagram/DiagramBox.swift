/// How much of each entity a picture shows.
package enum DiagramDetail: Hashable, Sendable, CaseIterable {
  /// Every column with its type.
  case columns
  /// The key, and what names a record.
  case keys
  case names
}

/// What stands in the box of one entity: its name, columns, and the relationships with itself.
struct DiagramBox {
  /// One line between the borders, in pieces with their meaning.
  private(set) var rows: [StyledText] = []

  /// Keys over several columns are broken into lines of so many characters.
  private static let keyWidth = 16

  init(_ entity: Diagram.Entity, loops: [Diagram.Relationship], detail: DiagramDetail, charset: Charset) {
    func visible(_ text: String) -> String { VisibleText.plain(text, charset: charset) }
    var title = StyledText(visible(entity.name), .heading)
    if let kind = entity.kind { title.append(" \(kind)", .dim) }
    rows.append(title)
    switch detail {
    case .columns:
      let widest = entity.columns.map { DisplayWidth.columns(of: visible($0.name)) }.max() ?? 0
      for column in entity.columns {
        var row = StyledText(column.isKey ? "#" : column.isForeignKey ? charset.foreignKey : " ", .dim)
        row.append(visible(column.name), column.isKey ? .key : nil)
        if !column.type.isEmpty {
          row.pad(to: widest + 2)
          row.append(visible(column.type.lowercased()), .dim)
        }
        rows.append(row)
      }
    case .keys:
      let keys = entity.columns.filter(\.isKey).map { ("#" + visible($0.name), Role.key as Role?) }
      let labels = entity.columns.filter { $0.isLabel && !$0.isKey }.map { (visible($0.name), nil as Role?) }
      var row = StyledText()
      for (text, role) in keys + labels {
        if !row.isEmpty, row.width + 1 + DisplayWidth.columns(of: text) > max(Self.keyWidth, rows[0].width) {
          rows.append(row)
          row = StyledText()
        }
        if !row.isEmpty { row.append(" ") }
        row.append(text, role)
      }
      if !row.isEmpty { rows.append(row) }
    case .names: break
    }
    for loop in loops {
      var row = StyledText(charset.loop + " ", .mark)
      row.append((loop.isInferred ? "~" : "") + visible(loop.name))
      rows.append(row)
    }
  }

  /// With its borders.
  var width: Int { (rows.map(\.width).max() ?? 0) + 4 }
  var height: Int { rows.count + 2 }
}

extension Charset {
  /// Before a relationship of an entity with itself.
  var loop: String { pick("↺", "@") }
  /// Before a column that refers to another entity.
  var foreignKey: String { pick("→", ">") }
}
