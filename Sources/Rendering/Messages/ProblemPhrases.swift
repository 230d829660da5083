internal import Language

/// Pieces of sentences about problems: what was meant, lists of names, what is to be typed instead.
extension ProblemText {
  private static func offered(_ suggestions: [String]) -> ArraySlice<String> { suggestions.prefix(3) }

  static func question(_ suggestions: [String]) -> Sentence {
    let names = offered(suggestions)
    guard let first = names.first else { return "" }
    let others = names.dropFirst().dropLast().reduce("" as Sentence) { "\($0), \(type: $1)" }
    guard let last = names.dropFirst().last else { return "Did you mean \(type: first)?" }
    return "Did you mean \(type: first)\(others) or \(type: last)?"
  }

  /// Without a question mark, which is not to be typed.
  static func offers(_ suggestions: [String]) -> [Sentence] {
    offered(suggestions).enumerated().map { index, name in
      index == 0 ? "Did you mean: \(type: name)" : "or: \(type: name)"
    }
  }

  /// What was typed, in quotes; a text has its own.
  static func mark(_ found: String) -> String {
    found.hasPrefix("\"") || found.hasPrefix("'") ? found : "\"\(found)\""
  }

  static func list(_ title: String, _ names: [String]) -> Sentence {
    if names.isEmpty { return "" }
    let shown = names.prefix(30)
    let more = names.count > shown.count ? ", … \(Quantity.grouped(names.count - shown.count)) more" : ""
    return "\(title): \(shown.joined(separator: ", "))\(more)"
  }

  /// As in `id, name and year`.
  static func sequence(_ names: [String], _ word: String) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) \(word) \(last)"
  }

  /// What a key below the first was perhaps meant as: a position.
  static func byPosition(_ entity: String, _ key: String) -> Sentence {
    switch Int(key) {
    case 0: "The first one: \(type: "\(entity)[0:1]")"
    case -1: "The last one: \(type: "\(entity)[-1:]")"
    case let place? where place < 0 && place > -1_000:
      "From the end: \(type: "\(entity)[\(place):\(place + 1)]")"
    default: ""
    }
  }

  static func whatBracketsHold(_ examples: ExampleNames) -> Sentence {
    .beside([
      "A key: \(type: examples.fill("author[3]"))", "positions: \(type: examples.fill("author[0:10]"))",
      "a filter: \(type: examples.fill("author[id > 3]"))", "fields: \(type: examples.fill("author{id}"))",
    ])
  }

  static func conditions(_ examples: ExampleNames) -> Sentence {
    let others = ["publisher is null", "books.any()"].map { Sentence(type: examples.fill($0)) }
    return .beside(["As in: \(type: examples.fill("year > 10"))"] + others)
  }

  static func closing(_ bracket: String) -> String? {
    switch bracket {
    case "[": "]"
    case "{": "}"
    case "(": ")"
    default: nil
    }
  }
}

extension SourceRange {
  /// The line with other characters in this place; these alone, where the line is long.
  func replaced(by text: String, in line: String) -> String {
    let length = line.utf8.count
    guard length <= 120, upper <= length else { return text }
    return "\(SourceRange(0, lower).text(of: line))\(text)\(SourceRange(upper, length).text(of: line))"
  }
}
