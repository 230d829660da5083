import Foundation
import Language
import TestSupport
import Testing

/// The grammar in `docs/grammar.md` is the one that the parser's comments carry, and the one that it reads by.
@Suite struct GrammarTests {
  private let grammar: Grammar
  private let lines: GrammarLines

  init() throws {
    grammar = try Grammar.documented()
    lines = GrammarLines(grammar)
  }

  // MARK: The document

  @Test func theCommentsOfTheParserCarryTheSameRules() throws {
    var carried: [String: String] = [:]
    let folder = Grammar.root.appending(path: "Sources/Language")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() {
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for line in source.split(separator: "\n") {
        let reads = line.firstMatch(of: /^ *\/\/\/ Reads `(\w+) +::= ([^`]*)`/)
        guard let rule = (reads ?? line.firstMatch(of: /^\/\/\/     (\w+) +::= (.*)$/))?.output else {
          #expect(!line.contains("::="), "\(file): \(line)")
          continue
        }
        #expect(carried[String(rule.1)] == nil, "\(file): \(line)")
        carried[String(rule.1)] = Grammar.spaced(String(rule.2))
      }
    }
    for name in Set(carried.keys).union(grammar.texts.keys).sorted() {
      #expect(carried[name] == grammar.texts[name], "\(name)")
    }
  }

  @Test func everyRuleIsNeeded() {
    let named = grammar.rules.values.reduce(into: Set<String>()) { $0.formUnion($1.words) }
    let entries: Set<String> = ["statement", "paths", "relation", "names", "Space"]
    #expect(Set(grammar.rules.keys).subtracting(named) == entries)
    #expect(
      named.filter { !$0.hasPrefix("\"") }.subtracting(grammar.rules.keys)
        == Set(GrammarTokens.properties.keys))
  }

  @Test func theSignsAndTheKeywordsAreTheParsers() {
    let inTokens: Set<String> = ["!"]
    #expect(lines.tokens.signs.union(inTokens) == Set(Symbol.allCases.map(\.rawValue)))
    #expect(
      grammar.rules["keyword"].map { Set($0.words) }
        == Set(Keyword.allCases.map { "\"\($0.rawValue)\"" }))
  }

  @Test func theLimitsAreTheParsers() throws {
    #expect(
      grammar.limits == [
        "characters", "quotes", "numbers", "closures", "integers", "reals", "length", "nesting", "operators",
        "hops",
      ])
    let document = try String(
      contentsOf: Grammar.root.appending(path: "docs/grammar.md"), encoding: .utf8)
    let sizes = document.matches(of: /at most ([0-9,]+)/).map { String($0.output.1).replacing(",", with: "") }
    #expect(
      sizes
        == [Parser.longestLine, Parser.deepestNesting, Parser.mostOperators, Parser.mostHops]
        .map { String($0) })
    let followers: [String] =
      document.split(separator: "\n").first { $0.hasPrefix("| `closures`") }?
      .split(separator: "one of").last?.matches(of: /`(.)`/).map { String($0.output.1) } ?? []
    #expect(Set(followers) == GrammarTokens.followersOfClosures)
  }

  @Test func everySectionHasItsPictureAndExamples() throws {
    for section in grammar.sections where !section.rules.isEmpty {
      let rule = String(section.track.prefix { $0 != " " })
      #expect(section.rules.contains(rule))
      let words = section.track.dropFirst(rule.count).matches(of: /"[^"]+"|\w+/).map { String($0.output) }
      #expect(Set(words) == grammar.rules[rule]?.words, "\(section.title)")
      #expect(section.examples.count > 0)
      let entries = section.title == "Tokens" ? ["Name", "Text", "number"] : [section.rules[0]]
      for example in section.examples {
        #expect(entries.contains { accept(example, as: $0) }, "\(section.title): \(example)")
      }
    }
  }

  private func accept(_ line: String, as rule: String) -> Bool {
    guard let tokens = lines.tokens.tokens(of: line) else { return false }
    return Grammar.isToken(rule)
      ? tokens.count == 1 && tokens[0].rules.contains(rule) : lines.accept(tokens, as: rule)
  }

  // MARK: The parser

  /// What the parser says of a line that is to be one of a rule.
  private static let entries: [String: @Sendable (String) throws -> Void] = [
    "statement": { _ = try Parser.statement($0) }, "paths": { _ = try Parser.paths($0) },
    "path": { _ = try Parser.path($0) }, "expression": { _ = try Parser.predicate($0) },
    "relation": { _ = try Parser.relation($0) }, "names": { _ = try Parser.names($0) },
  ]

  /// How the parser's answer differs from the grammar's; nil when it does not.
  private func disagreement(about line: String, as rule: String) -> String? {
    let tokens = lines.tokens.tokens(of: line)
    let isDerived = tokens.map { lines.accept($0, as: rule) } ?? false
    let isLimited = tokens.map { lines.brokenLimit($0) != nil } ?? false
    do {
      try Self.entries[rule]?(line)
      return isDerived ? nil : "\(rule) read, but not derived: \(line.debugDescription)"
    } catch {
      return isDerived && !isLimited
        ? "\(rule) derived, but not read: \(line.debugDescription): \(error)" : nil
    }
  }

  @Test func whatTheGrammarDerivesIsRead() {
    var taken: Set<GrammarSentences.Branch> = []
    var cutOtherwise = 0
    let perSeed = 120
    for (seed, rule) in ["statement", "paths", "expression", "statement", "path", "relation", "names"]
      .enumerated()
    {
      var sentences = GrammarSentences(lines, of: grammar, seed: UInt64(seed))
      for _ in 0..<perSeed {
        let line = sentences.line(of: rule)
        guard let tokens = lines.tokens.tokens(of: line.text), tokens.map(\.text) == line.tokens,
          lines.accept(tokens, as: rule)
        else {
          cutOtherwise += 1
          continue
        }
        if let disagreement = disagreement(about: line.text, as: rule) {
          Issue.record("seed \(seed): \(disagreement)")
          return
        }
      }
      taken.formUnion(sentences.taken)
    }
    // Where a closure is not followed as its limit says.
    #expect(cutOtherwise < perSeed / 2)
    // A keyword is what a word is not: nothing is derived from it. Of what letters a token is made chance decides.
    let branches = GrammarSentences.branches(of: grammar).filter {
      $0.rule != "keyword" && !Grammar.isToken($0.rule)
    }
    #expect(branches.subtracting(taken) == [])
  }

  @Test(arguments: 0..<4)
  func whatIsPrintedIsDerived(_ seed: UInt64) {
    var syntax = RandomSyntax(seed: seed)
    for _ in 0..<80 {
      let line = syntax.statement().description
      if !lines.accept(line, as: "statement") {
        Issue.record("seed \(seed): \(line)")
        return
      }
    }
  }

  @Test(arguments: 0..<4)
  func whatIsMutatedIsReadWhereItIsDerived(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var sentences = GrammarSentences(lines, of: grammar, seed: seed &+ 100)
    for count in 0..<150 {
      let rule = count.isMultiple(of: 4) ? "expression" : "statement"
      var tokens = sentences.line(of: rule).tokens
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0...tokens.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where place < tokens.count: tokens.remove(at: place)
        case 1 where place < tokens.count: tokens[place] = random.pick(Self.pieces)
        case 2 where place < tokens.count:
          tokens.swapAt(place, Int.random(in: tokens.indices, using: &random))
        default: tokens.insert(random.pick(Self.pieces), at: place)
        }
      }
      let line = tokens.reduce(into: "") { $0 += (random.chance(60) ? "" : " ") + $1 }
      if let disagreement = disagreement(about: line, as: rule) {
        Issue.record("seed \(seed): \(disagreement)")
        return
      }
    }
  }

  private static let pieces =
    Symbol.allCases.map(\.rawValue) + Keyword.allCases.map { " \($0.rawValue) " } + [
      "a", "books", "_", "$", "3", "1.5", ".5", "1e", "2nd", "'x'", "`b c`", "'", " ", "\r\n", "\u{A0}", "é",
      "\u{301}", "\u{600}", "ൎ", "🇫🇷", "½", "#", ";", "\u{212A}", "\u{37E}", "\u{1FEF}",
    ]

  /// Any two pieces behind what has begun in every way there is.
  @Test(arguments: [
    ("", ""), ("a", ""), ("a!", ""), ("a.b", ""), ("a.b+", ""), ("a[", "]"), ("a[b", "]"), ("a[b+", "]"),
    ("a[b = 3", "]"), ("a[3", "]"), ("a[f(b)", "]"), ("a.f(b", ")"), ("a.f(b*", ")"), ("a{b", "}"),
    ("a{b+", "}"),
  ])
  func everyPairIsReadWhereItIsDerived(_ beginning: String, _ end: String) {
    let pieces = Symbol.allCases.map(\.rawValue) + ["b", "3", ".5", "'x'", "and ", "not ", "in ", " null"]
    for first in pieces {
      for second in pieces {
        if let disagreement = disagreement(about: beginning + first + second + end, as: "statement") {
          Issue.record("\(disagreement)")
          return
        }
      }
    }
  }

  /// Short lines, where a mistake hides less well.
  @Test(arguments: 0..<4)
  func randomPiecesAreReadWhereTheyAreDerived(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<600 {
      let line = (0..<Int.random(in: 1...7, using: &random)).map { _ in random.pick(Self.pieces) }.joined()
      for rule in ["statement", "paths", "expression", "relation", "names"] {
        if let disagreement = disagreement(about: line, as: rule) {
          Issue.record("seed \(seed): \(disagreement)")
          return
        }
      }
    }
  }
}
