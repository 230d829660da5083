/// Tells which lines the rules of the grammar derive.
struct GrammarLines {
  let tokens: GrammarTokens
  private let grammar: Grammar
  private let recogniser: GrammarRecogniser

  init(_ grammar: Grammar) {
    self.grammar = grammar
    tokens = GrammarTokens(grammar)
    recogniser = GrammarRecogniser(grammar.rules.filter { !Grammar.isToken($0.key) }) { term in
      switch term {
      case .literal, .difference: true
      case .reference(let name): Grammar.isToken(name)
      case .characters, .sequence, .choice, .optional, .repeated: false
      }
    }
  }

  /// Whether the line is one of what the rule derives, the limits of numbers and sizes aside.
  func accept(_ line: String, as rule: String) -> Bool {
    tokens.tokens(of: line).map { accept($0, as: rule) } ?? false
  }

  func accept(_ tokens: [GrammarTokens.Token], as rule: String) -> Bool {
    let matching = tokens.map { token in
      recogniser.terminals.indices.reduce(UInt64(0)) {
        matches(recogniser.terminals[$1], token) ? $0 | 1 << UInt64($1) : $0
      }
    }
    return recogniser.ends(of: rule, matches: matching).contains(tokens.count)
  }

  /// Whether one token is what the term asks for.
  func matches(_ term: Grammar.Term, _ token: GrammarTokens.Token) -> Bool {
    switch term {
    case .literal(let text):
      if token.rules.isEmpty { return token.text.utf8.elementsEqual(text.utf8) }
      return token.rules.contains("Name") && token.text.utf8.count == text.utf8.count
        && token.text.lowercased() == text
    case .reference(let name):
      if Grammar.isToken(name) { return token.rules.contains(name) }
      return grammar.rules[name].map { matches($0, token) } ?? false
    case .choice(let terms):
      return terms.contains { matches($0, token) }
    case .difference(let term, let except):
      return matches(term, token) && !matches(except, token)
    case .characters, .sequence, .optional, .repeated:
      return false
    }
  }

  /// Which limit of numbers a line of these tokens breaks; nil when it keeps them.
  func brokenLimit(_ tokens: [GrammarTokens.Token]) -> String? {
    for (index, token) in tokens.enumerated() {
      if token.rules.contains("Integer") {
        let isNegative = index > 0 && tokens[index - 1].text == "-"
        if Int64((isNegative ? "-" : "") + token.text) == nil { return "integers" }
      } else if token.rules.contains("Real"), Double("0" + token.text)?.isFinite != true {
        return "reals"
      }
    }
    return nil
  }
}
