import Language
import Rendering

/// What a person is to type, kept in one piece, or cut only where each piece can be typed.
extension Conversation {
  /// A sentence and the line that it ends with, which stands on a line of its own where the last has no room for it.
  func write(_ sentence: String, toType line: String, to output: Output) {
    let presentation = settings.presentation
    let room = presentation.width.map { max(20, $0 - 1) }
    var lines = StyledText(presentation.charset.spelled(sentence), .dim).wrapped(to: room)
    let typed = StyledText(VisibleText.plain(line, charset: presentation.charset), .hint)
    if let last = lines.last, last.width + 1 + typed.width <= room ?? .max {
      lines[lines.count - 1].append(" ", .dim)
      lines[lines.count - 1].append(typed)
    } else {
      var own = StyledText(typed.width + 2 <= room ?? .max ? "  " : "")
      own.append(typed)
      lines.append(own)
    }
    for line in lines { output.write(" " + line.text(presentation.style) + "\n") }
  }

  /// A path as lines of no more than so many columns where that can be: cut before a dot, for a line that begins with
  /// one goes on from the line before.
  func linesToType(_ path: String, room: Int?) -> [StyledText] {
    let charset = settings.presentation.charset
    let whole = VisibleText.plain(path, charset: charset)
    guard let room, DisplayWidth.columns(of: whole) > room else { return [StyledText(whole, .hint)] }
    var lines: [String] = []
    for piece in Self.hops(of: path).map({ VisibleText.plain($0, charset: charset) }) {
      if let last = lines.last, DisplayWidth.columns(of: last + piece) <= room {
        lines[lines.count - 1] += piece
      } else {
        lines.append(piece)
      }
    }
    return lines.flatMap { StyledText($0, .hint).broken(to: room) }
  }

  /// A path cut before each of its dots.
  private static func hops(of path: String) -> [String] {
    let syntax: PathSyntax
    do throws(Diagnostic) { syntax = try Parser.path(path) } catch { return [path] }
    let dots = syntax.hops.compactMap { hop in
      if case .member = hop.kind { hop.range.lower - 1 } else { nil }
    }
    let bounds = [0] + dots.filter { $0 > 0 } + [path.utf8.count]
    return zip(bounds, bounds.dropFirst()).map { String(SourceRange($0, $1).text(of: path)) }
  }
}
