import Language
import Navigation
import Rendering

/// What a path is followed by that a command shell would understand: `> file`, `| program`, `--json`.
struct ShellEndingReading {
  let ending: ShellEnding
  /// What stands before it.
  let path: String
  /// The path that does the same.
  let instead: [String]

  /// - Parameters:
  ///   - place: where in the line the path could not go on.
  ///   - isComparison: whether it could be the beginning of a comparison.
  init?(_ line: String, at place: Int, isComparison: Bool) {
    let end = line.utf8.count
    guard place > 0, place < end, end <= 200 else { return nil }
    path = SourceRange(0, place).text(of: line).trimmed
    var rest = SourceRange(place, end).text(of: line).trimmed
    let words = rest.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first, !path.isEmpty else { return nil }
    // As in `author csv > a.csv`.
    if Self.format(first) != nil, words.count > 1, let sign = rest.firstIndex(of: ">") {
      rest = String(rest[sign...])
    }
    if rest.hasPrefix(">") {
      let file = rest.drop { $0 == ">" }.trimmed
      guard Self.isFile(file, isComparison: isComparison) else { return nil }
      (ending, instead) = (.file(file), [])
    } else if rest.hasPrefix("|") {
      let program = rest.drop { $0 == "|" }.trimmed
      guard !program.isEmpty else { return nil }
      ending = .program(program)
      instead = Self.instead(of: program, behind: path).map { [$0] } ?? []
    } else {
      let idle: Set<String> = ["as", "in", "to", "into"]
      let names = words.count == 2 && idle.contains(first.lowercased()) ? Array(words.dropFirst()) : words
      guard names.count == 1, let format = Self.format(names[0]) else { return nil }
      (ending, instead) = (.format(format), [])
    }
  }

  /// As in `--json`, `csv`.
  private static func format(_ word: String) -> String? {
    OutputFormat.named(word.drop { $0 == "-" }.lowercased())?.name
  }

  /// Whether a word is the name of a file and not what something is compared with.
  private static func isFile(_ word: String, isComparison: Bool) -> Bool {
    guard !word.isEmpty, word.contains(where: \.isLetter),
      !word.contains(where: { $0.isWhitespace || "\"'`[](){}".contains($0) })
    else { return false }
    let ending = word.lastIndex(of: ".").map { String(word[word.index(after: $0)...]).lowercased() }
    return !isComparison || word.contains("/")
      || ending.map { fileEndings.contains($0) || format($0) != nil } ?? false
  }

  private static let fileEndings: Set<String> = [
    "txt", "md", "htm", "sql", "xlsx", "xls", "log", "out", "dat",
  ]

  /// What the commonest programs make of their input, as a path.
  private static func instead(of program: String, behind path: String) -> String? {
    let words = program.split(whereSeparator: \.isWhitespace)
    let number = words.dropFirst().compactMap { Int($0.drop { !$0.isNumber }) }.first ?? 10
    switch words.first {
    case "head": return "\(path)[:\(number)]"
    case "tail": return "\(path)[-\(number):]"
    case "wc": return "\(path).count()"
    default: return nil
    }
  }
}
