import Navigation
import Rendering

/// A word of the sqlite3 shell, psql or the MySQL client that is more than a second name of a command.
///
/// Second names stand with their command. A new spelling is one line here.
struct OtherShellSpelling {
  enum Meaning {
    /// What is typed here for it; what stands behind it goes on behind that.
    case line(String)
    /// The same, where something stands behind it; alone it is a command's second name.
    case lineWithArgument(String)
    /// The same for the name of a table, and behind a path only the first.
    case linesWithArgument(String, String)
    /// A format, or tables where it is in force, or as `on` and `off` say.
    case toggled(format: String)
    /// There is no such thing; what there is instead, with backquotes around what is to be typed.
    case instead(String)
    /// Whether a line that fails ends a batch, which is for the program's own option to say; the sentence that says so.
    case stopping(String)
    /// What is so already where one of these words asks for it, and what is left out where one of the others does.
    ///
    /// With any other there is no such thing, unless a command has the spelling as its second name.
    case accepted(already: [String], less: Less = .none, String)
  }

  /// What asks for less than there is, or for what makes no difference: a batch is told, and goes on.
  enum Less {
    case none
    case words([String])
    case any
  }

  let spelling: String
  let meaning: Meaning
  /// The command that is typed here for it where what stands behind it describes names, as in `order%`.
  let meaningOfPattern: String?

  private init(_ spelling: String, _ meaning: Meaning, ofPattern meaningOfPattern: String? = nil) {
    self.spelling = spelling
    self.meaning = meaning
    self.meaningOfPattern = meaningOfPattern
  }

  static func named(_ spelling: String) -> OtherShellSpelling? {
    let spelling = Command.folded(spelling)
    if let own = all.first(where: { $0.spelling == spelling }) { return own }
    // psql: `+` asks for more of it, `S` for what is the system's.
    guard spelling.hasPrefix("\\"), spelling.count > 2, Command.named(spelling) == nil,
      let last = spelling.last, last == "+" || last == "S"
    else { return nil }
    return named(String(spelling.dropLast()))
  }

  /// Those that are near to one that nobody knows and that do something, second names of commands among them.
  static func near(_ spelling: String) -> [String] {
    let marked = Command.all.flatMap(\.foreignSpellings) + all.filter(\.doesSomething).map(\.spelling)
    let near = Nearness.nearest(spelling, in: marked.filter { $0.first == spelling.first }, limit: 1)
    // Of two letters each is half of what is meant: another one is another word.
    return near.filter { spelling.utf8.count > 3 || spelling.utf8.count != $0.utf8.count }
  }

  /// All that begin with a sign, second names of commands among them, each with what it leads to here.
  ///
  /// Those that do nothing are told where enough of them is typed.
  static func offers(_ typed: Substring) -> [ArgumentWord] {
    let names = Command.all.flatMap { command in
      command.foreignSpellings.map { ArgumentWord($0, command.name) }
    }
    let others = all.filter { $0.doesSomething || typed.count > 2 && !lists.contains($0.spelling) }
      .map { ArgumentWord($0.spelling, $0.label) }
    var seen: Set<String> = []
    return (others + names).filter { $0.text.first == typed.first && seen.insert($0.text).inserted }
      .sorted { ($0.text.lowercased(), $1.text) < ($1.text.lowercased(), $0.text) }
  }

  private var doesSomething: Bool {
    switch meaning {
    case .line, .lineWithArgument, .linesWithArgument, .toggled: true
    case .instead, .stopping, .accepted: false
    }
  }

  private var label: String {
    switch meaning {
    case .line(let line), .lineWithArgument(let line): line
    case .linesWithArgument(let first, let second): "\(first), \(second)"
    case .toggled(let format): "format \(format)"
    case .instead(let sentence), .stopping(let sentence), .accepted(_, _, let sentence):
      sentence.replacing("`", with: "")
    }
  }

  /// What is typed here in its place where something stands behind it; nil where that is no line of Kin.
  var line: String? {
    switch meaning {
    case .line(let line), .lineWithArgument(let line), .linesWithArgument(let line, _): line
    case .toggled, .instead, .stopping, .accepted: nil
    }
  }

  /// The words that may stand behind it where it is no line of Kin.
  var argumentWords: [String] {
    switch meaning {
    case .toggled, .stopping: ["on", "off"]
    case .accepted(let already, .words(let less), _): already.filter { !$0.isEmpty } + less
    case .accepted(let already, _, _): already.filter { !$0.isEmpty }
    case .line, .lineWithArgument, .linesWithArgument, .instead: []
    }
  }

  private static let stopping =
    "`kin --on-error stop` or `kin --on-error continue` says what a failed line does to a batch."

  private static let all: [OtherShellSpelling] =
    [
      OtherShellSpelling("\\d", .linesWithArgument("describe", "schema"), ofPattern: "find"),
      OtherShellSpelling("\\dt", .lineWithArgument("describe"), ofPattern: "tables"),
      OtherShellSpelling("desc", .lineWithArgument("describe")),
      OtherShellSpelling("show", .lineWithArgument("")),
      OtherShellSpelling("man", .line("help")),
      OtherShellSpelling("hello", .line("help")),
      OtherShellSpelling("tour", .line("help tour")),
      OtherShellSpelling("next", .line("help tour")),
      OtherShellSpelling("hi", .line("help")),
      OtherShellSpelling(
        "kin",
        .instead(
          "That is a line of the system's shell, to which `quit` leads. Here `open FILE` opens a database.")),
      OtherShellSpelling("clear", .instead("Ctrl-L clears the screen.")),
      OtherShellSpelling("cls", .instead("Ctrl-L clears the screen.")),
      OtherShellSpelling(".show", .line("set")),
      OtherShellSpelling("\\set", .line("set")),
      OtherShellSpelling("\\pset", .line("set")),
      OtherShellSpelling(".nullvalue", .line("set null")),
      OtherShellSpelling("\\x", .toggled(format: "record")),
      OtherShellSpelling(
        ".eqp",
        .accepted(already: ["off"], "`explain author.books.title` tells how the database finds the rows.")),
      OtherShellSpelling(".expert", .instead("`doctor` finds the indexes that are missing.")),
      OtherShellSpelling(".lint", .instead("`doctor` finds the indexes that are missing.")),
      OtherShellSpelling(".indexes", .instead("`schema author` lists the indexes of a table.")),
      OtherShellSpelling(".indices", .instead("`schema author` lists the indexes of a table.")),
      OtherShellSpelling("\\di", .instead("`schema author` lists the indexes of a table.")),
      OtherShellSpelling(
        "\\timing",
        .accepted(
          already: ["", "on"], less: .words(["off"]), "The last line of every answer tells the time.")),
      OtherShellSpelling(
        ".timer",
        .accepted(already: ["on"], less: .words(["off"]), "The last line of every answer tells the time.")),
      OtherShellSpelling(
        ".headers",
        .accepted(
          already: ["on"], less: .words(["off"]), "Every format has its headers; a lone value prints alone.")),
      OtherShellSpelling(
        ".header",
        .accepted(
          already: ["on"], less: .words(["off"]), "Every format has its headers; a lone value prints alone.")),
      OtherShellSpelling(
        ".width",
        .accepted(
          already: [], less: .any, "Columns are as wide as they need to be; `kin --width N` sets the page.")),
      OtherShellSpelling(
        ".output",
        .accepted(
          already: ["", "stdout"],
          "`last csv > books.csv` writes a result to a file, `kin -o FILE` all of them.")
      ),
      OtherShellSpelling(
        ".once", .instead("`last csv > books.csv` writes a result to a file, `kin -o FILE` all of them.")),
      OtherShellSpelling(
        "\\o",
        .accepted(
          already: [""], "`last csv > books.csv` writes a result to a file, `kin -o FILE` all of them.")),
      OtherShellSpelling("\\g", .instead("Enter sends a line; `last` prints its result again.")),
      OtherShellSpelling("\\G", .instead("`last record` shows the last result as cards.")),
      OtherShellSpelling("\\copy", .instead("`last csv > books.csv` writes a result to a file.")),
      OtherShellSpelling(
        ".trace", .accepted(already: ["off"], "`sql full` shows the whole SQL of every line.")),
      OtherShellSpelling(".bail", .stopping(stopping)),
      OtherShellSpelling("\\set ON_ERROR_STOP", .stopping(stopping)),
      OtherShellSpelling(
        ".databases", .instead("One database is open, and `open FILE` opens another; ATTACH works as in SQL.")
      ),
      OtherShellSpelling(
        ".attach", .instead("One database is open, and `open FILE` opens another; ATTACH works as in SQL.")),
      OtherShellSpelling(
        "\\l", .instead("One database is open, and `open FILE` opens another; ATTACH works as in SQL.")),
      OtherShellSpelling(
        "\\conninfo", .instead("The prompt tells the database; `tables` tells what is in it.")),
      OtherShellSpelling(".import", .instead("Kin imports no files: `sqlite3 FILE '.import …'` does.")),
      OtherShellSpelling(".dump", .instead("Kin dumps no databases: `sqlite3 FILE .dump` does.")),
      OtherShellSpelling(".shell", .instead("Ctrl-Z goes to the shell, and `fg` comes back.")),
      OtherShellSpelling(".system", .instead("Ctrl-Z goes to the shell, and `fg` comes back.")),
      OtherShellSpelling("\\!", .instead("Ctrl-Z goes to the shell, and `fg` comes back.")),
      OtherShellSpelling(
        ".explain",
        .accepted(
          already: ["off", "auto"], "`explain author.books.title` tells how the database finds the rows.")),
      OtherShellSpelling(
        ".dbinfo", .instead("`tables` tells what is in the file, `doctor full` whether it is sound.")),
      OtherShellSpelling(
        ".changes",
        .accepted(already: ["on"], less: .words(["off"]), "Every write tells how many rows it changed.")),
      OtherShellSpelling(
        ".separator", .instead("Values stand apart as a format says: `format csv`, `format tsv`.")),
      OtherShellSpelling("\\f", .instead("Values stand apart as a format says: `format csv`, `format tsv`.")),
      OtherShellSpelling(
        ".cd", .instead("Kin stays in its folder; `open FILE` and `read FILE` take a whole path.")),
      OtherShellSpelling(
        "\\cd", .instead("Kin stays in its folder; `open FILE` and `read FILE` take a whole path.")),
      OtherShellSpelling(
        ".log", .accepted(already: ["off"], "`log > FILE` writes the queries so far to a file.")),
      OtherShellSpelling(
        ".prompt",
        .accepted(already: [], less: .any, "The prompt is the database's name, and cannot be another.")),
      OtherShellSpelling("\\prompt", .instead("Kin asks for nothing while a file is read.")),
      OtherShellSpelling(".restore", .instead("Kin copies no databases: `sqlite3 FILE .restore` does.")),
      OtherShellSpelling(".recover", .instead("Kin mends no databases: `sqlite3 FILE .recover` does.")),
      OtherShellSpelling(".archive", .instead("Kin reads no archives: `sqlite3 FILE .archive` does.")),
      OtherShellSpelling(".ar", .instead("Kin reads no archives: `sqlite3 FILE .archive` does.")),
      OtherShellSpelling(".excel", .instead("`last csv > books.csv` writes what a spreadsheet reads.")),
      OtherShellSpelling(
        ".version", .instead("`kin --version` tells it, and `select sqlite_version()` the engine's.")),
      OtherShellSpelling(".vfsinfo", .instead("Kin has no word for how the engine reaches its files.")),
      OtherShellSpelling(".vfslist", .instead("Kin has no word for how the engine reaches its files.")),
      OtherShellSpelling(".vfsname", .instead("Kin has no word for how the engine reaches its files.")),
      OtherShellSpelling(".filectrl", .instead("Kin has no word for how the engine reaches its files.")),
      OtherShellSpelling(".dbconfig", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
      OtherShellSpelling(
        ".auth", .accepted(already: ["off"], "Kin sets nothing in the engine; PRAGMA works as in SQL.")),
      OtherShellSpelling(".limit", .instead("`set limit 40` says how many rows of a table are shown.")),
      OtherShellSpelling(
        ".timeout",
        .accepted(already: [], less: .any, "Kin waits a moment for a lock by itself, and then says so.")),
      OtherShellSpelling(
        ".progress", .accepted(already: [], less: .any, "A long line tells by itself how far it is.")),
      OtherShellSpelling(
        ".scanstats",
        .accepted(already: ["off"], "`explain author.books.title` tells how the database finds the rows.")),
      OtherShellSpelling(".sha3sum", .instead("`doctor full` tells whether the file is sound.")),
      OtherShellSpelling(".selftest", .instead("`doctor full` tells whether the file is sound.")),
      OtherShellSpelling(
        ".connection",
        .instead("One database is open, and `open FILE` opens another; ATTACH works as in SQL.")),
      OtherShellSpelling(
        ".load", .instead("Kin loads no extensions; `load joined` says how relationships are loaded.")),
      OtherShellSpelling(
        ".binary", .accepted(already: ["off"], "Results are written as they are: `last csv > books.csv`.")),
      OtherShellSpelling(
        ".crnl", .accepted(already: ["off"], "Results are written as they are: `last csv > books.csv`.")),
      OtherShellSpelling(".session", .instead("`session` tells what is loaded; Kin records no changes.")),
      OtherShellSpelling(
        ".check",
        .instead("Kin compares no output; `compare author.books.title` compares the ways of loading.")
      ),
      OtherShellSpelling(
        ".testcase",
        .instead("Kin compares no output; `compare author.books.title` compares the ways of loading.")),
      OtherShellSpelling("\\C", .instead("Kin prints no titles above tables.")),
      OtherShellSpelling("\\H", .toggled(format: "html")),
      OtherShellSpelling("\\T", .instead("HTML tables come without attributes: `format html`.")),
      OtherShellSpelling("\\a", .toggled(format: "tsv")),
      OtherShellSpelling(
        "\\t",
        .accepted(
          already: ["off"], less: .words(["", "on"]),
          "Every format has its headers; a lone value prints alone.")),
      OtherShellSpelling("\\gx", .instead("`last record` prints the last result as cards.")),
      OtherShellSpelling("\\p", .line("sql last")),
      OtherShellSpelling("\\r", .instead("Ctrl-C gives up what is typed.")),
      OtherShellSpelling("\\w", .instead("`log > FILE` writes the queries so far to a file.")),
      OtherShellSpelling(
        "\\du", .instead("Kin knows no users and no rights: who can read the file can read all of it.")),
      OtherShellSpelling(
        "\\dp", .instead("Kin knows no users and no rights: who can read the file can read all of it.")),
      OtherShellSpelling(
        "\\z", .instead("Kin knows no users and no rights: who can read the file can read all of it.")),
      OtherShellSpelling("\\unset", .line("forget")),
      OtherShellSpelling("\\encoding", .instead("Texts are UTF-8, whatever the database keeps them in.")),
      OtherShellSpelling("\\df", .line("help functions")),
      OtherShellSpelling("\\dv", .line("tables")),
      OtherShellSpelling(
        "\\dn", .instead("One database is open, and `open FILE` opens another; ATTACH works as in SQL.")),
      OtherShellSpelling(
        "use", .instead("One database is open, and `open FILE` opens another; ATTACH works as in SQL.")),
      OtherShellSpelling("source", .line("read")),
      OtherShellSpelling("\\watch", .instead("Up brings the line back, and Enter runs it again.")),
      OtherShellSpelling(
        "history", .instead("Up walks through the lines typed so far, and Ctrl-R searches them.")),
      OtherShellSpelling(
        "\\e", .instead("Ctrl-X Ctrl-E takes the line to the editor that VISUAL or EDITOR names.")),
      OtherShellSpelling(
        ".edit", .instead("Ctrl-X Ctrl-E takes the line to the editor that VISUAL or EDITOR names.")),
      OtherShellSpelling(
        "\\s", .instead("Up walks through the lines typed so far, and Ctrl-R searches them.")),
      OtherShellSpelling(
        ".print", .instead("A line that begins with # is a comment, and `read FILE` shows it.")),
      OtherShellSpelling(
        "\\echo", .instead("A line that begins with # is a comment, and `read FILE` shows it.")),
      OtherShellSpelling(
        ".parameter", .instead("`a = author[1]` gives a result a name, and conditions can use it.")),
      OtherShellSpelling(
        ".echo",
        .accepted(
          already: ["off"], less: .words(["on"]),
          "Lines are not repeated; `sql on` shows the SQL that each of them sends.")),
      OtherShellSpelling(
        ".stats",
        .accepted(already: ["on"], less: .words(["off"]), "The last line of every answer tells what it took.")
      ),
      OtherShellSpelling(
        ".crlf", .accepted(already: ["off"], "Results are written as they are: `last csv > books.csv`.")),
      OtherShellSpelling(
        ".nonce", .instead("A file is opened for reading alone, unless `kin --write FILE` opens it.")),
      OtherShellSpelling(".imposter", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
      OtherShellSpelling(".testctrl", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
      OtherShellSpelling(".selecttrace", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
      OtherShellSpelling(".wheretrace", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
      OtherShellSpelling(
        ".unmodule", .instead("Kin loads no extensions; `load joined` says how relationships are loaded.")),
      OtherShellSpelling(
        "\\dx", .instead("Kin loads no extensions; `load joined` says how relationships are loaded.")),
      OtherShellSpelling("\\dm", .line("tables")),
      OtherShellSpelling("\\sv", .line("schema")),
      OtherShellSpelling(
        "\\dg", .instead("Kin knows no users and no rights: who can read the file can read all of it.")),
      OtherShellSpelling(
        "\\password", .instead("Kin knows no users and no rights: who can read the file can read all of it.")),
      OtherShellSpelling("\\gdesc", .instead("`describe author` tells the columns of a table.")),
      OtherShellSpelling(
        "\\gset", .instead("`a = author[1]` gives a result a name, and conditions can use it.")),
      OtherShellSpelling("\\gexec", .instead("`read FILE` runs the lines of a file.")),
      OtherShellSpelling(
        "\\if", .instead("The lines of a file are read one after the other, without conditions.")),
      OtherShellSpelling(
        "\\elif", .instead("The lines of a file are read one after the other, without conditions.")),
      OtherShellSpelling(
        "\\else", .instead("The lines of a file are read one after the other, without conditions.")),
      OtherShellSpelling(
        "\\endif", .instead("The lines of a file are read one after the other, without conditions.")),
      OtherShellSpelling(
        "\\qecho", .instead("A line that begins with # is a comment, and `read FILE` shows it.")),
      OtherShellSpelling(
        "\\warn", .instead("A line that begins with # is a comment, and `read FILE` shows it.")),
      OtherShellSpelling("\\setenv", .instead("Kin changes nothing in its environment.")),
      OtherShellSpelling("\\errverbose", .instead("An error is told whole at once.")),
      OtherShellSpelling("\\crosstabview", .instead("`last record` prints the last result as cards.")),
    ]
    + lists.sorted().map {
      OtherShellSpelling(
        $0, .instead("Kin knows tables, views and what leads from one to another: `tables` lists them."))
    }

  /// With what psql lists kinds of things that are no tables.
  private static let lists: Set<String> = [
    "\\da", "\\dA", "\\dAc", "\\dAf", "\\dAo", "\\dAp", "\\db", "\\dc", "\\dC", "\\dd", "\\dD", "\\ddp",
    "\\dE", "\\des", "\\det", "\\deu", "\\dew", "\\dF", "\\dFd", "\\dFp", "\\dFt", "\\dL", "\\dO", "\\do",
    "\\drds", "\\dRp", "\\dRs", "\\ds", "\\dT", "\\dy", "\\dX", "\\dP", "\\dl", "\\dconfig",
  ]
}
