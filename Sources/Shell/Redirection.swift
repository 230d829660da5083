import Language
import Navigation
import Rendering
import SQL

/// `> books.csv` at the end of a command: the file that its answer goes to.
struct Redirection {
  let file: String
  /// Where the name stands.
  let range: SourceRange

  /// The words before a `>`, and the file behind it.
  ///
  /// A name with blanks in it may stand in quotes.
  static func split(
    _ call: CommandCall
  ) throws(Diagnostic) -> (words: [(text: String, range: SourceRange)], redirection: Redirection?) {
    guard let sign = call.argument.firstIndex(of: ">") else { return (call.pieces, nil) }
    var before = call
    before = CommandCall(
      command: call.command, line: call.line, argument: String(call.argument[..<sign]), start: call.start)
    let rest = call.argument[call.argument.index(after: sign)...].drop(while: \.isWhitespace)
    let range = SourceRange(call.range.upper - rest.utf8.count, call.range.upper)
    var name = rest
    if let quote = rest.first, quote == "\"" || quote == "'", rest.count > 2, rest.last == quote {
      name = rest.dropFirst().dropLast()
    } else if rest.contains(where: \.isWhitespace) {
      throw call.wrongUse()
    }
    guard !name.isEmpty else { throw call.wrongUse() }
    return (before.pieces, Redirection(file: String(name), range: range))
  }

  /// The format that the end of the name stands for.
  var format: OutputFormat? {
    guard let point = file.lastIndex(of: ".") else { return nil }
    let ending = file[file.index(after: point)...].lowercased()
    let names = ["md": "markdown", "htm": "html"]
    return OutputFormat.named(names[ending] ?? ending)
  }
}

extension Conversation {
  /// Writes to the file of a redirection, or where results go.
  func write(
    to redirection: Redirection?, _ body: (Output, Presentation) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let redirection else { return try body(output, settings.presentation) }
    let file: Output
    do throws(DatabaseError) { file = try fileMaker(redirection.file) } catch {
      throw Diagnostic(.cannotWrite(file: redirection.file, reason: error.message), at: redirection.range)
    }
    var presentation = Presentation(charset: settings.presentation.charset)
    presentation.nullText = settings.presentation.nullText
    try body(file, presentation)
    file.flush()
    if file.isInterrupted { throw Diagnostic(.interrupted, at: redirection.range) }
    if file.isClosed {
      throw Diagnostic(
        .cannotWrite(file: redirection.file, reason: "not all of it could be written"), at: redirection.range)
    }
    if isInteractive { notice("Written to \(redirection.file).") }
  }
}
