/// Where a line that is typed can be broken so that it reads well.
///
/// One that is offered is to be one line too when it is copied and pasted: it is broken where something is open, so that
/// it goes on in the next, and elsewhere left to the terminal to wrap. One that has been typed is broken anywhere.
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
  private let isOffered: Bool
  private let places: [Place]

  /// - Parameters:
  ///   - widths: the columns of each character on the terminal.
  ///   - isOffered: whether it may be copied and pasted.
  init(_ characters: [Character], widths: [Int], isOffered: Bool) {
    self.widths = widths
    self.isOffered = isOffered
    places = Self.places(in: characters, isOffered: isOffered)
  }

  /// The pieces of one that is offered, each on a line.
  static func pieces(of text: StyledText, first: Int, rest: Int) -> [StyledText] {
    let characters = text.spans.flatMap { span in span.text.map { ($0, span.role) } }
    let line = LineToType(
      characters.map(\.0), widths: characters.map { DisplayWidth.columns(of: $0.0) }, isOffered: true)
    return line.pieces(first: first, rest: rest).map { range in
      characters[range].reduce(into: StyledText()) { $0.append(String($1.0), $1.1) }
    }
  }

  /// Which characters stand on each line; spaces at which it is broken stand on none.
  ///
  /// As full as can be with breaks that read well. Where there is none a piece of an offered line is longer than there is
  /// room for, and that of another ends with the page.
  func pieces(first: Int, rest: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < widths.count {
      let fitting = end(from: start, within: max(1, pieces.isEmpty ? first : rest))
      guard fitting < widths.count else {
        pieces.append(start..<fitting)
        break
      }
      let ahead = places.filter { $0.end > start }
      let near = ahead.filter { $0.end <= fitting }
      let best = Kind.allCases.lazy.compactMap { kind in near.last { $0.kind == kind } }.first
      let unbroken =
        isOffered ? ahead.first.map { ($0.end, $0.next) } ?? (widths.count, widths.count) : (fitting, fitting)
      let (end, next) = best.map { ($0.end, $0.next) } ?? unbroken
      pieces.append(start..<end)
      start = next
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

  private static func places(in line: [Character], isOffered: Bool) -> [Place] {
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
      case " " where depth > 0 || !isOffered:
        let next = line[index...].firstIndex { $0 != " " } ?? line.count
        if index > 0, line[index - 1] != " ", next < line.count {
          places.append(Place(end: index, next: next, kind: depth > 0 ? .joint : .gap))
        }
      case "." where (depth > 0 || !isOffered) && index > 0 && index + 1 < line.count:
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
