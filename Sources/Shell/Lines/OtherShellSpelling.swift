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
  }

  let spelling: String
  let meaning: Meaning

  private init(_ spelling: String, _ meaning: Meaning) {
    self.spelling = spelling
    self.meaning = meaning
  }

  static func named(_ spelling: String) -> OtherShellSpelling? {
    let spelling = spelling.lowercased()
    return all.first { $0.spelling == spelling }
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
    OtherShellSpelling("\\timing", .instead("The last line of every answer tells the time.")),
    OtherShellSpelling(".timer", .instead("The last line of every answer tells the time.")),
    OtherShellSpelling(".headers", .instead("Every format has its headers; a lone value prints alone.")),
    OtherShellSpelling(".header", .instead("Every format has its headers; a lone value prints alone.")),
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
      ".bail", .instead("kin --on-error stop or continue says what a failed line does to a batch.")),
    OtherShellSpelling(
      ".databases", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling(
      ".attach", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling(
      "\\l", .instead("One database is open, and open FILE opens another; ATTACH works as in SQL.")),
    OtherShellSpelling("\\conninfo", .instead("The prompt tells the database; tables tells what is in it.")),
    OtherShellSpelling(".import", .instead("Kin imports no files: sqlite3 FILE '.import …' does.")),
    OtherShellSpelling(".dump", .instead("Kin dumps no databases: sqlite3 FILE .dump does.")),
    OtherShellSpelling(".backup", .instead("Kin copies no databases: sqlite3 FILE .backup does.")),
    OtherShellSpelling(".save", .instead("Kin copies no databases: sqlite3 FILE .save does.")),
    OtherShellSpelling(".shell", .instead("Ctrl-Z goes to the shell, and fg comes back.")),
    OtherShellSpelling(".system", .instead("Ctrl-Z goes to the shell, and fg comes back.")),
    OtherShellSpelling("\\!", .instead("Ctrl-Z goes to the shell, and fg comes back.")),
    OtherShellSpelling(
      ".explain", .instead("explain author.books.title tells how the database finds the rows.")),
    OtherShellSpelling(
      ".dbinfo", .instead("tables tells what is in the file, doctor full whether it is sound.")),
    OtherShellSpelling(".changes", .instead("Every write tells how many rows it changed.")),
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
