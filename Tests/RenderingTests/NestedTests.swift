import Foundation
import Rendering
import SQL
import Testing

@Suite struct NestedTests {
  private static let grids: [(name: String, grid: @Sendable () -> Grid)] = [
    ("authors", { NestedGrids.authors }), ("one author", { NestedGrids.author }),
    ("no author", { NestedGrids.noAuthors }), ("deep", { NestedGrids.deep }),
    ("lists", { NestedGrids.lists }), ("six levels", { NestedGrids.nested(6) }),
    ("nasty", { NestedGrids.nasty }),
  ]

  @Test(arguments: ["table", "record", "tree"], [40, 80, 200])
  func forPeople(name: String, width: Int) throws {
    for charset in Charset.allCases { try forPeople(name: name, width: width, charset: charset) }
  }

  private func forPeople(name: String, width: Int, charset: Charset) throws {
    let format = try #require(OutputFormat.named(name))
    let presentation = Presentation(charset: charset, width: width)
    let all = try Self.grids.map { title, grid in
      let (text, facts) = try render(grid(), format, presentation)
      if name == "table" {
        for line in text.split(separator: "\n") { #expect(DisplayWidth.columns(of: line) <= width) }
      }
      return "\(title):\n\(text)\(described(facts))\n"
    }
    expectGolden("nested-\(name)-\(width)-\(charset).txt", all.joined(separator: "\n"))
  }

  @Test(arguments: OutputFormat.all.map(\.name))
  func inAPipe(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    let all = try Self.grids.map { title, grid in
      let (text, facts) = try render(grid(), format)
      #expect(facts.isComplete)
      return "\(title):\n\(text)"
    }
    expectGolden("nested-pipe.\(name)", all.joined(separator: "\n"))
  }
}
