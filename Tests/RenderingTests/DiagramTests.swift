import Rendering
import SQL
import Testing

@Suite struct DiagramTests {
  private static func rows(_ diagram: Diagram, _ presentation: Presentation) throws -> [String] {
    var bytes: [UInt8] = []
    let output = Output {
      bytes += $0
      return true
    }
    try DiagramPicture(diagram, as: presentation).write(to: output) { () throws(DatabaseError) in }
    output.flush()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init)
  }

  private static func isPicture(_ rows: [String]) -> Bool { !rows[0].hasPrefix(" No picture") }

  @Test(arguments: [60, 80, 200])
  func everyBoxAndEveryLineIsThereAndNothingElse(width: Int) throws {
    var drawn = 0
    for seed in UInt64(0)..<250 {
      let diagram = Diagram(seed: seed)
      let rows = try Self.rows(diagram, Presentation(width: width))
      #expect(rows.filter { $0.count > width || $0.last == " " }.isEmpty, "seed \(seed)")
      guard Self.isPicture(rows) else { continue }
      drawn += 1
      do {
        let picture = try DrawnDiagram(rows, names: diagram.entities.map(\.name))
        #expect(picture.lines == diagram.lines, "seed \(seed)")
        for (box, entity) in zip(picture.boxes, diagram.entities.indices) {
          let loops = diagram.relationships.filter { $0.parent == entity && $0.child == entity }
          let shown = picture.rows(of: box).filter { $0.hasPrefix(" ↺") }.map {
            String($0.split(separator: " ")[1])
          }
          #expect(shown == loops.map { ($0.isInferred ? "~" : "") + $0.name }, "seed \(seed)")
        }
        for relationship in diagram.relationships where relationship.parent != relationship.child {
          guard let label = relationship.junction.map({ "(\($0))" }) ?? relationship.label else { continue }
          #expect(rows.contains { $0.contains("\(label)") }, "seed \(seed) \(label)")
        }
      } catch {
        Issue.record("seed \(seed): \(error)\n\(rows.joined(separator: "\n"))")
      }
    }
    // What is not drawn is told as a list; there must not be much of that.
    #expect(drawn >= (width < 80 ? 200 : 235), "\(drawn) of 250")
  }

  @Test(arguments: [30, 40])
  func whatIsOfferedInPlaceOfAPictureCanBeDrawn(width: Int) throws {
    var offered: [String: Int] = [:]
    for seed in UInt64(0)..<250 {
      let diagram = Diagram(seed: seed)
      let rows = try Self.rows(diagram, Presentation(width: width))
      guard !Self.isPicture(rows) else { continue }
      let text = rows.joined()
      guard let match = text.firstMatch(of: /diagram (e\w+)(\+1)? draws a part/),
        let entity = diagram.entities.firstIndex(where: { $0.name == match.1 })
      else {
        offered["nothing", default: 0] += 1
        continue
      }
      offered[match.2.map(String.init) ?? "alone", default: 0] += 1
      let part = diagram.part(around: entity, isAlone: match.2 == nil)
      #expect(Self.isPicture(try Self.rows(part, Presentation(width: width))), "seed \(seed)")
    }
    #expect(offered.keys.sorted() == ["+1", "alone"])
  }

  @Test func theSameDiagramIsTheSamePicture() throws {
    for seed in UInt64(0)..<20 {
      let presentation = Presentation(width: 80)
      #expect(
        try Self.rows(Diagram(seed: seed), presentation) == Self.rows(Diagram(seed: seed), presentation))
    }
  }

  @Test(arguments: [1, 7, 12])
  func look(seed: Int) throws {
    let diagram = Diagram(seed: UInt64(seed))
    let pages = try [Charset.unicode, .ascii].map { charset in
      try Self.rows(diagram, Presentation(charset: charset, width: 80)).joined(separator: "\n")
    }
    expectGolden("diagram-\(seed).txt", pages.joined(separator: "\n\n") + "\n")
  }

  @Test func tooMuchForAPicture() throws {
    let few = Diagram(seed: 3, entities: 61...61)
    let many = Diagram(seed: 4, entities: 1_000...1_000)
    let pages = try [few, many].map { try Self.rows($0, Presentation(width: 80)).joined(separator: "\n") }
    expectGolden("diagram-lists.txt", pages.joined(separator: "\n\n") + "\n")
  }

  @Test func aBoxOfVeryManyColumnsShowsItsKeyAndLabel() throws {
    let key = Diagram.Column(name: "id", type: "INTEGER", isKey: true)
    let name = Diagram.Column(name: "name", type: "TEXT", isLabel: true)
    func rows(_ count: Int) throws -> [String] {
      let others = (1...count).map { Diagram.Column(name: "c\($0)", type: "REAL") }
      let diagram = Diagram(
        entities: [.init(name: "station", columns: [key, name] + others)], relationships: [])
      return try Self.rows(diagram, Presentation(width: 80))
    }
    #expect(try rows(58).count == 65)
    #expect(
      try rows(59) == [" ┌──────────┐", " │ station  │", " │ #id name │", " └──────────┘", "", " # key"])
  }

  @Test func namesFromTheDataAreShownAndNotObeyed() throws {
    let diagram = Diagram(
      entities: [
        .init(name: "表\u{1B}[31m", columns: [.init(name: "a\nb", type: "", isKey: true)]),
        .init(name: "e\u{301}", kind: "view", columns: []),
      ],
      relationships: [
        .init(parent: 0, child: 1, parentEnd: .one, childEnd: .many, name: "本", label: "本\t")
      ])
    #expect(
      try Self.rows(diagram, Presentation(width: 40)) == [
        " ┌─────────┐", " │ 表␛[31m │", " │ #a⏎b    │", " └───╪─────┘", "    ╱│╲ 本⇥", " ┌─────────┐",
        " │ e\u{301} view  │", " └─────────┘", "", " # key   ╱│╲ many   ╪ one",
      ])
  }

  @Test func nothingToDraw() throws {
    #expect(
      try Self.rows(Diagram(entities: [], relationships: []), Presentation(width: 80)) == [
        " There is nothing to draw."
      ])
  }

  @Test(arguments: [1, 2, 100, 1_000, 2_500])
  func aPersonCanStopALargeOne(after: Int) throws {
    let diagram = Diagram(seed: 5, entities: 400...400)
    var asked = 0
    let error = #expect(throws: DatabaseError.self) {
      try DiagramFormat.svg.text(diagram) { () throws(DatabaseError) in
        asked += 1
        if asked == after { throw DatabaseError(.interrupted, message: "interrupted") }
      }
    }
    #expect(error?.kind == .interrupted && asked == after)
  }
}

extension Diagram {
  /// One entity, and unless it stands alone those that a relationship leads to.
  fileprivate func part(around entity: Int, isAlone: Bool) -> Diagram {
    let near = relationships.filter { $0.parent == entity || $0.child == entity }.flatMap {
      [$0.parent, $0.child]
    }
    let shown = Set(isAlone ? [entity] : near + [entity]).sorted()
    return Diagram(
      entities: shown.map { entities[$0] },
      relationships: relationships.compactMap { relationship in
        var relationship = relationship
        guard let parent = shown.firstIndex(of: relationship.parent),
          let child = shown.firstIndex(of: relationship.child)
        else { return nil }
        (relationship.parent, relationship.child) = (parent, child)
        return relationship
      })
  }
}
