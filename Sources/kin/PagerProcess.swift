import Glibc
import Rendering
import SQL
import Shell

/// The person's own pager as a child with a pipe to it: `KIN_PAGER`, else `PAGER`, else `less`.
enum PagerProcess {
  private static let standard = "less -SRX -+F '-Ps\(prompt)'"
  /// In the words of `less`: what stands between `?e` and `:` at the end, what follows before it.
  ///
  /// Its own prompt is a bare colon, at which somebody who has never seen it would type the next line.
  private static let prompt = "?eThe end\\: q goes back:q goes back, space goes on."

  /// nil where none is wanted: an empty name, or `cat`.
  static var pager: Pager? {
    let command =
      Terminal.environmentValue("KIN_PAGER") ?? Terminal.environmentValue("PAGER") ?? standard
    let words = command.split(separator: " ")
    guard let program = words.first, words != ["cat"] else { return nil }
    return Pager(name: VisibleText.plain(String(program), charset: .ascii)) {
      isThere(String(program)) ? start(command) : nil
    }
  }

  /// Whether the shell would find the program; a word that only the shell understands is left to it.
  private static func isThere(_ program: String) -> Bool {
    if program.contains(where: { "=$'\"\\;|&<>(){}~*?`".contains($0) }) { return true }
    if program.contains("/") { return access(FileName.path(program), X_OK) == 0 }
    let path = Terminal.environmentValue("PATH") ?? "/bin:/usr/bin"
    return path.split(separator: ":").contains { access(FileName.path("\($0)/\(program)"), X_OK) == 0 }
  }

  private static func start(_ command: String) -> Page.Reader? {
    // What Kin writes is UTF-8 with colours, whatever the locale says.
    setenv("LESS", "-SRX -Ps\(prompt)$", 0)
    setenv("LESSCHARSET", "utf-8", 0)
    // Without this the pager would live on when its own output goes away.
    let former = signal(SIGPIPE, SIG_DFL)
    let pipe = popen(FileName.path(command), "we")
    signal(SIGPIPE, former)
    guard let pipe else { return nil }
    var mode = termios()
    let knowsMode = tcgetattr(STDIN_FILENO, &mode) == 0
    Interrupt.shared.setEditing(true)
    return Page.Reader(
      read: { Descriptor.write($0, to: fileno(pipe)) },
      finish: {
        let status = pclose(pipe)
        // A pager that was killed leaves the terminal as it had set it.
        if knowsMode { tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) }
        TerminalState.shared.noteLoan()
        Interrupt.shared.setEditing(false)
        // Ctrl-C was for the pager.
        Interrupt.shared.reset()
        return failure(status)
      })
  }

  /// The code that a pager gave up with; nil where it did not, and where a signal ended it, which a person sent.
  private static func failure(_ status: Int32) -> Int? {
    let code = Int(status >> 8 & 0xFF)
    // A shell says so in this way of what it has run.
    return status & 0x7F == 0 && (1...128).contains(code) ? code : nil
  }
}
