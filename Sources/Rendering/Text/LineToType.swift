/// Where a line that is to be typed can be broken, so that it is one line too when it is copied and pasted.
///
/// That is where something is open and the line goes on in the next. Elsewhere it is left to the terminal to wrap it.
struct LineToType {
  /// Those that read best come first.
  private enum Kind: Int, CaseIterable {
    /// A space in brackets.
    case gap
    /// A dot in brackets.
    case hop
  }

  /// A place to break: the piece before it ends, and the next begins behind the spaces between them.
  private struct Place {
    var end: Int
    var next: Int
    var kind: Kind
  }

  private let characters: [(character: Character, role: Role?)]
  private let places: [Place]

  init(_ text: StyledText) {
    characters = text.spans.flatMap { span in span.text.map { ($0, span.role) } }
    places = Self.places(in: characters.map(\.character))
  }

  /// As full as can be; a piece is longer than there is room for where it cannot be broken.
  func pieces(first: Int, rest: Int) -> [StyledText] {
    var pieces: [StyledText] = []
    var start = 0
    while start < characters.count {
      let fitting = end(from: start, within: max(1, pieces.isEmpty ? first : rest))
      let ahead = places.filter { $0.end > start }
      let near = ahead.filter { $0.end <= fitting }
      let place =
        Kind.allCases.lazy.compactMap { kind in near.last { $0.kind == kind } }.first ?? ahead.first
      guard fitting < characters.count, let place else {
        pieces.append(text(start..<characters.count))
        break
      }
      pieces.append(text(start..<place.end))
      start = place.next
    }
    return pieces
  }

  /// Behind the last character that so many columns have room for; at least one is taken.
  private func end(from start: Int, within limit: Int) -> Int {
    var left = limit
    var end = start
    while end < characters.count {
      left -= DisplayWidth.columns(of: characters[end].character)
      if left < 0, end > start { break }
      end += 1
    }
    return end
  }

  private func text(_ range: Range<Int>) -> StyledText {
    characters[range].reduce(into: StyledText()) { $0.append(String($1.character), $1.role) }
  }

  private static func places(in line: [Character]) -> [Place] {
    var places: [Place] = []
    var quote: Character?
    var depth = 0
    for (index, character) in line.enumerated() {
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "\"", "'", "`": quote = character
      case "[", "{", "(": depth += 1
      case "]", "}", ")": depth -= 1
      case " " where depth > 0:
        let next = line[index...].firstIndex { $0 != " " } ?? line.count
        if line[index - 1] != " ", next < line.count {
          places.append(Place(end: index, next: next, kind: .gap))
        }
      case "." where depth > 0 && index + 1 < line.count:
        let (before, after) = (line[index - 1], line[index + 1])
        if before.isLetter || before.isNumber || "_]})`!+*".contains(before),
          after.isLetter || after == "_" || after == "`"
        {
          places.append(Place(end: index, next: index, kind: .hop))
        }
      default: break
      }
    }
    return places
  }
}
