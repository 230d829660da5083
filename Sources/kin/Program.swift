import Documentation
import Glibc
import ORM
import Rendering
import SQL
import SQLite
import Shell

/// The program: from arguments to a conversation, at a prompt or in a batch.
struct Program {
  private let arguments: Arguments
  private let isTerminalOut = Terminal.isTerminal(STDOUT_FILENO)
  private let isTerminalIn = Terminal.isTerminal(STDIN_FILENO)

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// What the process ends with (design, The terminal: exit codes).
  enum ExitCode: Int32 {
    case ok = 0
    case failed = 1
    case usage = 2
    case cannotOpen = 3
    case budget = 4
    case interrupted = 130
  }

  static func main(_ words: [String]) -> ExitCode {
    let arguments: Arguments
    do throws(UsageError) { arguments = try Arguments(words) } catch {
      return complain(error.sentence, .usage)
    }
    if arguments.has("help") || arguments.has("version") {
      let text = arguments.has("help") ? CommandLineOption.help : "kin \(version)\n"
      _ = write(Array(text.utf8), to: STDOUT_FILENO)
      return .ok
    }
    return Program(arguments).run()
  }

  private func run() -> ExitCode {
    let batch: [String]?
    do throws(UsageError) { batch = try batchLines() } catch { return Self.complain(error.sentence, .usage) }
    let isInteractive = batch == nil && isTerminalIn && isTerminalOut
    let settings: Settings
    do throws(UsageError) { settings = try self.settings(isInteractive: isInteractive) } catch {
      return Self.complain(error.sentence, .usage)
    }
    do throws(UsageError) { try checkConflicts() } catch { return Self.complain(error.sentence, .usage) }
    let opening = DatabaseOpening(access: access)
    let output: Output
    do throws(UsageError) { output = try self.output() } catch {
      return Self.complain(error.sentence, .usage)
    }
    let notes = isInteractive ? output : Output { Self.write($0, to: STDERR_FILENO) }
    Interrupt.shared.install()
    let conversation: Conversation
    do throws(DatabaseError) {
      let database: Conversation.Database
      if let name = arguments.database {
        database = try opening.file(name)
      } else {
        database = try opening.sample()
      }
      conversation = try Conversation(
        database: database, settings: settings, output: output, notes: notes, isInteractive: isInteractive,
        fixedSettings: fixedSettings, topics: Topics { Self.languageReference },
        opener: { name throws(DatabaseError) in try opening.file(name) },
        fileMaker: { name throws(DatabaseError) in try FileOutput.make(name) },
        wait: Interrupt.shared.wait)
      conversation.settleInterrupt = {
        Interrupt.shared.reset()
        output.resume()
      }
      watch(conversation, output, notes, isInteractive: isInteractive)
    } catch {
      return Self.complain(
        Self.sentence(error, arguments.database), error.kind == .interrupted ? .interrupted : .cannotOpen)
    }
    let code: ExitCode
    if isInteractive {
      Prompt(conversation, output: output, isQuiet: arguments.has("quiet")).run()
      code = .ok
    } else {
      code = Batch(
        conversation, stats: arguments.has("stats"), stopsOnError: arguments["on-error"] != "continue"
      )
      .run(batch.map(LineSource.lines) ?? .standardInput)
    }
    output.flush()
    notes.flush()
    return code
  }

  /// What only a terminal has: progress while a line runs, and a pager.
  private func watch(_ conversation: Conversation, _ output: Output, _ notes: Output, isInteractive: Bool) {
    guard Terminal.canMoveCursor else { return }
    let isOutputShown = isTerminalOut && arguments["output"] == nil
    if isInteractive, isOutputShown { conversation.pager = PagerProcess.pager }
    let descriptor = isInteractive ? STDOUT_FILENO : STDERR_FILENO
    guard Terminal.isTerminal(descriptor) else { return }
    let progress = Progress { text in
      Terminal.write("\r\u{1B}[2K" + (text ?? ""), to: descriptor)
    }
    conversation.progress = progress
    notes.willAppear = progress.end
    if isOutputShown { output.willAppear = progress.end }
  }

  static let version = "0.1"

  private static var languageReference: String {
    String(
      decoding: UnsafeBufferPointer(
        start: kin_language_reference_start(), count: kin_language_reference_count),
      as: UTF8.self)
  }

  // MARK: What to run

  /// The lines of the command line or of a file; nil for a prompt or standard input.
  private func batchLines() throws(UsageError) -> [String]? {
    var lines = arguments.all("command")
    if let file = arguments["file"] {
      guard file != "-" else { return nil }
      guard let text = Self.contents(of: file) else {
        throw UsageError(sentence: "cannot read \(file): \(String(cString: strerror(errno)))")
      }
      lines += LineSource.joined(
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
    lines += arguments.lines
    return lines.isEmpty ? nil : lines
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, file)
      if count == 0 { break }
      bytes += block[..<count]
    }
    return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Options that contradict each other are told, not guessed at.
  private func checkConflicts() throws(UsageError) {
    let formats =
      OutputFormat.all.map(\.name).filter(arguments.has) + (arguments.has("format") ? ["format"] : [])
    for alternatives in [formats, ["write", "sandbox"].filter(arguments.has)] where alternatives.count > 1 {
      throw UsageError(
        sentence: alternatives.map { "--\($0)" }.joined(separator: " and ") + " contradict each other")
    }
  }

  private var access: SQLiteConnection.Access {
    if arguments.has("sandbox") { return .sandbox }
    return arguments.has("write") ? .write : .readOnly
  }

  // MARK: Settings

  private func settings(isInteractive: Bool) throws(UsageError) -> Settings {
    var settings = Settings()
    settings.strategy = isTerminalOut ? .lazy : .flat
    settings.limit = isInteractive ? .screen : .all
    settings.presentation = presentation(isInteractive: isInteractive)
    settings.allowsColor = isColored
    try set("format", formatName, in: &settings)
    try set("load", arguments["load"], in: &settings)
    try set("sql", arguments["sql"], in: &settings)
    try set("limit", arguments["limit"], in: &settings)
    try set("budget", arguments["max-queries"], option: "max-queries", in: &settings)
    try set("latency", arguments["latency"], in: &settings)
    try set("null", arguments["null"], in: &settings)
    if let onError = arguments["on-error"], onError != "stop", onError != "continue" {
      throw UsageError(sentence: "--on-error can be stop or continue, not \(onError)")
    }
    if let width = arguments["width"], (Int(width) ?? 0) <= 0 {
      throw UsageError(sentence: "--width is a number of columns, not \(width)")
    }
    if let color = arguments["color"], !["auto", "always", "never"].contains(color) {
      throw UsageError(sentence: "--color can be auto, always or never, not \(color)")
    }
    return settings
  }

  private func set(
    _ name: String, _ value: String?, option: String? = nil, in settings: inout Settings
  ) throws(UsageError) {
    guard let value, let setting = Setting.named(name) else { return }
    guard setting.write(&settings, value) else {
      throw UsageError(
        sentence: "--\(option ?? name) can be \(setting.values().joined(separator: ", ")), not \(value)")
    }
  }

  /// The settings that options set.
  private var fixedSettings: Set<String> {
    var names = Set(Setting.all.map(\.name).filter(arguments.has))
    if formatName != nil { names.insert("format") }
    if arguments.has("max-queries") { names.insert("budget") }
    return names
  }

  private var formatName: String? {
    OutputFormat.all.map(\.name).first(where: arguments.has) ?? arguments["format"]
  }

  private func presentation(isInteractive: Bool) -> Presentation {
    var presentation = Presentation()
    if isColored { presentation.style = Terminal.hasLightBackground ? .light : .dark }
    presentation.charset =
      arguments.has("ascii") || (isTerminalOut && !Terminal.localeIsUTF8) ? .ascii : .unicode
    presentation.isTerminal = isTerminalOut && arguments["output"] == nil
    if let width = arguments["width"].flatMap({ Int($0) }), width > 0 {
      presentation.width = width
    } else if isTerminalOut, arguments["output"] == nil {
      presentation.width = TerminalSize.current()?.columns
    }
    return presentation
  }

  /// https://no-color.org and https://bixense.com/clicolors.
  private var isColored: Bool {
    switch arguments["color"] {
    case "always": return true
    case "never": return false
    default: break
    }
    if let value = Terminal.environmentValue("NO_COLOR"), !value.isEmpty { return false }
    if let value = Terminal.environmentValue("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
    return isTerminalOut && arguments["output"] == nil && Terminal.canMoveCursor
  }

  // MARK: Streams

  private func output() throws(UsageError) -> Output {
    guard let path = arguments["output"] else {
      // To a terminal in small blocks, so that Ctrl-C is heard between them.
      return Output(
        capacity: isTerminalOut ? 1 << 12 : 1 << 16, isStopped: { Interrupt.shared.isRequested },
        emit: { Self.write($0, to: STDOUT_FILENO) })
    }
    let file = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw UsageError(sentence: "cannot write \(path): \(String(cString: strerror(errno)))")
    }
    return Output(isStopped: { Interrupt.shared.isRequested }, emit: { Self.write($0, to: file) })
  }

  /// Writes all of it; answers whether the reader is still there.
  static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(file, start, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        } else if errno != EINTR {
          return false
        }
        // The terminal may be slow; what is left of the block is not wanted any more.
        if Interrupt.shared.isRequested { return true }
      }
      return true
    }
  }

  private static func complain(_ sentence: String, _ code: ExitCode) -> ExitCode {
    _ = write(Array("kin: \(sentence)\n".utf8), to: STDERR_FILENO)
    return code
  }

  private static func sentence(_ error: DatabaseError, _ file: String?) -> String {
    let name = file ?? "the sample library"
    switch error.kind {
    case .notADatabase: return "\(name) is not a SQLite database, or it is encrypted."
    case .corrupt: return "\(name) is damaged: \(error.message)."
    case .busy: return "\(name) is locked by another process."
    case .cannotOpen
    where file != nil && name.contains { "[.{ ".contains($0) } && !name.contains("/")
      && !name.hasSuffix(".db"):
      return "cannot open \(name): \(error.message). To run a line on the sample library: kin -c '\(name)'"
    case .cannotOpen, .readOnly, .constraint, .storage, .interrupted, .budget, .notLoaded, .tooLarge,
      .overflow,
      .statement,
      .other:
      return "cannot open \(name): \(error.message)."
    }
  }
}
