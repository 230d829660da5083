import Language
import TestSupport
import Testing

/// The random paths: all of them can be read, and each piece of the language is among them.
@Suite struct GeneratedPathTests {
  @Test func everyPathCanBeRead() throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      let trial = try StrategyTrial(seed: seed)
      var random = RandomPath(oracle: trial.oracle, seed: seed)
      let variables = [random.variable(named: "one"), random.variable(named: "other")]
      let paths = variables.map(\.path) + (0..<25).map { _ in random.next() }
      for path in paths {
        #expect(throws: Never.self, "seed \(seed): \(path.text)") { _ = try Parser.path(path.text) }
        // The oracle has an answer to whatever is asked, and hops end where the path says.
        if let result = trial.oracle.records(of: path) {
          #expect(result.entity == path.entity, "seed \(seed): \(path.text)")
        }
      }
    }
  }

  @Test func thePathsHaveEverythingInThem() throws {
    var found: [String: Int] = [:]
    for seed in 1...150 as ClosedRange<UInt64> {
      let trial = try StrategyTrial(seed: seed)
      var random = RandomPath(oracle: trial.oracle, seed: seed)
      _ = [random.variable(named: "one"), random.variable(named: "other")]
      for _ in 0..<25 {
        let path = random.next()
        for (piece, isThere) in Self.pieces(of: path, trial.oracle) where isThere {
          found[piece, default: 0] += 1
        }
      }
    }
    let rare = Self.names.filter { found[$0, default: 0] < 5 }
    #expect(rare == [])
  }

  private static let names = [
    "+", "*", "deep closure", "cycle", "depth", "sum", "avg", "min", "max", "any", "all", "count", "group",
    "groups of many", "shape", "nested list", "missing", "held root", "held values", "held record", "loads",
    "own attribute", "aggregate in a condition", "several rows of groups",
  ]

  private static func pieces(of path: OraclePath, _ oracle: Oracle) -> [(String, Bool)] {
    let answer = oracle.answer(to: path)
    let nested = if case .nested(let records) = answer { "\(records)" } else { "" }
    let result = oracle.records(of: path)
    let depth = result?.depths.values.max() ?? 0
    let isGroup = path.text.contains(".group(")
    var rows = 0
    if case .rows(let found, _) = answer { rows = found.count }
    let start = path.steps.dropLast()
    let sources = result.map { _ in
      oracle.root(of: path).map { oracle.follow(Array(start), from: $0, of: path.root).records } ?? []
    }
    return [
      ("+", path.steps.contains { $0.closure == .oneOrMore }),
      ("*", path.steps.contains { $0.closure == .zeroOrMore }),
      ("deep closure", depth > 2),
      (
        "cycle",
        path.steps.last?.closure == .oneOrMore && path.steps.last?.refinements.isEmpty == true
          && !Set(sources ?? []).isDisjoint(with: Set(result?.records ?? []))
      ),
      ("depth", path.text.hasSuffix(".depth")),
      ("sum", path.text.contains("sum(")), ("avg", path.text.contains("avg(")),
      ("min", path.text.contains("min(")), ("max", path.text.contains("max(")),
      ("any", path.text.contains(".any(")), ("all", path.text.contains(".all(")),
      ("count", path.text.contains(".count(")),
      ("group", isGroup), ("several rows of groups", isGroup && rows > 2),
      ("groups of many", Self.groupsMany(path)),
      ("shape", !nested.isEmpty), ("nested list", nested.contains("[{")),
      ("missing", nested.contains(": NULL")),
      ("held root", path.held != nil), ("held values", path.heldValues != nil),
      ("held record", Self.mentions("isHeld", path)), ("loads", path.hasLoads),
      ("own attribute", Self.mentions("anyAgainst", path)),
      ("aggregate in a condition", Self.mentions("OracleAggregate", path)),
    ]
  }

  private static func groupsMany(_ path: OraclePath) -> Bool {
    guard case .group(let group) = path.ending else { return false }
    return group.keys.contains { !$0.hops.isEmpty }
  }

  private static func mentions(_ word: String, _ path: OraclePath) -> Bool {
    "\(path.refinements) \(path.steps.map(\.refinements))".contains(word)
  }
}
