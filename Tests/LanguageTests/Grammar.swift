import Foundation
import Testing

/// The grammar of `docs/grammar.md`: its rules, and what stands beside them in each section.
struct Grammar {
  /// What may stand in a rule, in the notation of the W3C.
  indirect enum Term: Hashable {
    case reference(String)
    case literal(String)
    case characters([ClosedRange<UInt32>], isNegated: Bool)
    case sequence([Term])
    case choice([Term])
    case difference(Term, Term)
    case optional(Term)
    /// Any number, or one at least.
    case repeated(Term, minimum: Int)
  }

  struct Section {
    var title: String
    var rules: [String]
    /// The picture of a rule, its lines as they stand.
    var track: String
    var examples: [String]
  }

  private(set) var rules: [String: Term] = [:]
  /// Each rule as it is written, white space aside.
  private(set) var texts: [String: String] = [:]
  private(set) var sections: [Section] = []
  /// The names of what the rules do not say.
  private(set) var limits: [String] = []

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func documented() throws -> Grammar {
    try Grammar(String(contentsOf: root.appending(path: "docs/grammar.md"), encoding: .utf8))
  }

  /// Tokens and their parts have a capital.
  static func isToken(_ rule: String) -> Bool { rule.first?.isUppercase ?? false }

  init(_ document: String) throws {
    var block: String?
    for line in document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        block = block == nil ? String(line.dropFirst(3)) : nil
      } else if block == "ebnf" {
        let rule = try #require(line.wholeMatch(of: /(\w+) +::= (.*)/), "no rule: \(line)").output
        let name = String(rule.1)
        try #require(rules[name] == nil, "two rules for \(name)")
        rules[name] = try GrammarReader.term(String(rule.2))
        texts[name] = Self.spaced(String(rule.2))
        sections[sections.count - 1].rules.append(name)
      } else if block == "track" {
        sections[sections.count - 1].track += line + "\n"
      } else if line.hasPrefix("## ") {
        sections.append(Section(title: String(line.dropFirst(3)), rules: [], track: "", examples: []))
      } else if line.hasPrefix("`"), line.hasSuffix("`"), !sections.isEmpty {
        sections[sections.count - 1].examples = line.split(separator: " · ").map(Self.code)
      } else if let limit = line.firstMatch(of: /^\| `(\w+)` \|/) {
        limits.append(String(limit.1))
      }
    }
  }

  static func spaced(_ text: String) -> String {
    text.split(separator: /\s+/).joined(separator: " ")
  }

  /// What a span of code in Markdown says.
  private static func code(_ span: Substring) -> String {
    span.hasPrefix("``") ? String(span.dropFirst(3).dropLast(3)) : String(span.dropFirst().dropLast())
  }
}

extension Grammar.Term {
  /// The terms that it is made of.
  var parts: [Grammar.Term] {
    switch self {
    case .reference, .literal, .characters: []
    case .sequence(let terms), .choice(let terms): terms
    case .difference(let term, let except): [term, except]
    case .optional(let term), .repeated(let term, minimum: _): [term]
    }
  }

  /// The names and the quoted characters in it.
  var words: Set<String> {
    switch self {
    case .reference(let name): [name]
    case .literal(let text): ["\"\(text)\""]
    default: parts.reduce(into: []) { $0.formUnion($1.words) }
    }
  }
}

/// Reads the right side of a rule.
struct GrammarReader {
  struct Malformed: Error {
    var rule: String
    var expected: String
  }

  private let rule: String
  private var rest: Substring

  static func term(_ rule: String) throws -> Grammar.Term {
    var reader = GrammarReader(rule: rule, rest: rule[...])
    let term = try reader.choice()
    guard reader.rest.isEmpty else { throw Malformed(rule: rule, expected: "the end") }
    return term
  }

  private mutating func choice() throws -> Grammar.Term {
    var terms = [try sequence()]
    while accept("|") {
      terms.append(try sequence())
    }
    return terms.count == 1 ? terms[0] : .choice(terms)
  }

  private mutating func sequence() throws -> Grammar.Term {
    var terms: [Grammar.Term] = []
    while let next = rest.first, next != "|", next != ")" {
      let term = try suffixed()
      terms.append(accept("-") ? .difference(term, try suffixed()) : term)
    }
    guard let first = terms.first else { throw Malformed(rule: rule, expected: "a term") }
    return terms.count == 1 ? first : .sequence(terms)
  }

  private mutating func suffixed() throws -> Grammar.Term {
    let term = try simple()
    defer { skipSpace() }
    switch rest.first {
    case "?": rest.removeFirst(); return .optional(term)
    case "*": rest.removeFirst(); return .repeated(term, minimum: 0)
    case "+": rest.removeFirst(); return .repeated(term, minimum: 1)
    default: return term
    }
  }

  private mutating func simple() throws -> Grammar.Term {
    switch rest.first {
    case "(":
      _ = accept("(")
      let inner = try choice()
      guard rest.first == ")" else { throw Malformed(rule: rule, expected: ")") }
      rest.removeFirst()
      return inner
    case "\"", "'":
      let quote = rest.removeFirst()
      return .literal(try text(upTo: quote))
    case "[":
      rest.removeFirst()
      return try characters(try text(upTo: "]"))
    default:
      let name = rest.prefix { $0.isLetter }
      guard !name.isEmpty else { throw Malformed(rule: rule, expected: "a term") }
      rest.removeFirst(name.count)
      return .reference(String(name))
    }
  }

  private mutating func text(upTo end: Character) throws -> String {
    let text = rest.prefix { $0 != end }
    guard !text.isEmpty, text.endIndex < rest.endIndex else {
      throw Malformed(rule: rule, expected: "\(end)")
    }
    rest = rest[text.endIndex...].dropFirst()
    return String(text)
  }

  private func characters(_ text: String) throws -> Grammar.Term {
    var rest = text[...]
    let isNegated = rest.first == "^"
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    while !rest.isEmpty {
      let first = try scalar(&rest)
      guard rest.first == "-" else {
        ranges.append(first...first)
        continue
      }
      rest.removeFirst()
      ranges.append(first...(try scalar(&rest)))
    }
    return .characters(ranges, isNegated: isNegated)
  }

  /// A character, or its number behind `#x`.
  private func scalar(_ rest: inout Substring) throws -> UInt32 {
    if let number = rest.prefixMatch(of: /#x([0-9A-F]+)/) {
      rest = rest[number.range.upperBound...]
      guard let value = UInt32(number.output.1, radix: 16) else {
        throw Malformed(rule: rule, expected: "a code point")
      }
      return value
    }
    guard let value = rest.popFirst()?.unicodeScalars.first?.value else {
      throw Malformed(rule: rule, expected: "a character")
    }
    return value
  }

  private mutating func accept(_ sign: Character) -> Bool {
    guard rest.first == sign else { return false }
    rest.removeFirst()
    skipSpace()
    return true
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == " " }
  }
}
