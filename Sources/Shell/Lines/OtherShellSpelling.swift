import Navigation

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
    /// Cards for the rows or tables, whichever is not in force, or as `on` and `off` say.
    case cards
    /// There is no such thing; what there is instead.
    case instead(String)
    /// What is so already, where one of these words asks for it; with any other there is no such thing.
    case already([String], String)
  }

  let spelling: String
  let meaning: Meaning

  private init(_ spelling: String, _ meaning: Meaning) {
    self.spelling = spelling
    self.meaning = meaning
  }

  static func named(_ spelling: String) -> OtherShellSpelling? {
    let spelling = Command.folded(spelling)
    return all.first { $0.spelling == spelling }
  }

  /// Those that are near to one that nobody knows and that do something, second names of commands among them.
  static func near(_ spelling: String) -> [String] {
    let translated = all.filter { other in
      switch other.meaning {
      case .line, .lineWithArgument, .linesWithArgument, .cards: true
      case .instead, .already: false
      }
    }
    let marked = Command.all.flatMap(\.foreignSpellings) + translated.map(\.spelling)
    return Nearness.nearest(spelling, in: marked.filter { $0.first == spelling.first }, limit: 1)
  }

  private static let all: [OtherShellSpelling] = [
    OtherShellSpelling("\\d", .linesWithArgument("describe", "schema")),
    OtherShellSpelling("\\dt", .lineWithArgument("describe")),
    OtherShellSpelling("desc", .lineWithArgument("describe")),
    OtherShellSpelling("show", .lineWithArgument("")),
    OtherShellSpelling("man", .line("help")),
    OtherShellSpelling("hello", .line("help")),
    OtherShellSpelling("hi", .line("help")),
    OtherShellSpelling("clear", .instead("Ctrl-L clears the screen.")),
    OtherShellSpelling("cls", .instead("Ctrl-L clears the screen.")),
    OtherShellSpelling(".show", .line("set")),
    OtherShellSpelling("\\set", .line("set")),
    OtherShellSpelling("\\pset", .line("set")),
    OtherShellSpelling(".nullvalue", .line("set null")),
    OtherShellSpelling("\\x", .cards),
    OtherShellSpelling(".eqp", .instead("explain author.books.title tells how the database finds the rows.")),
    OtherShellSpelling(".expert", .instead("doctor finds the indexes that are missing.")),
    OtherShellSpelling(".lint", .instead("doctor finds the indexes that are missing.")),
    OtherShellSpelling(".indexes", .instead("describe author tells which relationships have an index.")),
    OtherShellSpelling(".indices", .instead("describe author tells which relationships have an index.")),
    OtherShellSpelling("\\di", .instead("describe author tells which relationships have an index.")),
    OtherShellSpelling("\\timing", .already(["", "on"], "The last line of every answer tells the time.")),
    OtherShellSpelling(".timer", .already(["on"], "The last line of every answer tells the time.")),
    OtherShellSpelling(
      ".headers", .already(["on"], "Every format has its headers; a lone value prints alone.")),
    OtherShellSpelling(
      ".header", .already(["on"], "Every format has its headers; a lone value prints alone.")),
    OtherShellSpelling(
      ".width", .instead("Columns are as wide as they need to be; kin --width N sets the page.")),
    OtherShellSpelling(
      ".output", .instead("last csv > books.csv writes a result to a file, kin -o FILE all of them.")),
    OtherShellSpelling(
      ".once", .instead("last csv > books.csv writes a result to a file, kin -o FILE all of them.")),
    OtherShellSpelling(
      "\\o", .instead("last csv > books.csv writes a result to a file, kin -o FILE all of them.")),
    OtherShellSpelling("\\g", .instead("Enter sends a line; last prints its result again.")),
    OtherShellSpelling("\\copy", .instead("last csv > books.csv writes a result to a file.")),
    OtherShellSpelling(".trace", .instead("sql full shows the whole SQL of every line.")),
    OtherShellSpelling(
      ".bail", .already(["on"], "kin --on-error stop or continue says what a failed line does to a batch.")),
    OtherShellSpelling(
      ".databases", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling(
      ".attach", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling(
      "\\l", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling("\\conninfo", .instead("The prompt tells the database; tables tells what is in it.")),
    OtherShellSpelling(".import", .instead("Kin imports no files: sqlite3 FILE '.import …' does.")),
    OtherShellSpelling(".dump", .instead("Kin dumps no databases: sqlite3 FILE .dump does.")),
    OtherShellSpelling(".shell", .instead("Ctrl-Z goes to the shell, and fg comes back.")),
    OtherShellSpelling(".system", .instead("Ctrl-Z goes to the shell, and fg comes back.")),
    OtherShellSpelling("\\!", .instead("Ctrl-Z goes to the shell, and fg comes back.")),
    OtherShellSpelling(
      ".explain", .instead("explain author.books.title tells how the database finds the rows.")),
    OtherShellSpelling(
      ".dbinfo", .instead("tables tells what is in the file, doctor full whether it is sound.")),
    OtherShellSpelling(".changes", .already(["on"], "Every write tells how many rows it changed.")),
    OtherShellSpelling(
      ".separator", .instead("Values stand apart as a format says: format csv, format tsv.")),
    OtherShellSpelling("\\f", .instead("Values stand apart as a format says: format csv, format tsv.")),
    OtherShellSpelling(
      ".cd", .instead("Kin stays in its folder; open FILE and read FILE take a whole path.")),
    OtherShellSpelling(
      "\\cd", .instead("Kin stays in its folder; open FILE and read FILE take a whole path.")),
    OtherShellSpelling(".log", .instead("log > FILE writes the statements so far to a file.")),
    OtherShellSpelling(".prompt", .instead("The prompt is the database's name, and cannot be another.")),
    OtherShellSpelling("\\prompt", .instead("Kin asks for nothing while a file is read.")),
    OtherShellSpelling(".restore", .instead("Kin copies no databases: sqlite3 FILE .restore does.")),
    OtherShellSpelling(".recover", .instead("Kin mends no databases: sqlite3 FILE .recover does.")),
    OtherShellSpelling(".archive", .instead("Kin reads no archives: sqlite3 FILE .archive does.")),
    OtherShellSpelling(".ar", .instead("Kin reads no archives: sqlite3 FILE .archive does.")),
    OtherShellSpelling(".excel", .instead("last csv > books.csv writes what a spreadsheet reads.")),
    OtherShellSpelling(
      ".version", .instead("kin --version tells it, and select sqlite_version() the engine's.")),
    OtherShellSpelling(".vfsinfo", .instead("Kin has no word for how the engine reaches its files.")),
    OtherShellSpelling(".vfslist", .instead("Kin has no word for how the engine reaches its files.")),
    OtherShellSpelling(".vfsname", .instead("Kin has no word for how the engine reaches its files.")),
    OtherShellSpelling(".filectrl", .instead("Kin has no word for how the engine reaches its files.")),
    OtherShellSpelling(".dbconfig", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
    OtherShellSpelling(".auth", .instead("Kin sets nothing in the engine; PRAGMA works as in SQL.")),
    OtherShellSpelling(".limit", .instead("set limit 40 says how many rows of a table are shown.")),
    OtherShellSpelling(".timeout", .instead("Kin waits a moment for a lock by itself, and then says so.")),
    OtherShellSpelling(".progress", .instead("A long line tells by itself how far it is.")),
    OtherShellSpelling(
      ".scanstats", .instead("explain author.books.title tells how the database finds the rows.")),
    OtherShellSpelling(".sha3sum", .instead("doctor full tells whether the file is sound.")),
    OtherShellSpelling(".selftest", .instead("doctor full tells whether the file is sound.")),
    OtherShellSpelling(
      ".connection", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling(
      ".load", .instead("Kin loads no extensions; load joined says how relationships are loaded.")),
    OtherShellSpelling(".binary", .instead("Results are written as they are: last csv > books.csv.")),
    OtherShellSpelling(".crnl", .instead("Results are written as they are: last csv > books.csv.")),
    OtherShellSpelling(".session", .instead("session tells what is loaded; Kin records no changes.")),
    OtherShellSpelling(
      ".check", .instead("Kin compares no output; compare author.books.title compares the ways of loading.")),
    OtherShellSpelling(
      ".testcase",
      .instead("Kin compares no output; compare author.books.title compares the ways of loading.")),
    OtherShellSpelling("\\C", .instead("Kin prints no titles above tables.")),
    OtherShellSpelling("\\H", .line("format html")),
    OtherShellSpelling("\\T", .instead("HTML tables come without attributes: format html.")),
    OtherShellSpelling("\\a", .line("format tsv")),
    OtherShellSpelling("\\t", .instead("Every format has its headers; a lone value prints alone.")),
    OtherShellSpelling("\\gx", .instead("last record prints the last result as cards.")),
    OtherShellSpelling("\\p", .line("sql last")),
    OtherShellSpelling("\\r", .instead("Ctrl-C gives up what is typed.")),
    OtherShellSpelling("\\w", .instead("log > FILE writes the statements so far to a file.")),
    OtherShellSpelling("\\dt+", .line("tables")),
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
      "\\dn", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling(
      "use", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling("source", .line("read")),
    OtherShellSpelling("\\watch", .instead("Up brings the line back, and Enter runs it again.")),
    OtherShellSpelling(
      "history", .instead("Up walks through the lines typed so far, and Ctrl-R searches them.")),
    OtherShellSpelling(
      "\\e", .instead("An open bracket goes on with the next line; up brings a line back whole.")),
    OtherShellSpelling("\\s", .instead("Up walks through the lines typed so far, and Ctrl-R searches them.")),
    OtherShellSpelling(".print", .instead("A line that begins with # is a comment, and read FILE shows it.")),
    OtherShellSpelling("\\echo", .instead("A line that begins with # is a comment, and read FILE shows it.")),
    OtherShellSpelling(
      ".parameter", .instead("a = author[1] gives a result a name, and conditions can use it.")),
  ]
}
