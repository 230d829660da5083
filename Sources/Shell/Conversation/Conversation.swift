package import Language
import Navigation
package import ORM
package import Rendering
package import SQL

/// A conversation about one database: a line in, an answer out.
///
/// It writes to the outputs it is given and returns the facts, so that the prompt, batch mode and the tests share
/// it. It knows no terminal and no engine.
package final class Conversation {
  package internal(set) var database: Database
  /// Makes what was interrupted the past, so that the sentence about it can be written.
  package var settleInterrupt: () -> Void = {}
  /// When the line is to stop that is being answered.
  package var deadline = Deadline()
  /// Tells a person who waits how far a line has come; nil where nobody sees it.
  package var progress: Progress?
  /// Shows long answers; nil where there is no screen.
  package var pager: Pager?
  /// What the rows of one SELECT may take in memory, where they are held.
  package var mostRowBytes = Int.max
  /// How long the pager was open during the line, which is no time that the line took.
  var readingTime = Duration.zero
  /// The files whose path begins so; a folder's path ends in `/`.
  package var files: (_ beginning: String, _ areWritten: Bool) -> [String] = { _, _ in [] }
  /// The databases that may have been meant by the path of a file that is not there.
  package var databasesNear: (_ path: String) -> [String] = { _ in [] }
  /// What the keys do where lines are typed.
  package var keys = Keys.emacs
  package internal(set) var schema: Schema {
    didSet { foundExamples = nil }
  }
  /// Paths that lead somewhere on the database that is open, from when they were first asked for.
  var foundExamples: Examples?
  /// What the database says of its tables, from which the schema is made again when a person adds to it.
  var catalog: Catalog
  /// What a person said beyond it.
  var additions = SchemaAdditions()
  package var settings: Settings {
    didSet {
      guard settings.inference != additions.inference else { return }
      change { $0.inference = settings.inference }
    }
  }
  /// Where results go.
  let output: Output
  /// Where everything about them goes: SQL, findings, notices, errors.
  ///
  /// At a prompt the same as `output`.
  let notes: Output
  /// Whether a person reads along: the echo is on, the typed line stands above, results are kept for `last`.
  package let isInteractive: Bool
  /// Opens another database by name.
  let opener: (String) throws(DatabaseError) -> Database
  /// What `help` shows besides commands.
  let topics: Topics
  /// Settings that stand on the command line, which no file changes.
  let fixedSettings: Set<String>
  /// What lines chose, by the name of the setting; those of the files that are read by themselves choose nothing.
  var chosenSettings: [String: SettingChoice] = [:]
  /// How far the file beside the database is read, and what came of it.
  var companion = CompanionReading()
  /// Makes a file to write to.
  let fileMaker: (String) throws(DatabaseError) -> Output
  /// Reads the clock.
  let now: () -> ContinuousClock.Instant
  /// Waits so many nanoseconds; false when the person stopped it.
  private let wait: (Int64) -> Bool

  var variables: [String: Held] = [:]
  /// What the last line led to; nil before the first, and when it was forgotten.
  var lastResult: LastResult?
  /// The tables of the command that was answered last; empty where a path or SQL was.
  var heldTables: [HeldTable] = []
  /// Whether some of them are the line's that is being answered.
  var hasHeldTable = false
  /// The line that they, or the last result, are the answer to, and whether it is the one that is being answered.
  var (lastLine, hasAnswer): (LastLine?, Bool) = (nil, false)
  /// What a person must know of the records that a line went on from; told after its answer.
  var remarks: [String] = []
  /// Whether it was told which word shows the SQL whole.
  var isWholeSQLTold = false
  var session: Session
  /// What paths found in the session since the database was opened, and what they did not.
  var lookups = Lookups()
  /// Every statement since the conversation began.
  var log = ConversationLog()
  /// Who sends the statements of the line that is being answered, and what its marks stand for.
  var sender: (executor: Executor, marks: [SourceRange])?
  /// What the senders before it have sent for the same line.
  var sentBefore = (queries: 0, rows: 0)
  var counters: ChangeCounters?
  /// What a person has changed and not committed.
  var transaction: OpenTransaction?
  /// Changes to the database that no rollback has undone, apart from those of an open transaction.
  var changesKept = 0
  /// What the line, and the one before it, was told would drop changes when it is asked for again.
  var lossTold: WayOut?
  var lossToldBefore: WayOut?
  var forecastMemory: ForecastMemory
  var facts: LineFacts

  /// The statements of a line, and the line they belong to.
  struct Echo {
    var line: String
    var groups: [StatementGroup]
    var marks: [SourceRange]
  }

  /// The databases that come with the program.
  package var samples: [Sample] = []
  /// What `~` stands for before the name of a file; nil where there is no home.
  package var homeFolder: String?
  /// The whole of a file.
  package var fileReader: (String) throws(DatabaseError) -> [UInt8] = { _ throws(DatabaseError) in
    throw DatabaseError(.storage, message: "no files are read here")
  }
  /// The file of commands beside the file of a database; nil where there is no place for one.
  package var companionMaker: (_ database: String) -> (any CommandFile)? = { _ in nil }
  /// The file of commands that a prompt begins with; nil where there is no place for one.
  package var configuration: (any CommandFile)?
  /// What the settings are where nothing set them.
  package var defaultSettings: Settings
  /// Whether the rest of a file is left out after a line that failed.
  package var stopsOnError = true
  /// While the file of commands is read, which is told nothing but what is wrong in it.
  var isReadingConfiguration = false
  /// How many files are being read, one by the other.
  var scriptDepth = 0
  /// Where in a file the line stands that is being answered.
  var place: Script.Place?
  /// The tour that a person has begun; nil before that, and after its last line.
  var tour: TourWalk?
  /// Whether the line is not the one that stands on the terminal: it was translated, or nobody typed it.
  var isUnseen = false

  package init(
    database: Database, settings: Settings, output: Output, notes: Output, isInteractive: Bool,
    fixedSettings: Set<String> = [], topics: Topics = Topics { "" },
    opener: @escaping (String) throws(DatabaseError) -> Database,
    fileMaker: @escaping (String) throws(DatabaseError) -> Output = { _ throws(DatabaseError) in
      throw DatabaseError(.storage, message: "no files are written here")
    },
    now: @escaping () -> ContinuousClock.Instant = { .now }, wait: @escaping (Int64) -> Bool = { _ in true }
  ) throws(DatabaseError) {
    self.database = database
    self.settings = settings
    defaultSettings = settings
    self.output = output
    self.notes = notes
    self.isInteractive = isInteractive
    self.fixedSettings = fixedSettings
    self.topics = topics
    self.opener = opener
    self.fileMaker = fileMaker
    self.now = now
    self.wait = wait
    catalog = try database.connection.catalog()
    additions.inference = settings.inference
    schema = SchemaBuilder.schema(from: catalog, with: additions)
    session = Session(schema: schema, executor: Executor(connection: database.connection))
    forecastMemory = ForecastMemory(schema, database.connection)
    facts = LineFacts(line: "", kind: .blank)
    readCompanion()
  }

  // MARK: The life of a line

  /// Reads a line, does what it says, prints the answer, and tells what it took.
  ///
  /// - Parameters:
  ///   - place: where in a file the line stands; nil where it was typed.
  ///   - problem: why it cannot be read; nil for a line that can.
  @discardableResult
  package func respond(
    to line: String, at place: Script.Place? = nil, problem: Diagnostic? = nil
  ) -> LineFacts {
    let outer = self.place
    self.place = place
    isUnseen = isReadingConfiguration
    (lossToldBefore, lossTold) = (lossTold, nil)
    defer { self.place = outer }
    facts = LineFacts(line: line, kind: .blank)
    var line = line
    (hasHeldTable, hasAnswer) = (false, false)
    remarks = []
    readingTime = .zero
    (sender, sentBefore) = (nil, (0, 0))
    let start = now()
    deadline.begin(settings.timeout)
    do throws(Diagnostic) {
      if let problem { throw problem }
      let trouble = troubleWithDatabase()
      progress?.begin(database.connection, as: settings.presentation) { [weak self] in
        self?.sender?.executor.countdown
      }
      var reading = try read(line)
      var others: [String] = []
      if case .otherShell(let own) = reading, let first = own.first {
        if isInteractive { notice("Here: \(own.joined(separator: ", then "))") }
        (line, isUnseen) = (first, true)
        reading = try read(first)
        others = Array(own.dropFirst())
      }
      if let trouble, reading.needsDatabase { throw trouble }
      if others.isEmpty {
        try answer(reading, line)
      } else {
        try paged(isWhole: true) { () throws(Diagnostic) in
          try answer(reading, line)
          for other in others {
            line = other
            if isInteractive { output.write("\n") }
            try answer(read(other), other)
          }
        }
      }
      try checkWritten(line)
    } catch {
      let error = withMeaning(settled(error), of: line)
      facts.problem = error
      // What could not be read was meant as something.
      if facts.kind == .blank { facts.kind = .path }
      countStatements()
      report(error, in: line)
    }
    deadline.cancel()
    database.connection.endReading()
    progress?.end()
    // Who asks to stop when all is done is told what was done, and the next line is answered.
    if isInteractive, scriptDepth == 0, facts.problem == nil { settleInterrupt() }
    recordStatements()
    followAnswer()
    for remark in remarks { notice(Sentence(remark)) }
    goOnWithTour(from: facts.line)
    facts.nanoseconds = elapsed(since: start)
    output.flush()
    notes.flush()
    return facts
  }

  private func answer(_ reading: LineReading, _ line: String) throws(Diagnostic) {
    switch reading {
    case .blank, .otherShell: break
    case .accepted(let word, let sentence, let isTold):
      facts.kind = .command
      if isInteractive || isTold {
        notice("\(isInteractive ? "" : "\(word): ")\(Sentence(marked: sentence, fill: examples.names.fill))")
      }
    case .command(let command, let argument):
      facts.kind = .command
      try run(
        CommandCall(
          command: command, line: LineReading.commandLine(line), argument: argument.text,
          start: argument.start)
      )
    case .sql:
      facts.kind = .sql
      try runSQL(line)
    case .statement(.path(let path)):
      facts.kind = .path
      try show(path, line)
    case .statement(.assignment(let name, let path)):
      facts.kind = .assignment
      try assign(name, path, line)
    case .statement(.question(let path)):
      facts.kind = .question
      try paged(isWhole: true) { () throws(Diagnostic) in try explain(path) }
    }
  }

  /// Takes note of changes by others; answers why the database cannot be read, where it cannot.
  private func troubleWithDatabase() -> Diagnostic? {
    do throws(Diagnostic) { try noticeChanges() } catch { return error }
    return nil
  }

  /// Whether a text is SQL and no path.
  func isSQL(_ text: String) -> Bool {
    do throws(Diagnostic) {
      if case .sql = try read(text) { return true }
    } catch { return false }
    return false
  }

  func read(_ line: String) throws(Diagnostic) -> LineReading {
    let last = lastResult?.entity
    return try LineReading(
      line, schema: schema, format: settings.format.name, stopsOnError: stopsOnError,
      isVariable: { variables[$0] != nil },
      hasMember: { name in
        guard let last else { return false }
        if case .none = schema.member(named: name, of: last) { return false }
        return true
      })
  }

  private func show(_ syntax: PathSyntax, _ line: String) throws(Diagnostic) {
    let start = now()
    let bound = try bind(syntax)
    let answer = try evaluate(bound, by: settings.strategy)
    try present(answer, of: bound.path, line: line, since: start)
    if facts.rows == 0 { tellKeyMeantAsPosition(bound.path) }
    keep(answer, bound, flat: answer.isFlat ? syntax : nil)
    noteAnswer()
  }

  private func assign(_ name: Name, _ syntax: PathSyntax, _ line: String) throws(Diagnostic) {
    if case .found = schema.root(named: name.text) {
      throw Diagnostic(.reservedName(name.text), at: name.range)
    }
    if name.text == "_" || Command.named(name.text) != nil {
      throw Diagnostic(.reservedName(name.text), at: name.range)
    }
    let start = now()
    let bound = try bind(syntax)
    if let rows = bound.path.rowsWithoutRecords { throw Diagnostic(.cannotHold(rows), at: syntax.range) }
    let answer = try evaluate(bound, by: recordStrategy)
    try present(answer, of: bound.path, line: line, since: start)
    keep(answer, bound)
    noteAnswer()
    variables[name.text] = answer.held()
  }

  // MARK: Binding and evaluating

  /// The names of a path looked up, and the session that it runs in: what variables and, where it is
  /// continued, the last result can reach.
  ///
  /// Everything else is dropped, so that the same line costs the same again.
  ///
  /// - Parameter loadsLast: whether records of the last result that are not loaded yet are wanted, and not only
  ///   whose they are.
  func bind(_ syntax: PathSyntax, loadsLast: Bool = true) throws(Diagnostic) -> Bound {
    try sendBySession(at: syntax.range)
    var scope = Scope()
    if case .lastResult(let range) = syntax.root {
      scope.last =
        loadsLast
        ? try heldLast(at: range.lower < range.upper ? range : syntax.range)
        : lastResult?.withoutRecords ?? lastResult?.answer.held()
    }
    scope.variables = variables
    var (kept, moved) = (session, scope)
    if settings.retention == .line {
      do throws(DatabaseError) { (kept, moved) = try scope.kept(in: session) } catch {
        throw Diagnostic(error, at: syntax.range)
      }
    }
    moved.session = kept
    let path: BoundPath
    do throws(Diagnostic) { path = try Binder(schema: schema, scope: moved).bind(syntax) } catch {
      throw withReason(error, syntax)
    }
    for word in path.valuesLikeAttributes {
      remarks.append(
        "\(word.name.lowercased()) was read as the value; the attribute of"
          + " \(schema[word.entity].name) is \(SyntaxPrinter.quoted(word.name)), in backquotes.")
    }
    kept.startLine()
    sender = (session.executor, path.marks)
    return Bound(path: path, session: kept, variables: moved.variables)
  }

  /// What statements wait for, where a person has set it.
  var roundTrip: RoundTrip? {
    settings.latency.map { latency in
      RoundTrip(nanoseconds: latency) { [weak self] in self?.waitInSight($0) ?? true }
    }
  }

  /// Waits in parts, so that a person sees between them how long it has been.
  private func waitInSight(_ nanoseconds: Int64) -> Bool {
    guard let progress else { return wait(nanoseconds) }
    let part = Progress.interval.nanoseconds
    var left = nanoseconds
    while left > part {
      guard wait(part) else { return false }
      left -= part
      progress.look()
    }
    return wait(left)
  }

  /// A path with its names looked up, and the state of the conversation that comes into force when it has
  /// been answered: a line that fails changes nothing.
  struct Bound {
    var path: BoundPath
    var session: Session
    var variables: [String: Held]
  }
}
