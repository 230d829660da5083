import Shell

/// The manual page, written from the tables of options, commands, settings and samples.
struct ManualPage {
  let text: String

  init() {
    var page = """
      .TH KIN 1 "\(Program.date)" "kin \(Program.version)" "User Commands"
      .SH NAME
      kin \\- walk through related data in a SQLite file
      .SH SYNOPSIS
      .B kin
      .RI [ option " ...] [" database " [" line " ...]]"
      .SH DESCRIPTION
      Kin opens a SQLite file, or a sample in memory where no file is named, and answers lines such as
      .BR author[3].books.title :
      it follows the relationships of the schema, prints the rows, and shows the SQL that it took.
      .PP
      Without a line to run, and with a terminal, it asks for lines at a prompt; there
      .B help
      tells the rest. In a batch results go to standard output and everything else to standard error, and
      nothing is ever shortened. A file is opened for reading only, unless an option says otherwise.
      .SH PATHS
      A path begins at a table and goes on with a dot, to an attribute, a relationship or a verb. Brackets
      pick by key, by position or by a condition, braces say what to show:
      .PP
      .EX
      author[3].books.title
      author[name like "A%"][:5]
      author.books!.title
      author.books.count()
      author[3]{name, books{title, year}}
      .EE
      .PP
      The
      .B !
      loads a hop for all records at once;
      .B author.books?
      tells what a path means, and
      .B help paths
      the rest.
      .SH OPTIONS

      """
    for (title, options) in CommandLineOption.groups {
      page += ".SS \(title)\n"
      for option in options {
        let names = (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.name.text)"]
        let shown = names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
        let value = option.value.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
        page += ".TP\n\(shown)\(value)\n\(Self.sentence(option.summary))\n"
      }
    }
    page += ".SH COMMANDS\nAt the prompt and in a batch, beside paths and SQL:\n"
    for command in Command.all {
      page += ".TP\n\\fB\(Self.escaped(command.usage))\\fR\n\(Self.sentence(command.summary))\n"
    }
    page += ".SH SETTINGS\n.BI set \\~name\\~value\nchanges one for this session, and\n.B save\nkeeps them.\n"
    for setting in Setting.all {
      let values = setting.choices.joined(separator: ", ")
      page +=
        ".TP\n\\fB\(Self.escaped(setting.name))\\fR\n\(Self.sentence("\(setting.summary): \(values)"))\n"
    }
    page += ".SH SAMPLES\n"
    for sample in DatabaseOpening.samples {
      page += ".TP\n\\fB\(Self.escaped(sample.name))\\fR\n\(Self.sentence(sample.summary))\n"
    }
    page += ".SH \"EXIT STATUS\"\n"
    for code in Program.ExitCode.allCases {
      page += ".TP\n.B \(code.rawValue)\n\(Self.sentence(code.meaning))\n"
    }
    page += """
      .SH FILES
      .TP
      .IR database .kin
      Relationships and labels that
      .B keep
      wrote beside a database, read when that is opened.
      .TP
      .I ~/.config/kin/init.kin
      Commands that a prompt begins with, a line each; in
      .I $XDG_CONFIG_HOME/kin
      where that is set. A batch does not read it.
      .TP
      .I ~/.local/state/kin/history
      The lines typed so far; in
      .I $XDG_STATE_HOME/kin
      where that is set, or the file that
      .B KIN_HISTORY
      names.
      .TP
      .I ~/.editrc
      Key bindings, as editrc(5) describes them.
      .SH ENVIRONMENT
      .TP
      .BR KIN_PAGER ", " PAGER
      The program that shows long answers at a prompt, less(1) where neither names one.
      .TP
      .BR NO_COLOR ", " CLICOLOR_FORCE ", " TERM
      Decide about colour where
      .B \\-\\-color
      does not.
      .TP
      .B COLORFGBG
      Tells a light background from a dark one, as in 0;15; elsewhere
      .B set theme light
      says so.
      .TP
      .B KIN_HISTORY
      The file of the lines typed so far; where it is empty, they are not kept.
      .TP
      .BR LC_ALL ", " LC_CTYPE ", " LANG
      Where they do not name UTF-8, a terminal is written to in ASCII.
      .SH EXAMPLES
      .EX
      kin
      kin library.db \\(aqauthor[3].books.title\\(aq
      kin library.db \\-\\-csv book > books.csv
      echo \\(aqauthor.count()\\(aq | kin library.db
      .EE
      .SH "SEE ALSO"
      .BR sqlite3 (1),
      .BR editrc (5)

      """
    text = page.split(separator: "\n", omittingEmptySubsequences: false).map(Self.folded)
      .joined(separator: "\n")
  }

  /// Lines of text in the width in which such files are edited; to the formatter their ends are blanks.
  private static func folded(_ line: Substring) -> String {
    guard line.first != "." else { return String(line) }
    var lines = [""]
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      // What begins with a dot would be a request.
      if !last.isEmpty, last.utf8.count + 1 + word.utf8.count > 78, word.first != "." {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty && lines.count == 1 ? last + word : last + " " + word
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What summaries are, as a sentence that no request of the formatter begins.
  private static func sentence(_ summary: String) -> String {
    let first = summary.first?.uppercased() ?? ""
    return escaped(first + summary.dropFirst()) + "."
  }

  /// Nothing in it means anything to the formatter.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "…": result += "..."
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "`": result += "\\(ga"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
