/// The person's own editor, for one line: `VISUAL`, `EDITOR`, else the system's.
import Glibc
import SQL

enum ExternalEditor {
  private static var command: String {
    for variable in ["VISUAL", "EDITOR"] {
      if let value = Terminal.environmentValue(variable), value.contains(where: { !$0.isWhitespace }) {
        return value
      }
    }
    return access("/usr/bin/editor", X_OK) == 0 ? "/usr/bin/editor" : "vi"
  }

  enum Outcome {
    case edited(String)
    /// The editor was left without success.
    case givenUp
    /// What was written cannot be taken, and stands in this file still.
    case kept(file: String, reason: String)
  }

  /// Shows a text in the editor and waits.
  ///
  /// The terminal must be as the shell expects it. The file is for nobody else's eyes, and gone afterwards, unless
  /// what is in it would be lost with it.
  static func edited(_ text: String) -> Outcome {
    let folder = Terminal.environmentValue("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var path = FileName.path(folder + "/kin-XXXXXX.sql")
    // Made with the mode 0600.
    let file = mkstemps(&path, 4)
    guard file >= 0 else { return .givenUp }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    var isKept = false
    defer { if !isKept { unlink(path) } }
    let isWritten = Program.write(Array((text + "\n").utf8), to: file)
    close(file)
    let name = FileName.text(ofCString: path)
    guard isWritten else { return .givenUp }
    let isDone = run(name)
    // What was pressed meanwhile was for the editor.
    _ = Interrupt.shared.takeRequest()
    guard isDone else { return .givenUp }
    do throws(DatabaseError) { return .edited(try TextFile.contents(of: name)) } catch {
      isKept = access(path, F_OK) == 0
      return isKept ? .kept(file: name, reason: error.message) : .givenUp
    }
  }

  /// Runs the editor as the shell would, which alone understands its options and quotes, and in the shell's place, so
  /// that what stops or ends it is seen here.
  private static func run(_ name: String) -> Bool {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &pipeSignal)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let words: [String] = ["sh", "-c", "exec \(command) \"$1\"", "sh", name]
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup(FileName.path($0)) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", nil, &attributes, &pointers, environ) == 0 else { return false }
    var status: Int32 = 0
    _ = Interrupt.shared.takeContinuation()
    while true {
      guard waitpid(process, &status, WUNTRACED) == process else {
        if errno == EINTR { continue }
        return false
      }
      guard status & 0xFF == 0x7F else { return status == 0 }
      // The shell's line comes back only if the parent of an editor that stops does so too. One that stops them both
      // has gone on with it.
      if !Interrupt.shared.takeContinuation() {
        kill(getpid(), SIGSTOP)
        _ = Interrupt.shared.takeContinuation()
      }
      kill(process, SIGCONT)
    }
  }
}
