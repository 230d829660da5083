import Language
import Navigation
import Rendering
import SQL

/// `… > file` at the end of a command: its results go there instead.
struct Redirection {
  /// The command without it.
  let call: CommandCall
  /// nil where the results are shown.
  let file: String?
  private let range: SourceRange

  /// - Parameters:
  ///   - call: of a command in which `>` means nothing else.
  ///   - home: the home folder; nil where there is none.
  init(_ call: CommandCall, home: String?) throws(Diagnostic) {
    let tokens = Lexer.tokens(of: call.line, from: call.start)
    guard
      let sign = tokens.first(where: { $0.kind == .symbol(.greater) || $0.kind == .symbol(.greaterOrEqual) })
    else {
      self.call = call
      file = nil
      range = call.range
      return
    }
    let end = call.line.utf8.count
    let rest = SourceRange(sign.range.lower + 1, end).text(of: call.line).trimmed
    let expected = "the name of a file"
    guard let first = rest.first else {
      throw Diagnostic(
        .unexpectedEnd(expected: expected), at: SourceRange(sign.range.upper, sign.range.upper))
    }
    guard first != ">", sign.kind == .symbol(.greater) else {
      throw Diagnostic(
        .unexpected(found: String(first == ">" ? first : "="), expected: expected),
        at: SourceRange(sign.range.lower + 1, sign.range.lower + 2))
    }
    range = SourceRange(end - rest.utf8.count, end)
    let name = try FileArgument(rest, at: range)
    guard name.isQuoted || !rest.contains(where: \.isWhitespace) else { throw call.wrongUse() }
    file = name.name(home: home)
    let argument = SourceRange(call.start, sign.range.lower).text(of: call.line).trimmed
    self.call = CommandCall(
      command: call.command, line: String(SourceRange(0, sign.range.lower).text(of: call.line)),
      argument: argument, start: call.start)
  }

  /// The format that the end of the file's name stands for.
  var format: OutputFormat? {
    guard let file, let point = file.lastIndex(of: ".") else { return nil }
    let ending = file[file.index(after: point)...].lowercased()
    let names = ["md": "markdown", "htm": "html"]
    return OutputFormat.named(names[ending] ?? ending)
  }

  /// Hands over where to write, and says what was written.
  ///
  /// - Parameter body: answers what it has written, in words.
  func write(
    _ conversation: Conversation, _ body: (Output, Presentation) throws(Diagnostic) -> String
  ) throws(Diagnostic) {
    guard let file else {
      _ = try body(conversation.output, conversation.settings.presentation)
      return
    }
    let output: Output
    do throws(DatabaseError) { output = try conversation.fileMaker(file) } catch {
      throw Diagnostic(.cannotWrite(file: file, reason: error.message), at: range)
    }
    output.willAppear = { [progress = conversation.progress] in progress?.look() }
    let presentation = Presentation(
      charset: conversation.settings.presentation.charset,
      nullText: conversation.settings.presentation.nullText)
    let what = try body(output, presentation)
    output.flush()
    if output.isInterrupted { throw Diagnostic(.interrupted, at: range) }
    guard !output.isClosed else {
      throw Diagnostic(.cannotWrite(file: file, reason: "not all of it could be written"), at: range)
    }
    if conversation.isInteractive { conversation.notice("Written to \(file): \(what).") }
  }
}
