/// A line of text in pieces, each with its meaning: measured and cut first, coloured last.
package struct StyledText: Hashable, Sendable {
  package struct Span: Hashable, Sendable {
    package var text: String
    package var role: Role?
  }

  package private(set) var spans: [Span] = []

  package init() {}
  package init(_ text: String, _ role: Role? = nil) { append(text, role) }

  package var isEmpty: Bool { spans.isEmpty }
  /// In terminal columns.
  package var width: Int { spans.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } }
  /// The text without its meaning.
  package var plain: String { spans.reduce(into: "") { $0 += $1.text } }

  package mutating func append(_ text: String, _ role: Role? = nil) {
    guard !text.isEmpty else { return }
    if let last = spans.indices.last, spans[last].role == role {
      spans[last].text += text
    } else {
      spans.append(Span(text: text, role: role))
    }
  }

  package mutating func append(_ other: StyledText) {
    for span in other.spans { append(span.text, span.role) }
  }

  package mutating func pad(to columns: Int) {
    let missing = columns - width
    if missing > 0 { append(String(repeating: " ", count: missing)) }
  }

  /// The text itself where it fits, else its beginning and the sign that something is missing.
  package func shortened(to limit: Int, charset: Charset) -> StyledText {
    if width <= limit { return self }
    let ellipsis = charset.ellipsis(within: limit)
    var left = limit - ellipsis.count
    var result = StyledText()
    for span in spans {
      let part = DisplayWidth.prefix(of: span.text, columns: max(0, left))
      result.append(String(part), span.role)
      left -= DisplayWidth.columns(of: part)
      if part.endIndex < span.text.endIndex { break }
    }
    result.append(ellipsis, .escape)
    return result
  }

  /// Broken at spaces into lines of at most `limit` columns, a longer word behind the `|` between its parts.
  ///
  /// One without them stands alone and sticks out. What is to be typed is one word, on lines of its own where it is
  /// longer.
  ///
  /// - Parameters:
  ///   - hanging: how many columns fewer the lines after the first have.
  ///   - page: columns for what is to be typed, where that is more.
  package func wrapped(to limit: Int?, hanging: Int = 0, page: Int? = nil) -> [StyledText] {
    guard let limit, width > limit else { return [self] }
    return Self.lines(
      of: Self.joined(words, within: limit - hanging), to: limit, hanging: hanging, page: page)
  }

  /// The same, broken at gaps of three spaces and more before it is broken anywhere else.
  ///
  /// - Parameter page: columns for what is to be typed, where that is more.
  package func wrappedAtGaps(to limit: Int?, page: Int? = nil) -> [StyledText] {
    guard let limit, width > limit else { return [self] }
    var pieces: [(StyledText, Int)] = []
    for (word, spaces) in words {
      if spaces >= 3 || pieces.isEmpty {
        pieces.append((word, spaces))
      } else {
        pieces[pieces.count - 1].0.append(String(repeating: " ", count: spaces))
        pieces[pieces.count - 1].0.append(word)
      }
    }
    var lines: [StyledText] = []
    for (piece, spaces) in pieces {
      if let last = lines.last, last.width + spaces + piece.width <= limit {
        lines[lines.count - 1].append(String(repeating: " ", count: spaces))
        lines[lines.count - 1].append(piece)
      } else {
        lines += piece.wrapped(to: limit, page: page)
      }
    }
    return lines
  }

  /// Words that stay whole though they may have spaces in them, each with the number of spaces before it.
  package static func lines(
    of words: [(StyledText, Int)], to limit: Int, hanging: Int = 0, page: Int? = nil
  ) -> [StyledText] {
    var lines: [StyledText] = []
    var line = StyledText()
    let page = page ?? limit
    func room(in limit: Int) -> Int { limit - (lines.isEmpty ? 0 : hanging) }
    func isTooLong(_ word: StyledText) -> Bool { !word.isToType && word.width > limit - hanging }
    let words = words.flatMap { isTooLong($0.0) ? $0.0.parts(spaces: $0.1) : [$0] }
    for (index, (word, spaces)) in words.enumerated() {
      let isFirst = lines.isEmpty && line.isEmpty
      if isFirst && !word.isToType || line.width + spaces + word.width <= room(in: limit) {
        let role = line.spans.last?.role
        line.append(String(repeating: " ", count: spaces), word.spans.first?.role == role ? role : nil)
        line.append(word)
        continue
      }
      // What a sentence ends with after a colon stands further right, unless it is whole only at the left.
      let isAnnounced = index == words.count - 1 && line.spans.last?.text.hasSuffix(":") == true
      if !line.isEmpty { lines.append(line) }
      line = StyledText(isFirst ? String(repeating: " ", count: spaces) : "")
      guard word.isToType else {
        line.append(word)
        continue
      }
      let room = room(in: page)
      if isAnnounced, word.width > room || word.width + indentation <= room { line.pad(to: indentation) }
      let below = StyledText(String(repeating: " ", count: line.width + indentation))
      let pieces = LineToType.pieces(
        of: word, first: room - line.width, rest: page - hanging - below.width)
      for (number, piece) in pieces.enumerated() {
        if number > 0 {
          lines.append(line)
          line = below
        }
        line.append(piece)
      }
    }
    lines.append(line)
    return lines
  }

  /// Columns by which a line to type stands further right than the words before it, and its rest than itself.
  static let indentation = 2

  /// Whether something in it is to be typed, so that its spaces are no places to break.
  private var isToType: Bool { spans.contains { $0.role == .hint } }

  /// Broken into lines of at most `limit` columns, at spaces where it can be and within a word that is longer.
  ///
  /// - Parameter hanging: how many columns fewer the lines after the first have.
  package func broken(to limit: Int?, hanging: Int = 0) -> [StyledText] {
    guard let limit else { return [self] }
    return wrapped(to: limit, hanging: hanging).enumerated().flatMap { number, line in
      let isWide = line.width > (number == 0 ? limit : limit - hanging)
      return isWide ? line.chopped(to: max(1, limit - hanging)) : [line]
    }
  }

  /// Lines as full as can be, wherever a character ends.
  private func chopped(to limit: Int) -> [StyledText] {
    var lines = [StyledText()]
    var left = limit
    for span in spans {
      for character in span.text {
        let columns = DisplayWidth.columns(of: character)
        if columns > left, !lines[lines.count - 1].isEmpty {
          lines.append(StyledText())
          left = limit
        }
        lines[lines.count - 1].append(String(character), span.role)
        left -= columns
      }
    }
    return lines
  }

  /// A word cut behind each `|`, with the spaces before the first part.
  private func parts(spaces: Int) -> [(StyledText, Int)] {
    var parts = [(StyledText(), spaces)]
    for span in spans {
      for (index, part) in span.text.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
        if index > 0 {
          parts[parts.count - 1].0.append("|", span.role)
          parts.append((StyledText(), 0))
        }
        parts[parts.count - 1].0.append(String(part), span.role)
      }
    }
    return parts.filter { !$0.0.isEmpty }
  }

  /// The words, each with the number of spaces before it.
  private var words: [(StyledText, Int)] {
    var words: [(StyledText, Int)] = []
    var word = StyledText()
    var spaces = 0
    for span in spans {
      let parts =
        span.role == .hint
        ? [span.text[...]] : span.text.split(separator: " ", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 {
          if !word.isEmpty {
            words.append((word, spaces))
            word = StyledText()
            spaces = 0
          }
          spaces += 1
        }
        word.append(String(part), span.role)
      }
    }
    if !word.isEmpty { words.append((word, spaces)) }
    return words
  }

  /// The same, with those in one that would say less on two lines: a number and what it counts, a name and its arrow.
  private static func joined(_ words: [(StyledText, Int)], within limit: Int) -> [(StyledText, Int)] {
    words.reduce(into: []) { joined, word in
      guard word.1 == 1, let last = joined.last, !last.0.isToType, !word.0.isToType,
        belongTogether(last.0.plain, word.0.plain), last.0.width + 1 + word.0.width <= limit
      else { return joined.append(word) }
      let role = word.0.spans.first?.role
      joined[joined.count - 1].0.append(" ", last.0.spans.last?.role == role ? role : nil)
      joined[joined.count - 1].0.append(word.0)
    }
  }

  private static func belongTogether(_ word: String, _ next: String) -> Bool {
    let parts = word.split(separator: " ").map(String.init)
    guard let last = parts.last, let first = next.first else { return false }
    // In a chain each arrow stays with what it leads to, or the chain could be broken nowhere.
    if arrows.contains(next) { return arrows.isDisjoint(with: parts) }
    if arrows.contains(last) { return true }
    if first == "×" || last.hasSuffix("…") && last.count == 1 { return next.contains(where: \.isNumber) }
    let isNumber = last.last?.isNumber == true && last.allSatisfy { $0.isNumber || "≈~.,".contains($0) }
    return isNumber && (first.isLetter || first == "%")
  }

  private static let arrows: Set<String> = ["→", "→→", "->", "->>"]

  package func text(_ style: Style) -> String {
    guard style.isColored else { return plain }
    return spans.reduce(into: "") { $0 += style.applied(to: $1.text, $1.role) }
  }
}
