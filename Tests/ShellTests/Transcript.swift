import Language
import Rendering
import Shell

/// A Markdown file that shows sessions.
///
/// In a block of code marked `kin`, a line behind a prompt is typed, and the lines below it are all that it prints.
/// In a block marked `console`, a line behind `$ ` is run by the shell, in one folder for the whole file, and the lines
/// below it are all that it writes on both streams.
///
/// A comment `<!-- session: sample school, width 200, height 50, ascii, batch, quiet, sandbox -->` begins a new session,
/// all of its words optional; a quiet one shows no SQL.
struct Transcript {
  let text: String

  /// The same file as the program of today would write it.
  func replayed() throws -> String {
    var written: [String] = []
    var sample = try SampleLibrary()
    let console = try Console()
    var block: Block?
    var lines = text.lines[...]
    while let line = lines.popFirst() {
      if block == nil || line == "```" {
        if let session = Self.session(line) { sample = try session() }
        block = Block(opening: line)
        written.append(line)
      } else if block == .console {
        guard line.hasPrefix("$ ") else { continue }
        written.append(line)
        written += try console.answer(to: String(line.dropFirst(2))).lines.dropLast()
      } else if var typed = Self.typed(line) {
        written.append(sample.conversation.prompt + typed)
        while sample.conversation.goesOn(typed), let more = lines.first.flatMap(Self.continued) {
          written.append(sample.conversation.continuationPrompt + more)
          typed += "\n" + more
          lines = lines.dropFirst()
        }
        written += sample.answer(to: typed).lines.dropLast()
      }
    }
    return written.joined(separator: "\n")
  }

  /// A block of code whose lines are what happens when some of them are typed.
  private enum Block: String {
    case kin, console

    init?(opening line: String) {
      guard line.hasPrefix("```") else { return nil }
      self.init(rawValue: String(line.dropFirst(3)))
    }
  }

  /// What stands behind the prompt of a line.
  private static func typed(_ line: String) -> String? {
    line.wholeMatch(of: /kin \w+( \((write|sandbox)\))?\*?> ?(.*)/).map { String($0.3) }
  }

  /// What stands behind the prompt of a line that goes on.
  private static func continued(_ line: String) -> String? {
    line.wholeMatch(of: /\ *\.\.> (.*)/).map { String($0.1) }
  }

  private static func session(_ line: String) -> (() throws -> SampleLibrary)? {
    guard let words = line.wholeMatch(of: /<!-- session:(.*) -->/)?.1.split(separator: /[ ,]+/) else {
      return nil
    }
    let width = words.firstIndex(of: "width").flatMap { Int(words[words.index(after: $0)]) }
    let height = words.firstIndex(of: "height").flatMap { Int(words[words.index(after: $0)]) }
    let sample = words.firstIndex(of: "sample").map { String(words[words.index(after: $0)]) }
    return {
      try SampleLibrary(
        sample: sample ?? "library", width: width ?? 80, height: height,
        charset: words.contains("ascii") ? .ascii : .unicode,
        isInteractive: !words.contains("batch"), sql: words.contains("quiet") ? .off : .auto,
        isSandbox: words.contains("sandbox"))
    }
  }
}
