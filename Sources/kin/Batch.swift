import Glibc
import Language
import Shell

/// Lines without a person: arguments, a file, a pipe.
struct Batch {
  private let conversation: Conversation
  private let stats: Bool
  private let stopsOnError: Bool

  init(_ conversation: Conversation, stats: Bool, stopsOnError: Bool) {
    self.conversation = conversation
    self.stats = stats
    self.stopsOnError = stopsOnError
  }

  func run(_ source: LineSource) -> Program.ExitCode {
    var code = Program.ExitCode.ok
    var source = source
    while let line = source.next() {
      let facts = conversation.respond(to: line)
      if stats, facts.kind != .blank { conversation.tell(facts.json) }
      if let problem = facts.problem {
        switch problem.problem {
        case .interrupted: return .interrupted
        case .budgetExceeded: code = .budget
        default: code = code == .ok ? .failed : code
        }
        if stopsOnError { return code }
      }
      if facts.isQuit { break }
    }
    return code
  }
}

/// Where the lines of a batch come from; a line that ends inside brackets goes on with the next.
enum LineSource {
  case lines([String])
  case standardInput

  mutating func next() -> String? {
    switch self {
    case .lines(let lines):
      guard let first = lines.first else { return nil }
      self = .lines(Array(lines.dropFirst()))
      return first
    case .standardInput:
      guard var line = readLine() else { return nil }
      while case .open = LineState.of(line), let more = readLine() { line += "\n" + more }
      return line
    }
  }

  /// Physical lines put together where brackets are open.
  static func joined(_ physical: [String]) -> [String] {
    var lines: [String] = []
    var open: String?
    for line in physical {
      let whole = open.map { $0 + "\n" + line } ?? line
      if case .open = LineState.of(whole) {
        open = whole
      } else {
        lines.append(whole)
        open = nil
      }
    }
    if let open { lines.append(open) }
    return lines
  }
}
