import Documentation
import Glibc
import Navigation
import ORM
import Rendering
import SQL
import SQLite
import Shell

/// The program: from arguments to a conversation, at a prompt or in a batch.
struct Program {
  private let arguments: Arguments
  private let writeFailure = WriteFailure()
  private let noteFailure = WriteFailure()
  private let isTerminalOut = Terminal.isTerminal(STDOUT_FILENO)
  private let isTerminalIn = Terminal.isTerminal(STDIN_FILENO)

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// What the process ends with (design, The terminal: exit codes).
  enum ExitCode: Int32, CaseIterable {
    case ok = 0
    case failed = 1
    case usage = 2
    case cannotOpen = 3
    case limit = 4
    case interrupted = 130

    var meaning: String {
      switch self {
      case .ok: "ok"
      case .failed:
        "a line failed, changes were not committed, doctor found the file damaged or compare a difference"
      case .usage: "the command line is wrong"
      case .cannotOpen: "the database cannot be opened"
      case .limit: "the limit of queries or of time was reached"
      case .interrupted: "interrupted"
      }
    }
  }

  static func main(_ words: [String]) -> ExitCode {
    Terminal.fillStandardStreams()
    let arguments: Arguments
    do throws(UsageError) { arguments = try Arguments(words) } catch {
      return complain(error.sentence, .usage)
    }
    do throws(UsageError) {
      if let page = try page(arguments) {
        signal(SIGPIPE, SIG_IGN)
        if write(Array(page.utf8), to: STDOUT_FILENO) || errno == EPIPE { return .ok }
        return complain("cannot write standard output: \(FileFailure(number: errno).reason).", .failed)
      }
    } catch { return complain(error.sentence, .usage) }
    return Program(arguments).run()
  }

  /// What is asked about the program itself; nil where it is to run.
  private static func page(_ arguments: Arguments) throws(UsageError) -> String? {
    if arguments.has("help") { return CommandLineOption.help }
    if arguments.has("version") { return "kin \(version)\n" }
    if arguments.has("man") { return ManualPage().text }
    if let shell = arguments["completions"] {
      guard let script = CompletionScript(for: shell) else {
        throw UsageError(option: "completions", canBe: CompletionScript.shells, not: shell)
      }
      return script.text
    }
    guard arguments.has("samples") else { return nil }
    let samples = DatabaseOpening.samples
    let width = samples.map(\.name.utf8.count).max() ?? 0
    return samples.map { sample in
      sample.name + String(repeating: " ", count: width + 2 - sample.name.utf8.count) + sample.summary + "\n"
    }.joined()
  }

  private func run() -> ExitCode {
    let isInteractive = arguments.sources.isEmpty && isTerminalIn && isTerminalOut
    let sources: [LineSource]
    do throws(UsageError) {
      let isInput = arguments.sources.isEmpty && !isInteractive
      sources = isInput ? [try LineSource.standardInput] : try LineSource.all(arguments.sources)
    } catch {
      return Self.complain(error.sentence, .usage)
    }
    let settings: Settings
    do throws(UsageError) { settings = try self.settings(isInteractive: isInteractive) } catch {
      return Self.complain(error.sentence, .usage)
    }
    do throws(UsageError) { try checkConflicts() } catch { return Self.complain(error.sentence, .usage) }
    let opening = DatabaseOpening(access: access)
    let sample: Sample
    do throws(UsageError) { sample = try self.sample() } catch {
      return Self.complain(error.sentence, .usage)
    }
    let file: FileOutput?
    do throws(UsageError) { file = try outputFile() } catch {
      return Self.complain(error.sentence, .usage)
    }
    let output = file?.output(noting: writeFailure) ?? standardOutput
    let notes =
      isInteractive
      ? output : Output { [noteFailure] in noteFailure.noting(Self.write($0, to: STDERR_FILENO)) }
    Interrupt.shared.install()
    let conversation: Conversation
    do throws(DatabaseError) {
      let database: Conversation.Database
      if let name = arguments.database {
        database = try opening.named(name)
      } else {
        database = try sample.open()
      }
      conversation = try Conversation(
        database: database, settings: settings, output: output, notes: notes, isInteractive: isInteractive,
        fixedSettings: fixedSettings, topics: Topics { Self.languageReference },
        opener: { name throws(DatabaseError) in try opening.named(name) },
        fileMaker: { name throws(DatabaseError) in try FileOutput.make(name) },
        wait: Interrupt.shared.wait)
      conversation.samples = DatabaseOpening.samples
      conversation.databasesNear = FileNames.databases
      conversation.homeFolder = Terminal.environmentValue("HOME").flatMap { $0.isEmpty ? nil : $0 }
      conversation.fileReader = { name throws(DatabaseError) in try TextFile.bytes(of: name) }
      conversation.companionMaker = { StoredCommandFile(besideDatabase: $0) }
      conversation.configuration = StoredCommandFile.settings()
      conversation.defaultSettings = standardSettings(isInteractive: isInteractive)
      conversation.mostRowBytes = Self.mostRowBytes
      conversation.stopsOnError = arguments["on-error"] != "continue"
      conversation.deadline = Interrupt.shared.deadline
      conversation.settleInterrupt = {
        Interrupt.shared.reset()
        output.resume()
      }
      watch(conversation, output, notes, isInteractive: isInteractive)
    } catch {
      return Self.complain(
        Self.sentence(error, arguments.database) + wayToMake(arguments.database, error),
        error.kind == .interrupted ? .interrupted : .cannotOpen)
    }
    do throws(DatabaseError) { try file?.open() } catch {
      return Self.complain("cannot write \(arguments["output"] ?? ""): \(error.message).", .usage)
    }
    let code: ExitCode
    if isInteractive {
      if !arguments.has("no-init") { conversation.readConfiguration() }
      Prompt(conversation, output: output, isQuiet: arguments.has("quiet")).run()
      code = .ok
    } else {
      code = Batch(conversation, output: output, stats: arguments.has("stats")).run(sources)
    }
    output.flush()
    notes.flush()
    if code == .ok { file?.empty() }
    if let failure = writeFailure.number, failure != EPIPE, code == .ok || code == .failed {
      let name = arguments["output"] ?? "standard output"
      return Self.complain("cannot write \(name): \(FileFailure(number: failure).reason).", .failed)
    }
    // Statistics were asked for; what else goes there is told in passing.
    if arguments.has("stats"), let failure = noteFailure.number, failure != EPIPE, code == .ok {
      return .failed
    }
    return code
  }

  /// What only a terminal has: progress while a line runs, and a pager.
  private func watch(_ conversation: Conversation, _ output: Output, _ notes: Output, isInteractive: Bool) {
    guard Terminal.canMoveCursor else { return }
    let isOutputShown = isTerminalOut && arguments["output"] == nil
    if isInteractive, isOutputShown { conversation.pager = PagerProcess.pager }
    let descriptor = isInteractive ? STDOUT_FILENO : STDERR_FILENO
    guard Terminal.isTerminal(descriptor) else { return }
    let line = ProgressLine(on: descriptor)
    line.answerInterrupts()
    let progress = Progress(expectStop: line.expect, show: line.show)
    conversation.progress = progress
    notes.willAppear = progress.end
    if isOutputShown { output.willAppear = progress.end }
  }

  /// Half of the computer's memory.
  private static var mostRowBytes: Int {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    let bytes = pages.multipliedReportingOverflow(by: size)
    return pages > 0 && size > 0 && !bytes.overflow ? bytes.partialValue / 2 : .max
  }

  static let version = "0.1"
  /// When this version was made.
  static let date = "2026-11-21"

  private static var languageReference: String {
    String(
      decoding: UnsafeBufferPointer(
        start: kin_language_reference_start(), count: kin_language_reference_count),
      as: UTF8.self)
  }

  // MARK: What to run

  private func sample() throws(UsageError) -> Sample {
    let samples = DatabaseOpening.samples
    let name = arguments["sample"]
    guard let sample = samples.first(where: { name == nil || $0.name == name }) else {
      throw UsageError(option: "sample", canBe: samples.map(\.name), not: name ?? "")
    }
    return sample
  }

  /// Options that contradict each other are told, not guessed at.
  private func checkConflicts() throws(UsageError) {
    if arguments.has("sample"), let file = arguments.fileBesideSample {
      throw UsageError(sentence: "--sample and the file \(file) contradict each other.")
    }
    let formats =
      OutputFormat.all.map(\.name).filter(arguments.has) + (arguments.has("format") ? ["format"] : [])
    for alternatives in [formats, ["write", "sandbox"].filter(arguments.has)] where alternatives.count > 1 {
      throw UsageError(
        sentence: alternatives.map { "--\($0)" }.joined(separator: " and ") + " contradict each other.")
    }
  }

  private var access: SQLiteConnection.Access {
    if arguments.has("sandbox") { return .sandbox }
    return arguments.has("write") ? .write : .readOnly
  }

  // MARK: Settings

  private func settings(isInteractive: Bool) throws(UsageError) -> Settings {
    var settings = standardSettings(isInteractive: isInteractive)
    try set("format", formatName, in: &settings)
    try set("load", arguments["load"], in: &settings)
    try set("sql", arguments["sql"], in: &settings)
    try set("limit", arguments["limit"], in: &settings)
    try set("budget", arguments["max-queries"], option: "max-queries", in: &settings)
    try set("timeout", arguments["timeout"], in: &settings)
    try set("latency", arguments["latency"], in: &settings)
    try set("null", arguments["null"], in: &settings)
    try check("on-error", isOneOf: ["stop", "continue"])
    if let width = arguments["width"], (Int(width) ?? 0) <= 0 {
      throw UsageError(sentence: "--width is a number of columns, not \(width).")
    }
    try check("color", isOneOf: ["auto", "always", "never"])
    return settings
  }

  private func check(_ option: String, isOneOf values: [String]) throws(UsageError) {
    guard let value = arguments[option], !values.contains(value) else { return }
    throw UsageError(option: option, canBe: values, not: value)
  }

  /// What is in force where nothing sets it.
  private func standardSettings(isInteractive: Bool) -> Settings {
    var settings = Settings()
    settings.strategy = isTerminalOut ? .lazy : .flat
    settings.limit = isInteractive ? .screen : .all
    settings.presentation = presentation(isInteractive: isInteractive)
    settings.allowsColor = isColored
    return settings
  }

  private func set(
    _ name: String, _ value: String?, option: String? = nil, in settings: inout Settings
  ) throws(UsageError) {
    guard let value, let setting = Setting.named(name) else { return }
    guard setting.write(&settings, value) else {
      throw UsageError(option: option ?? name, canBe: setting.choices, not: value)
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

  /// To a terminal in small blocks, so that Ctrl-C is heard between them.
  private var standardOutput: Output {
    Output(
      capacity: isTerminalOut ? 1 << 12 : 1 << 16, isStopped: { Interrupt.shared.isRequested },
      emit: { [writeFailure] in writeFailure.noting(Self.write($0, to: STDOUT_FILENO)) })
  }

  /// Where `-o` says; nil without it.
  private func outputFile() throws(UsageError) -> FileOutput? {
    guard let path = arguments["output"] else { return nil }
    let file: FileOutput
    do throws(DatabaseError) { file = try FileOutput(path) } catch {
      throw UsageError(sentence: "cannot write \(path): \(error.message).")
    }
    guard !LineSource.files(of: arguments.sources).contains(where: file.isSame) else {
      throw UsageError(sentence: "cannot write \(path): its lines are to be read.")
    }
    return file
  }

  /// Writes what a person may have stopped wanting: what is left of a block is not wanted any more then.
  static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    Descriptor.write(bytes, to: file) { Interrupt.shared.isRequested }
  }

  /// Names in it come from the command line, from folders and from files, so what a terminal would obey is shown.
  private static func complain(_ sentence: String, _ code: ExitCode) -> ExitCode {
    let visible = VisibleText.plain(sentence, charset: Terminal.localeIsUTF8 ? .unicode : .ascii)
    _ = write(Array("kin: \(visible)\n".utf8), to: STDERR_FILENO)
    return code
  }

  private static func sentence(_ error: DatabaseError, _ file: String?) -> String {
    let name = file ?? "the sample library"
    let meant = error.kind == .cannotOpen ? meant(name) : ""
    let sample = sample(named: name)
    switch error.kind {
    case .notADatabase: return "\(name) is not a SQLite database, or it is encrypted."
    case .corrupt: return "\(name) is damaged: \(error.message)."
    case .unfinishedTransaction:
      return "another process has left a transaction in \(name) unfinished."
        + " If that process has ended, kin --write \(FileName.shellWord(name)) undoes it."
    case .busy: return "\(name) is locked by another process."
    case .cannotOpen where !meant.isEmpty: return "cannot open \(name): \(error.message).\(meant)"
    case .cannotOpen where sample != nil:
      let meant = "kin --sample \(sample?.name ?? "")"
      return "cannot open \(name): \(error.message). Did you mean \(meant)?"
    case .cannotOpen
    where file != nil && !name.contains("/") && !name.hasSuffix(".db")
      && (name.contains { "[.{ ".contains($0) } || name.allSatisfy { $0.isLetter || $0 == "_" }):
      let line = "kin -c \(FileName.shellWord(name))"
      return "cannot open \(name): \(error.message). To run a line on the sample library: \(line)"
    case .cannotOpen, .readOnly, .readOnlyFile, .unwritableFile, .movedFile, .constraint, .outdated, .unbound,
      .storage, .interrupted, .budget, .notLoaded, .tooLarge, .valueTooLarge, .overflow, .statement,
      .unknownName,
      .oldSnapshot, .actsUnrun, .other:
      return "cannot open \(name): \(error.message)."
    }
  }

  /// The sample that is called as a file that is not there: `school`, `library.db`.
  private static func sample(named file: String) -> Sample? {
    DatabaseOpening.samples.first { sample in
      file == sample.name || FileKind.endings.contains { file == "\(sample.name).\($0)" }
    }
  }

  /// How a database is made that is not there and was to be written.
  private func wayToMake(_ name: String?, _ error: DatabaseError) -> String {
    guard let name, access == .write, error.kind == .cannotOpen,
      Glibc.access(FileName.path(name), F_OK) != 0
    else { return "" }
    return " To make it: kin :memory:, and there backup \(FileArgument.typed(name))"
  }

  /// The database beside a file that is not there whose name is near.
  private static func meant(_ name: String) -> String {
    FileNames.databases(near: name).first.map { " Did you mean \($0)?" } ?? ""
  }
}
