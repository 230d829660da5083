import Foundation
import Shell
import Testing

/// What `plan` says and what `compare` measures, row by row: they have the same rows, and what is exact is met.
@Suite struct PlanAndCompareTests {
  private struct Row: Decodable, Equatable {
    var strategy: String
    var queries: Int?
    var rows: Int?
    var queriesExact: Int?
    var rowsExact: Int?
  }

  /// What `plan` is for programs, beside the pieces of the path.
  private struct Plan: Decodable {
    var strategies: [Row]
  }

  private func rows(_ line: String, in library: SampleLibrary) throws -> [Row] {
    try JSONDecoder().decode([Row].self, from: Data(library.answer(to: line).utf8))
  }

  /// Without marks, with one, with several, in braces, in `with`, behind a closure.
  private static let paths = [
    "author.books.title", "author.books!.title", "author.books!joined.title", "author.books!subquery.genres",
    "author.books.genres!.name", "author.books!.genres!.name", "author.books!joined.genres!joined.name",
    "book.author!.country.name", "book[:12].author!lazy.country!.name", "author[3].books!.genres.name",
    "author[3].books!peers", "author{name, books!{title, genres.name}}",
    "author[:4]{name, books{title, genres!.name}, country!.name}",
    "author[:5].with(books, books.genres).name",
    "author.with(books: joined).name", "librarian[1].reports+!.name", "author[born > 1950].books!.publisher",
    "author.books![:2].title", "branch.copies!lazy.book!.title", "member.loans!.book!flat.title",
  ]

  @Test(arguments: paths, ["lazy", "selectin", "joined", "flat", "raise"])
  func agree(path: String, inForce: String) throws {
    let library = try SampleLibrary(sql: .off)
    _ = library.answer(to: "set load \(inForce)")
    _ = library.answer(to: "set format json")
    guard library.conversation.respond(to: "plan \(path)").problem == nil else { return }
    _ = library.answer(to: "")
    let page = Data(library.answer(to: "plan \(path)").utf8)
    let planned = try JSONDecoder().decode(Plan.self, from: page).strategies
    let measured = try rows("compare \(path)", in: library)
    var expected = planned.filter { $0.strategy != "raise" }
    // What raise ends as it is written has nothing to measure.
    if inForce == "raise", measured.first?.strategy != "as written" {
      expected.removeAll { $0.strategy == "as written" }
    }
    #expect(measured.map(\.strategy) == expected.map(\.strategy))
    for (plan, run) in zip(expected, measured) {
      if plan.queriesExact == 1 { #expect(plan.queries == run.queries, "\(plan.strategy)") }
      if plan.rowsExact == 1 { #expect(plan.rows == run.rows, "\(plan.strategy)") }
    }
  }

  @Test func whatABudgetLeavesOutIsTold() throws {
    let library = try SampleLibrary(sql: .off)
    _ = library.answer(to: "set budget 1")
    let told = library.answer(to: "compare author[1].books.title").split(separator: "\n").suffix(6)
    #expect(
      told == [
        " Those that ran are equal: the same 2 rows in the same order.",
        " Times are the median; the bars, with 2 ms a query.",
        " lazy, peers, selectin and subquery need more than 1 query, and were stopped.",
        "                               ^^^^^",
        "  The budget of 1 query is used up, and this needs one more.",
        "  To lift the limit: set budget off",
      ])
  }

  @Test func aPathWithMarksIsARowOfItsOwn() throws {
    let library = try SampleLibrary(sql: .off)
    _ = library.answer(to: "set format json")
    let page = Data(library.answer(to: "plan author.books!.title").utf8)
    let planned = try JSONDecoder().decode(Plan.self, from: page).strategies.map {
      "\($0.strategy) \($0.queries ?? -1) \($0.rows ?? -1)"
    }
    #expect(
      planned == [
        "as written 2 252", "lazy 41 252", "peers 2 252", "selectin 2 252", "joined 1 213",
        "subquery 2 252", "flat 1 212", "raise 1 40",
      ])
    _ = library.answer(to: "set format csv")
    let measured = library.answer(to: "compare author.books!.title").split(separator: "\n").map {
      $0.split(separator: ",").prefix(3).joined(separator: ",")
    }
    #expect(
      measured == [
        "strategy,queries,rows", "as written,2,252", "lazy,41,252", "peers,2,252", "selectin,2,252",
        "joined,1,213", "subquery,2,252", "flat,1,212",
      ])
  }
}
