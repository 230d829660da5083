import Language
import Navigation
import ORM

/// A name as a person describes it: a percent sign or a star stands for any characters.
struct NamePattern {
  private let parts: [Substring]

  /// - Parameter text: in any case; names are compared without it.
  init(_ text: some StringProtocol) {
    parts = text.lowercased().split(omittingEmptySubsequences: false) { "%*".contains($0) }
  }

  /// Whether something may stand for any characters.
  static func isPattern(_ text: some StringProtocol) -> Bool { text.contains { "%*".contains($0) } }

  func matches(_ name: String) -> Bool {
    let name = name.lowercased()
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return parts.first.map { name == $0 } ?? name.isEmpty
    }
    guard name.hasPrefix(first), name.hasSuffix(last), name.utf8.count >= first.utf8.count + last.utf8.count
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}

extension CommandCall {
  /// The names or patterns behind the word; one that stands in quotes may have blanks in it.
  var names: [(text: String, range: SourceRange, isQuoted: Bool)] {
    var names: [(text: String, range: SourceRange, isQuoted: Bool)] = []
    var name = (text: "", start: nil as Int?, isQuoted: false)
    var quote: Character?
    var offset = start
    for character in argument + " " {
      switch (quote, character) {
      case (let open?, character) where open == character: quote = nil
      case (.some, _): name.text.append(character)
      case (nil, "\""), (nil, "'"), (nil, "`"):
        (quote, name.isQuoted, name.start) = (character, true, name.start ?? offset)
      case (nil, _) where !character.isWhitespace:
        name.text.append(character)
        name.start = name.start ?? offset
      case (nil, _):
        if let start = name.start { names.append((name.text, SourceRange(start, offset), name.isQuoted)) }
        name = ("", nil, false)
      }
      offset += character.utf8.count
    }
    // Quotes that nobody closed.
    if let start = name.start { names.append((name.text, SourceRange(start, range.upper), true)) }
    return names
  }
}

extension Conversation {
  /// Those that are named, or whose names a pattern describes; all of them where nothing is.
  func entities(named call: CommandCall) throws(Diagnostic) -> [Entity] {
    guard !call.argument.isEmpty else { return schema.entities }
    var entities: [Entity] = []
    if NamePattern.isPattern(call.argument) {
      for pattern in call.names {
        let described = NamePattern(pattern.text)
        let found = schema.entities.filter { described.matches($0.name) || described.matches($0.table) }
        if found.isEmpty { throw Diagnostic(.unknownRoot(pattern.text), at: pattern.range) }
        entities += found
      }
    } else if Lexer.tokens(of: call.line, from: call.start).contains(where: \.isText) {
      // Quoted as names are in SQL.
      for name in call.names { entities.append(try schema.entity(Name(name.text, range: name.range))) }
    } else {
      for name in try Parser.names(call.line, from: call.start) { entities.append(try schema.entity(name)) }
    }
    var known: Set<EntityID> = []
    return entities.filter { known.insert($0.id).inserted }
  }
}
