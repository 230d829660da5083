extension DiagramFormat {
  /// The language of Graphviz (https://graphviz.org/doc/info/lang.html).
  package static let dot = DiagramFormat(name: "dot", summary: "a graph for Graphviz") { diagram, _ in
    DOTDiagram(diagram).text
  }
}

/// A schema as a graph of Graphviz: tables as HTML-like labels, crow's feet as arrows.
private struct DOTDiagram {
  private let diagram: Diagram

  init(_ diagram: Diagram) { self.diagram = diagram }

  var text: String {
    var text = """
      digraph schema {
        graph [rankdir=TB, nodesep=0.4, ranksep=0.7, fontname="Helvetica"]
        node [shape=plain, fontname="Helvetica", fontsize=11]
        edge [dir=both, fontname="Helvetica", fontsize=9, arrowsize=0.8]

      """
    for (index, entity) in diagram.entities.enumerated() { text += node(index, entity) }
    for relationship in diagram.relationships { text += edge(relationship) }
    return text + "}\n"
  }

  private func node(_ index: Int, _ entity: Diagram.Entity) -> String {
    var text = "  e\(index) [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">"
    let kind = entity.kind.map { " <i>\(XMLText.escaped($0))</i>" } ?? ""
    text +=
      "\n    <tr><td colspan=\"2\" bgcolor=\"#e8eef7\"><b>\(XMLText.escaped(entity.name))</b>\(kind)</td></tr>"
    for column in entity.columns {
      let name = XMLText.escaped(column.name)
      let marks = [(column.isKey, "PK"), (column.isForeignKey, "FK"), (column.isUnique, "UK")]
        .filter(\.0).map(\.1).joined(separator: " ")
      let type = XMLText.escaped(column.type.lowercased())
      text += "\n    <tr><td align=\"left\">\(column.isKey ? "<u>\(name)</u>" : name)</td>"
      let about = [type, marks].filter { !$0.isEmpty }.joined(separator: " ")
      text += "<td align=\"left\">\(about.isEmpty ? " " : about)</td></tr>"
    }
    return text + "\n  </table>>]\n"
  }

  private func edge(_ relationship: Diagram.Relationship) -> String {
    var attributes = [
      "arrowtail=\(arrow(relationship.parentEnd))", "arrowhead=\(arrow(relationship.childEnd))",
      "label=\"\(quoted(relationship.title))\"",
    ]
    if relationship.isInferred { attributes.append("style=dashed") }
    return
      "  e\(relationship.parent) -> e\(relationship.child) [\(attributes.joined(separator: ", "))]\n"
  }

  /// The shape nearest to the box stands first.
  private func arrow(_ end: Diagram.End) -> String {
    switch end {
    case .one: "teetee"
    case .oneOrNone: "teeodot"
    case .many: "crowodot"
    }
  }

  private func quoted(_ text: String) -> String {
    VisibleText.plain(text, charset: .unicode).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}

/// Text that stands in XML.
enum XMLText {
  static func escaped(_ text: String) -> String {
    VisibleText.plain(text, charset: .unicode).reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
  }
}
