internal import Language

/// Pieces of sentences about problems: what was meant, lists of names, what is to be typed instead.
extension ProblemText {
  static func notLoaded(
    _ hop: String, _ records: Int, instead: String?, in line: String, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    // A mark holds whatever the strategy in force is.
    let mark = "!raise"
    return (
      "\(hop) is not loaded for \(Quantity.count(records, "record")), and raise lets no hop load anything.",
      [
        instead.map { "Load it with the hop before: \(type: $0)" } ?? "",
        line.contains(mark)
          ? "Or leave \(mark) away: \(type: line.replacing(mark, with: ""))"
          : "Or allow it: \(type: examples.command("load lazy"))",
      ]
    )
  }

  static func many(_ name: String) -> Sentence {
    "How many: \(type: "\(name).count()")   one of them: \(name).max(…)   any at all: \(type: "\(name).any()")"
  }

  private static func offered(_ suggestions: [String]) -> ArraySlice<String> { suggestions.prefix(3) }

  static func question(_ suggestions: [String]) -> Sentence {
    let names = offered(suggestions)
    guard let first = names.first else { return "" }
    // A mark behind a semicolon would be read as part of the statement.
    if names.count == 1, first.hasSuffix(";") { return "Did you mean: \(type: first)" }
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

  static func budget(
    _ limit: Int, _ instead: String?, isOption: Bool, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    (
      "The budget of \(Quantity.count(limit, "query")) is used up, and this needs one more.",
      [
        instead.map { "With fewer: \(type: $0)" } ?? "",
        lever(
          isOption ? "a larger number behind \(type: "--max-queries")" : nil, setting: "budget", examples),
      ]
    )
  }

  /// What lifts a limit that a line has met.
  ///
  /// - Parameter option: what to do with the option of the program that said so; nil where a setting did.
  static func lever(_ option: Sentence?, setting: String, _ examples: ExampleNames) -> Sentence {
    "To lift the limit: \(option ?? "\(type: examples.command("set \(setting) off"))")"
  }

  /// As in `help lazy tells what it is and load lazy loads so from now on`.
  static func uses(_ lines: [WordLine], _ examples: ExampleNames) -> Sentence {
    let uses = lines.map { use -> Sentence in "\(type: examples.command(use.line)) \(use.use.words)" }
    guard let first = uses.first else { return "" }
    return uses.dropFirst().reduce(first) { "\($0) and \($1)" }
  }

  /// How a command is used, as in `open FILE or open sample NAME` and `set limit screen|all|N, as in set limit 40`.
  static func used(_ usage: String, _ examples: ExampleNames) -> Sentence {
    let ways = examples.fill(usage).split(separator: "  or  ").map { way -> Sentence in
      let parts = way.split(separator: ", as in ", maxSplits: 1).map(String.init)
      // What is left to choose from is no line to type.
      let isLine = !parts[0].contains("|") && !parts[0].contains(" [")
      let form = isLine ? Sentence(type: parts[0]) : Sentence(parts[0])
      return parts.count == 1 ? form : "\(form), as in \(type: parts[1])"
    }
    return ways.dropFirst().reduce(ways.first ?? "") { "\($0) or \($1)" }
  }

  /// What a key was perhaps meant as: a position.
  static func byPosition(_ entity: String, _ key: String) -> Sentence {
    switch Int(key) {
    case let place? where place >= 0:
      "\(key) is a key and no position. The first one: \(type: "\(entity)[:1]")"
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

extension WordLine.Use {
  /// As in `help lazy tells what it is`.
  var words: String {
    switch self {
    case .explains: "tells what it is"
    case .shows: "shows it"
    case .tells: "tells its value"
    case .changes: "changes it"
    case .loads: "loads so from now on"
    case .prints: "prints so from now on"
    }
  }
}
