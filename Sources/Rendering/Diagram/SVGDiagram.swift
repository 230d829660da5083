internal import SQL

extension DiagramFormat {
  package static let svg = DiagramFormat(name: "svg", summary: "a picture that browsers show") {
    (diagram, checkInterrupt) throws(DatabaseError) in
    try SVGDiagram(diagram, checkInterrupt).text(checkInterrupt)
  }
}

/// A schema as a picture in SVG that needs nothing else: no script, no font, text that can be selected, and colours for
/// light and dark backgrounds.
private struct SVGDiagram {
  private let diagram: Diagram
  private let boxes: [DiagramBox]
  private let layout: DiagramLayout?

  /// Points that one character takes.
  private static let cell = (width: 9, height: 18)
  /// Around the picture.
  private static let margin = 12

  init(
    _ diagram: Diagram, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    self.diagram = diagram
    let boxes = diagram.boxes(.columns, .unicode)
    self.boxes = boxes
    let labels = diagram.relationships.map(\.svgLabel)
    let widest = boxes.map(\.width).max() ?? 1
    // About as wide as high, then as wide as it must be.
    let side = Int(Double(boxes.reduce(0) { $0 + $1.width * $1.height * 6 }).squareRoot())
    var layout: DiagramLayout?
    for width in [max(100, widest, side), max(200, 2 * widest, 2 * side), 1_000 + 10 * side, 1_000_000]
    where layout == nil {
      layout = try DiagramLayout(diagram, boxes: boxes, labels: labels, width: width, checkInterrupt)
    }
    self.layout = layout
  }

  func text(_ checkInterrupt: () throws(DatabaseError) -> Void) throws(DatabaseError) -> String {
    guard let layout else { return list }
    try checkInterrupt()
    let size = (
      width: layout.width * Self.cell.width + 2 * Self.margin,
      height: layout.height * Self.cell.height + 2 * Self.margin
    )
    var text = Self.head(width: size.width, height: size.height)
    text += "<g class=\"lines\">\n"
    for path in paths(layout) { text += path + "\n" }
    try checkInterrupt()
    text += "</g>\n<g class=\"ends\">\n"
    for end in layout.ends { text += self.end(end) + "\n" }
    text += "</g>\n"
    for box in layout.boxes {
      try checkInterrupt()
      text += self.box(box)
    }
    for label in layout.labels {
      let about = XMLText.escaped(diagram.relationships[label.relationship].title)
      text += "<text class=\"label\" x=\"\(Self.x(label.x) - 4)\" y=\"\(Self.baseline(label.y))\">"
      text += "<title>\(about)</title>\(XMLText.escaped(label.text))</text>\n"
    }
    return text + "</svg>\n"
  }

  private static func head(width: Int, height: Int) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
    <style>
    svg { background: #ffffff; }
    text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2933; white-space: pre; }
    rect, circle { fill: #f6f8fb; }
    rect, path, circle { stroke: #52606d; stroke-width: 1.3; }
    path { fill: none; }
    .heading { font-weight: bold; }
    .key { fill: #9a5b00; }
    .dim, .label { fill: #6b7785; }
    .label { font-size: 12px; font-style: italic; }
    .dashed { stroke-dasharray: 5 4; }
    @media (prefers-color-scheme: dark) {
    svg { background: #14181d; }
    text { fill: #e4e9ee; }
    rect, circle { fill: #1d232a; }
    rect, path, circle { stroke: #9fb0c0; }
    .key { fill: #f0b557; }
    .dim, .label { fill: #93a1af; }
    }
    </style>

    """
  }

  private static func x(_ column: Int) -> Int { margin + column * cell.width + cell.width / 2 }
  private static func y(_ row: Int) -> Int { margin + row * cell.height + cell.height / 2 }
  private static func baseline(_ row: Int) -> Int { y(row) + 4 }

  // MARK: Lines

  /// One path for each net, with what it means when one points at it.
  private func paths(_ layout: DiagramLayout) -> [String] {
    let strokes = Dictionary(grouping: layout.strokes, by: \.net)
    let titles = Dictionary(grouping: layout.ends, by: \.net).mapValues { ends in
      var relationships: [Int] = []
      for end in ends where !relationships.contains(end.relationship) {
        relationships.append(end.relationship)
      }
      return relationships.map { index in
        let relationship = diagram.relationships[index]
        return "\(diagram.entities[relationship.child].name).\(relationship.title)"
      }.joined(separator: "; ")
    }
    return strokes.keys.sorted().map { net in
      let own = strokes[net] ?? []
      let pieces = own.map { stroke in
        "M\(Self.x(stroke.x.lowerBound)) \(Self.y(stroke.y.lowerBound))"
          + (stroke.x.count > 1 ? "H\(Self.x(stroke.x.upperBound))" : "V\(Self.y(stroke.y.upperBound))")
      }
      let style = own.contains(where: \.isDashed) ? " class=\"dashed\"" : ""
      return
        "<path\(style) d=\"\(pieces.joined())\"><title>\(XMLText.escaped(titles[net] ?? ""))</title></path>"
    }
  }

  private func end(_ end: DiagramLayout.EndMark) -> String {
    let x = Self.x(end.x)
    let away = end.isBelowBox ? 1 : -1
    switch end.end {
    case .many:
      let border = Self.y(end.y - away)
      let tip = border + away * Self.cell.height
      return "<path d=\"M\(x - 7) \(border)L\(x) \(tip)L\(x + 7) \(border)\"/>"
        + "<circle cx=\"\(x)\" cy=\"\(tip + away * 3)\" r=\"3\"/>"
    case .one:
      let first = Self.y(end.y) + away * 5
      return "<path d=\"M\(x - 6) \(first)h12M\(x - 6) \(first + away * 4)h12\"/>"
    case .oneOrNone:
      let first = Self.y(end.y) + away * 4
      return "<path d=\"M\(x - 6) \(first)h12\"/><circle cx=\"\(x)\" cy=\"\(first + away * 5)\" r=\"3\"/>"
    }
  }

  // MARK: Boxes

  private func box(_ box: DiagramLayout.PlacedBox) -> String {
    let rows = boxes[box.entity].rows
    var text = "<g>\n<rect x=\"\(Self.x(box.x))\" y=\"\(Self.y(box.y))\""
    text +=
      " width=\"\((box.width - 1) * Self.cell.width)\" height=\"\((box.height - 1) * Self.cell.height)\"/>\n"
    for (index, row) in rows.enumerated() {
      text += "<text x=\"\(Self.x(box.x + 1) + 2)\" y=\"\(Self.baseline(box.y + 1 + index))\">"
      for span in row.spans {
        let content = XMLText.escaped(span.text)
        let style = Self.style(span.role)
        text += style.map { "<tspan class=\"\($0)\">\(content)</tspan>" } ?? content
      }
      text += "</text>\n"
    }
    return text + "</g>\n"
  }

  private static func style(_ role: Role?) -> String? {
    switch role {
    case .heading: "heading"
    case .key: "key"
    case .dim, .mark: "dim"
    case .null, .escape, .keyword, .string, .number, .hint, .lesson, .prompt, .warning, .error, nil: nil
    }
  }

  /// Without a layout, the names at least.
  private var list: String {
    let height = (diagram.entities.count + 1) * Self.cell.height + 2 * Self.margin
    let width = (boxes.map(\.width).max() ?? 20) * Self.cell.width + 2 * Self.margin
    var text = Self.head(width: width, height: height)
    for (index, entity) in diagram.entities.enumerated() {
      text +=
        "<text x=\"\(Self.margin)\" y=\"\(Self.baseline(index))\">\(XMLText.escaped(entity.name))</text>\n"
    }
    return text + "</svg>\n"
  }
}

extension Diagram.Relationship {
  /// What stands at the foot: its name where that is not the entity's, the junction, and what a deletion does.
  fileprivate var svgLabel: String {
    let text = [junction.map { "(\($0))" } ?? label, onDelete.map { "on delete \($0)" }].compactMap { $0 }
      .joined(separator: " ")
    let visible = VisibleText.plain(text, charset: .unicode)
    return isInferred ? "~" + visible : visible
  }
}
