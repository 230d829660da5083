import Rendering
import SQL
import Testing

@Suite struct DiagramFormatTests {
  /// Names that mean something in each of the formats.
  private static let nasty = Diagram(
    entities: [
      .init(
        name: "Order \"Details\"", columns: [.init(name: "a<b>&'c'", type: "NUMERIC(10,2)", isKey: true)]),
      .init(name: "class", kind: "view", columns: []),
      .init(name: "1\\\n表", columns: [.init(name: "", type: "", isForeignKey: true, isUnique: true)]),
      .init(name: "Order_Details_", columns: []), .init(name: "]]>-->", columns: []),
    ],
    relationships: [
      .init(
        parent: 0, child: 1, parentEnd: .one, childEnd: .many, name: "\"};", inverse: nil, label: "<x>",
        onDelete: "set null"),
      .init(
        parent: 2, child: 1, parentEnd: .many, childEnd: .many, name: "#", junction: "j\\", isInferred: true),
      .init(parent: 2, child: 2, parentEnd: .oneOrNone, childEnd: .oneOrNone, name: "self"),
    ])

  @Test func look() throws {
    for format in DiagramFormat.all {
      expectGolden(
        "diagram-nasty.\(format.name)", try format.text(Self.nasty) { () throws(DatabaseError) in })
    }
  }

  @Test func svgIsWellFormedAndSaysEverything() throws {
    for seed in UInt64(0)..<60 {
      let diagram = seed == 0 ? Self.nasty : Diagram(seed: seed, entities: 1...25)
      let picture = try WellFormedXML(DiagramFormat.svg.text(diagram) { () throws(DatabaseError) in })
      #expect(picture.elements.count { $0 == "rect" } == diagram.entities.count)
      for entity in diagram.entities where seed > 0 { #expect(picture.text.contains(entity.name)) }
      #expect(!picture.elements.contains("script"))
      for relationship in diagram.relationships where seed > 0 && relationship.parent != relationship.child {
        #expect(picture.text.contains(relationship.name), "seed \(seed) \(relationship.name)")
      }
    }
  }

  @Test func mermaidIsWhatMermaidReads() throws {
    for seed in UInt64(0)..<60 {
      let diagram = seed == 0 ? Self.nasty : Diagram(seed: seed)
      let lines = try DiagramFormat.mermaid.text(diagram) { () throws(DatabaseError) in }.split(
        separator: "\n")
      #expect(lines.first == "erDiagram")
      let identifier = #/[A-Za-z_][A-Za-z0-9_]*/#
      for line in lines.dropFirst() {
        let isKnown =
          try #/  [A-Za-z_]\w*(\["[^"]*"\])?( \{)?/#.wholeMatch(in: line) != nil
          || #/    [a-z]\w* [A-Za-z_]\w*( (PK|FK|UK)(, (PK|FK|UK))*)?( "[^"]*")?/#.wholeMatch(in: line) != nil
          || #/  \w+ (\|\||\|o|\}o)(--|\.\.)(\|\||o\||o\{) \w+ : "[^"]*"/#.wholeMatch(in: line) != nil
          || line == "  }"
        #expect(isKnown, "seed \(seed): \(line)")
        #expect(line.firstMatch(of: identifier) != nil || line == "  }")
      }
      #expect(lines.count { $0.contains(" : \"") } == diagram.relationships.count)
    }
  }

  @Test func dotIsWhatGraphvizReads() throws {
    for seed in UInt64(0)..<60 {
      let diagram = seed == 0 ? Self.nasty : Diagram(seed: seed)
      let text = try DiagramFormat.dot.text(diagram) { () throws(DatabaseError) in }
      let lines = text.split(separator: "\n")
      #expect(lines.first == "digraph schema {" && lines.last == "}")
      let edges = lines.filter {
        $0.wholeMatch(
          of: #/  e\d+ -> e\d+ \[arrowtail=\w+, arrowhead=\w+, label="([^"\\]|\\.)*"(, style=dashed)?\]/#)
          != nil
      }
      #expect(edges.count == diagram.relationships.count, "seed \(seed)")
      let labels = text.matches(of: #/label=<([\s\S]*?>)>\]\n/#).map { String($0.1) }
      #expect(labels.count == diagram.entities.count)
      for label in labels { _ = try WellFormedXML(label) }
    }
  }
}
