import TestSupport

/// Random lines that the rules of the grammar derive.
struct GrammarSentences {
  /// One way on at a place of a rule: which of several terms, or whether an optional or a repeated one is there.
  struct Branch: Hashable {
    var rule: String
    var term: Grammar.Term
    var index: Int
  }

  private struct Piece {
    var text: String
    var isClosure = false
  }

  private let grammar: Grammar
  private let lines: GrammarLines
  private var random: SeededGenerator
  /// How many rules deep the shortest derivation of each rule goes.
  private var heights: [String: Int] = [:]
  /// How many tokens the line that is under way has.
  private var length = 0
  private(set) var taken: Set<Branch> = []

  init(_ lines: GrammarLines, of grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    self.lines = lines
    random = SeededGenerator(seed: seed)
    for _ in grammar.rules {
      for (name, term) in grammar.rules { heights[name] = height(of: term) + 1 }
    }
  }

  /// A line of at most some hundred tokens, and those tokens.
  mutating func line(of rule: String) -> (text: String, tokens: [String]) {
    length = 0
    let pieces = pieces(of: .reference(rule), in: rule, depth: Int.random(in: 4...40, using: &random))
    var text = ""
    for (index, piece) in pieces.enumerated() {
      if index > 0, !piece.isClosure { text += space(between: pieces[index - 1].text, piece.text) }
      text += piece.text
    }
    return (text, pieces.map(\.text))
  }

  /// All ways on that the rules have.
  static func branches(of grammar: Grammar) -> Set<Branch> {
    var branches: Set<Branch> = []
    func add(_ term: Grammar.Term, in rule: String) {
      switch term {
      case .choice(let terms):
        branches.formUnion(terms.indices.map { Branch(rule: rule, term: term, index: $0) })
      case .optional, .repeated:
        branches.formUnion((0...1).map { Branch(rule: rule, term: term, index: $0) })
      case .reference, .literal, .characters, .sequence, .difference:
        break
      }
      for part in term.parts { add(part, in: rule) }
    }
    for (name, term) in grammar.rules { add(term, in: name) }
    return branches
  }

  // MARK: Rules

  private mutating func pieces(of term: Grammar.Term, in rule: String, depth: Int) -> [Piece] {
    switch term {
    case .literal(let text):
      length += 1
      return [Piece(text: random.chance(30) ? text.uppercased() : text)]
    case .characters(let ranges, let isNegated):
      return [Piece(text: character(ranges, isNegated: isNegated))]
    case .reference(let name):
      return pieces(ofRule: name, depth: depth)
    case .sequence(let terms):
      return terms.flatMap { pieces(of: $0, in: rule, depth: depth) }
    case .choice(let terms):
      let lowest = terms.map(height).min()
      let candidates = terms.indices.filter { !isAtEnd(depth) || height(of: terms[$0]) == lowest }
      let index = random.pick(candidates)
      taken.insert(Branch(rule: rule, term: term, index: index))
      return pieces(of: terms[index], in: rule, depth: depth)
    case .difference(let wanted, let except):
      while true {
        let pieces = pieces(of: wanted, in: rule, depth: depth)
        let tokens = lines.tokens.tokens(of: pieces.map(\.text).joined()) ?? []
        if !tokens.contains(where: { lines.matches(except, $0) }) { return pieces }
      }
    case .optional(let part):
      return repeated(part, of: term, in: rule, 0...1, depth: depth)
    case .repeated(let part, let minimum):
      return repeated(part, of: term, in: rule, minimum...(minimum + 4), depth: depth)
    }
  }

  private mutating func pieces(ofRule name: String, depth: Int) -> [Piece] {
    guard let term = grammar.rules[name] else {
      return [Piece(text: random.pick(Self.samples[name] ?? []))]
    }
    guard Grammar.isToken(name) else { return pieces(of: term, in: name, depth: depth - 1) }
    let text = pieces(of: term, in: name, depth: max(depth, 2) - 1).map(\.text).joined()
    return [Piece(text: text, isClosure: name == "Closure")]
  }

  private mutating func repeated(
    _ part: Grammar.Term, of term: Grammar.Term, in rule: String, _ counts: ClosedRange<Int>, depth: Int
  ) -> [Piece] {
    var count = counts.lowerBound
    while count < counts.upperBound, !isAtEnd(depth), random.chance(Grammar.isToken(rule) ? 50 : 30) {
      count += 1
    }
    taken.insert(Branch(rule: rule, term: term, index: count > counts.lowerBound ? 1 : 0))
    return (0..<count).flatMap { _ in pieces(of: part, in: rule, depth: depth) }
  }

  private func isAtEnd(_ depth: Int) -> Bool { depth <= 0 || length > 60 }

  private func height(of term: Grammar.Term) -> Int {
    switch term {
    case .literal, .characters, .optional, .repeated(_, minimum: 0): 0
    case .reference(let name): grammar.rules[name] == nil ? 0 : heights[name] ?? 1_000
    case .choice(let terms): terms.map(height).min() ?? 0
    case .sequence, .difference, .repeated: term.parts.map(height).max() ?? 0
    }
  }

  // MARK: Characters

  private mutating func character(_ ranges: [ClosedRange<UInt32>], isNegated: Bool) -> String {
    while isNegated {
      let text = random.pick(Self.quoted)
      if text.unicodeScalars.allSatisfy({ scalar in !ranges.contains { $0.contains(scalar.value) } }) {
        return text
      }
    }
    let scalar = Unicode.Scalar(UInt32.random(in: random.pick(ranges), using: &random))
    return scalar.map { String($0) } ?? ""
  }

  private static let samples = [
    "OtherLetter": ["é", "e\u{301}", "作", "ß", "Ω", "ⅳ", "ــ", "न", "한"],
    "OtherDigit": ["½", "٣", "५", "²", "Ⅳ"],
    "OtherSpace": ["\u{A0}", "\u{3000}", "\u{2028}", "\r\n"],
  ]
  private static let quoted = [
    "a", " ", "Z", "9", "'", "\"", "`", "\\", "\n", "\u{0}", "é", "\u{301}", "作", "🇫🇷", "👩‍👩‍👧", ".", "]",
  ]

  /// What stands between two tokens: nothing if they stay two, or white space.
  private mutating func space(between first: String, _ second: String) -> String {
    if random.chance(50), lines.tokens.tokens(of: first + second)?.map(\.text) == [first, second] {
      return ""
    }
    return random.pick([" ", " ", "  ", "\t", "\n", "\r\n", "\u{A0}", "\u{3000}"])
  }
}
