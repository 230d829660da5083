internal import Language

/// Pieces of sentences about problems: what was meant, lists of names, what is to be typed instead.
extension ProblemText {
  static func question(_ suggestions: [String]) -> String {
    let names = suggestions.prefix(3)
    guard let last = names.last else { return "" }
    if names.count == 1 { return "Did you mean \(last)?" }
    return "Did you mean \(names.dropLast().joined(separator: ", ")) or \(last)?"
  }

  /// What was typed, in quotes; a text has its own.
  static func mark(_ found: String) -> String {
    found.hasPrefix("\"") || found.hasPrefix("'") ? found : "\"\(found)\""
  }

  static func list(_ title: String, _ names: [String]) -> String {
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

  /// As in `help lazy tells what it is and load lazy loads so from now on`.
  static func uses(_ lines: [WordLine], _ examples: ExampleNames) -> String {
    sequence(lines.map { "\(examples.command($0.line)) \($0.use.words)" }, "and") + "."
  }

  /// What a key was perhaps meant as: a position.
  static func byPosition(_ entity: String, _ key: String) -> String {
    switch Int(key) {
    case let place? where place >= 0: "\(key) is a key and no position. The first one: \(entity)[:1]"
    case -1: "The last one: \(entity)[-1:]"
    case let place? where place < 0 && place > -1_000: "From the end: \(entity)[\(place):\(place + 1)]"
    default: ""
    }
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
