import Language
import ORM
import Rendering
import SQL

/// The file beside a database in which a person keeps what is said of it: relationships, labels, settings.
extension Command {
  /// All that may stand in it: nothing that reads or changes data.
  fileprivate static let allowedBesideDatabase: [Command] = [.relate, .unrelate, .label, .set]

  /// Writes what was said of the database into the file beside it.
  static let keep = Command(
    "keep", group: .relate, summary: "relationships and labels for next time", writesOwnFile: true,
    more: ["They go into library.db.kin beside library.db, which is read when that is opened."]
  ) { (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { throw call.wrongUse() }
    try conversation.writeCompanion(call)
  }
}

/// How far the file beside a database is read, and what came of it.
struct CompanionReading {
  /// While its lines run, which say nothing but what is wrong with them.
  var isUnderway = false
  /// Whether the schema lacks something that a line said, and the keys among it: all share one new schema.
  var isSchemaBehind = false
  var unsettledKeys: [UndeclaredKey] = []
  /// Lines that could not be run.
  var unusableLines: Set<String> = []
  /// What the settings that it set would be without it, by their names: they are so again when the database is left.
  ///
  /// What a person sets afterwards is not among them.
  var formerSettings: [String: String] = [:]
  /// What was said of the database when the file was read or written last.
  var additions = SchemaAdditions()
}

extension Conversation {
  /// Everything that a person said of the database, as the lines that say it.
  var additionLines: [String] { lines(of: additions) }

  private func lines(of additions: SchemaAdditions) -> [String] {
    var lines: [String] = []
    if additions.inference != .auto { lines.append("set inferred \(additions.inference.rawValue)") }
    var unrefused = additions
    unrefused.refused = []
    let suggested = SchemaBuilder.schema(from: catalog, with: unrefused).relationships
      .filter { $0.kind.isForward && $0.origin == .inferred }.compactMap { schema.key(of: $0) }
    for key in additions.refused where suggested.contains(where: { $0.isSameKey(as: key) }) {
      lines.append(schema.line(refusing: key))
    }
    return lines + additions.keys.map { schema.line(relating: $0) }
      + additions.labels.map { schema.line(labelling: $0) }
  }

  /// The schema with all that names suggest.
  var widestSchema: Schema {
    var wide = additions
    wide.inference = .on
    wide.refused = []
    return SchemaBuilder.schema(from: catalog, with: wide)
  }

  /// Runs the lines of the file beside the database; one that cannot be run is told with its place, and the others
  /// count.
  func readCompanion() {
    runCompanion()
    companion.additions = additions
  }

  private func runCompanion() {
    guard let file = database.companion else { return }
    let text: String?
    do throws(DatabaseError) { text = try file.read() } catch {
      return tell("kin: \(file.name): \(error.message)")
    }
    guard let text else { return }
    companion.isUnderway = true
    defer {
      catchUp()
      companion.isUnderway = false
    }
    for (index, line) in Self.lines(of: text).enumerated() {
      do throws(Diagnostic) { try runAlone(line) } catch {
        companion.unusableLines.insert(line)
        tell(DiagnosticText(error, in: line).oneLine(location: "\(file.name):\(index + 1)"))
      }
    }
    notes.flush()
  }

  private static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.last == "\r" ? line.dropLast() : line)
    }
  }

  private func runAlone(_ line: String) throws(Diagnostic) {
    let reading = try LineReading(
      line, schema: schema, format: settings.format.name, isVariable: { _ in false },
      hasMember: { _ in false })
    switch reading {
    case .blank: return
    case .command(let command, let argument)
    where Command.allowedBesideDatabase.contains { $0.name == command.name }:
      let call = CommandCall(
        command: command, line: LineComment.blanked(line), argument: argument.text, start: argument.start)
      // What was said on the command line goes before what stands in a file.
      if command.name == "set", let name = call.words.first, fixedSettings.contains(name.lowercased()) {
        return
      }
      try command.run(self, call)
    case .command, .sql, .statement, .otherShell, .accepted:
      throw Diagnostic(
        .notAllowedHere(allowed: Command.allowedBesideDatabase.map(\.name)),
        at: SourceRange(0, line.utf8.count))
    }
  }

  /// Changes in the file what was changed here since it was read, so that what others have put into it meanwhile stays.
  ///
  /// Lines that say something else, and those that could not be run, stay as they are.
  fileprivate func writeCompanion(_ call: CommandCall) throws(Diagnostic) {
    // What is said of a sandbox may be true of nothing in the file.
    guard let file = database.companion, !database.isSandbox else {
      throw Diagnostic(.nothingToKeepIn, at: call.wholeLine)
    }
    let count: Int
    do throws(DatabaseError) {
      let old = try file.read()
      let (text, lines) = try companionText(old: old ?? "")
      if old == nil, lines == 0 { return notice("There is nothing to keep.") }
      try file.write(text)
      count = lines
    } catch {
      throw Diagnostic(.cannotWrite(file: file.name, reason: error.message), at: call.wholeLine)
    }
    companion.additions = additions
    if isInteractive { notice("\(Quantity.count(count, "line")) kept in \(file.name).") }
  }

  /// What stands beside the database, changed as it was changed here, and how many lines say something of the database.
  func companionText(old: String) throws(DatabaseError) -> (text: String, lines: Int) {
    let (theirs, unusableLines) = try reading(old)
    let lines = lines(of: additions.changes(since: companion.additions, appliedTo: theirs))
    var kept = Self.lines(of: old).filter { line in
      unusableLines.contains(line) || !Self.isAddition(line) || lines.contains(LineComment.removed(line))
    }
    while kept.last?.isEmpty ?? false { kept.removeLast() }
    let said = Set(kept.map(LineComment.removed))
    let text = (kept + lines.filter { !said.contains($0) }).map { $0 + "\n" }.joined()
    return (text, lines.count)
  }

  /// What a text would say of the database that stood beside it, and the lines of it that cannot be run.
  private func reading(
    _ text: String
  ) throws(DatabaseError) -> (additions: SchemaAdditions, unusableLines: Set<String>) {
    let nowhere = Output { _ in true }
    var database = database
    database.companion = CommandText(text: text)
    let reader = try Conversation(
      database: database, settings: Settings(), output: nowhere, notes: nowhere, isInteractive: false,
      opener: opener)
    return (reader.additions, reader.companion.unusableLines)
  }

  private static func isAddition(_ line: String) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace).prefix(2).map { $0.lowercased() }
    guard let first = words.first else { return false }
    return ["relate", "unrelate", "label"].contains(first) || words == ["set", "inferred"]
  }
}

/// A text that could stand in the file beside a database.
private struct CommandText: CommandFile {
  let text: String

  var name: String { "" }
  var isThere: Bool { true }
  func read() -> String? { text }
  func write(_ text: String) throws(DatabaseError) {
    throw DatabaseError(.storage, message: "it is no file")
  }
}
