/// Where a line that is to be typed can be broken, so that what stands below each other means the same in one line.
struct LineToType {
  /// Those that read best come first.
  private enum Kind: Int, CaseIterable {
    /// A space in brackets, or a dot outside of them.
    case joint
    /// A dot in brackets.
    case hop
    /// A space between words that no bracket holds together.
    case gap
  }

  /// A place to break: the piece before it ends, and the next begins behind the spaces between them.
  private struct Place {
    var end: Int
    var next: Int
    var kind: Kind
  }

  private let widths: [Int]
  private let places: [Place]

  /// - Parameter widths: the columns of each character on the terminal.
  init(_ characters: [Character], widths: [Int]) {
    self.widths = widths
    places = Self.places(in: characters)
  }

  /// As full as can be with breaks that read well, and broken where the page ends if there is none.
  static func pieces(of text: StyledText, first: Int, rest: Int) -> [StyledText] {
    let characters = text.spans.flatMap { span in span.text.map { ($0, span.role) } }
    let line = LineToType(characters.map(\.0), widths: characters.map { DisplayWidth.columns(of: $0.0) })
    return line.pieces(first: first, rest: rest).map { range in
      characters[range].reduce(into: StyledText()) { $0.append(String($1.0), $1.1) }
    }
  }

  /// Which characters stand on each line; spaces at which it is broken stand on none.
  func pieces(first: Int, rest: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < widths.count {
      let limit = max(1, pieces.isEmpty ? first : rest)
      let fitting = end(from: start, within: limit)
      guard fitting < widths.count else {
        pieces.append(start..<fitting)
        break
      }
      let near = places.filter { $0.end > start && $0.end <= fitting }
      let place = Kind.allCases.lazy.compactMap { kind in near.last { $0.kind == kind } }.first
      pieces.append(start..<(place?.end ?? fitting))
      start = place?.next ?? fitting
    }
    return pieces
  }

  /// Behind the last character that so many columns have room for; at least one is taken.
  private func end(from start: Int, within limit: Int) -> Int {
    var left = limit
    var end = start
    while end < widths.count {
      left -= widths[end]
      if left < 0, end > start { break }
      end += 1
    }
    return end
  }

  private static func places(in line: [Character]) -> [Place] {
    var places: [Place] = []
    var quote: Character?
    var depth = 0
    // What goes to the system's shell has names of files with dots of their own.
    let isPath = !line.starts(with: "kin ")
    for (index, character) in line.enumerated() {
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "\"", "'", "`": quote = character
      case "[", "{", "(": depth += 1
      case "]", "}", ")": depth -= 1
      case " ":
        let next = line[index...].firstIndex { $0 != " " } ?? line.count
        if index > 0, line[index - 1] != " ", next < line.count {
          places.append(Place(end: index, next: next, kind: depth > 0 ? .joint : .gap))
        }
      case ".":
        guard isPath, index > 0, index + 1 < line.count else { continue }
        let (before, after) = (line[index - 1], line[index + 1])
        if before.isLetter || before.isNumber || "_]})`!+*".contains(before),
          after.isLetter || after == "_" || after == "`"
        {
          places.append(Place(end: index, next: index, kind: depth > 0 ? .hop : .joint))
        }
      default: break
      }
    }
    return places
  }
}
