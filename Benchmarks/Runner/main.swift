import Glibc
import Language
import Navigation
import ORM
import SQL
import SQLite

/// Kin's own contender: one workload on one database, timed in the process after opening.
///
///     kin-benchmarks DATABASE WORKLOAD
struct Workload {
  let path: String
  let strategy: LoadingStrategy
  /// The attribute whose bytes are summed as a proof of the work; nil where the path ends in one.
  var attribute: String?
  /// How often it runs in one process; the time is that of one round.
  var rounds = 1
  /// Whether every round asks for another record, so that none is warm: `K` in the path is its key.
  var isCold = false

  static let all: [String: Workload] = [
    "W1": Workload(path: "author.books.title", strategy: .lazy),
    "W2": Workload(path: "author.books.title", strategy: .joined),
    "W2b": Workload(path: "book.author", strategy: .joined, attribute: "name"),
    "W3": Workload(path: "author.books.title", strategy: .selectin),
    "W4": Workload(path: "author.books.members", strategy: .selectin, attribute: "name"),
    "W5": Workload(path: "book.author", strategy: .lazy, attribute: "name"),
    "W6": Workload(path: "author[3].books.title", strategy: .lazy, rounds: 1_000),
    "W7": Workload(path: "book", strategy: .lazy, attribute: "title"),
    "W8": Workload(path: "book{title, genres{name}, members{name}}", strategy: .selectin),
    "W9": Workload(path: "book.genres", strategy: .selectin, attribute: "name"),
    "W10": Workload(path: "genre.books", strategy: .selectin, attribute: "title"),
    "W11": Workload(path: "employee[1].reports+.name", strategy: .selectin),
    "W12": Workload(path: "employee.badge.code", strategy: .selectin),
    "W13": Workload(path: "author.books[year > 1990].title", strategy: .selectin),
    "W14": Workload(path: "author[K].books.title", strategy: .lazy, rounds: 1_000, isCold: true),
  ]
}

struct Measured {
  var rows = 0
  var bytes = 0
  var statements = 0

  /// Texts count wherever they stand, and rows where they stand in a list.
  mutating func add(_ value: NestedValue, isInList: Bool) {
    switch value {
    case .value(let value):
      if case .text(let text) = value { bytes += text.utf8.count }
    case .record(let values):
      if isInList { rows += 1 }
      for value in values { add(value, isInList: false) }
    case .list(let values):
      for value in values { add(value, isInList: true) }
    }
  }
}

/// One round, as one line at the prompt: a session of its own, on an executor that has seen lines before.
func measure(
  _ path: String, _ workload: Workload, _ executor: Executor, _ schema: Schema
) throws -> Measured {
  executor.startLine()
  let connection = executor.connection
  let session = Session(schema: schema, executor: executor)
  try connection.beginReading()
  defer { connection.endReading() }
  let bound = try Binder(schema: schema, scope: Scope()).bind(Parser.path(path))
  let answer = try Evaluator(session: session, strategy: workload.strategy).answer(bound)
  var measured = Measured()
  if case .nested = answer.content {
    try answer.forEachNestedRow { row throws(DatabaseError) in
      for value in row { measured.add(value, isInList: false) }
      return true
    }
    measured.statements = executor.log.statements
    return measured
  }
  var attribute = 0
  if let name = workload.attribute, let entity = answer.entity {
    attribute = schema[entity].attributes.firstIndex { $0.name == name } ?? 0
  }
  var ways: [UInt32]?
  if case .records(let selection) = answer.content { ways = selection.ways }
  var position = 0
  try answer.forEachRow { row throws(DatabaseError) in
    // A record reached in several ways counts once for each: the other contenders ask it each time.
    let times = ways.map { Int($0[position]) } ?? 1
    measured.rows += times
    measured.bytes += row[attribute].bytes.count * times
    position += 1
    return true
  }
  measured.statements = executor.log.statements
  return measured
}

func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

if CommandLine.arguments.count > 3, let question = Typing.Question(rawValue: CommandLine.arguments[2]) {
  let typing = Typing(question: question, lines: Array(CommandLine.arguments.dropFirst(3)))
  print(try typing.measure(CommandLine.arguments[1]).json)
  exit(0)
}
guard CommandLine.arguments.count == 3, let workload = Workload.all[CommandLine.arguments[2]] else {
  print("usage: kin-benchmarks DATABASE \(Workload.all.keys.sorted().joined(separator: "|"))")
  print("       kin-benchmarks DATABASE completion|hint LINE…")
  exit(2)
}
let connection = try SQLiteConnection.open(CommandLine.arguments[1], access: .readOnly) { false }
let schema = SchemaBuilder.schema(from: try connection.catalog())
let executor = Executor(connection: connection)
var last: Int64 = 1
_ = try connection.prepare("SELECT max(id) FROM author").run([]) { row throws(DatabaseError) in
  last = max(1, row[0].integer)
  return true
}
// A warm round is one that another has gone before.
if workload.rounds > 1, !workload.isCold { _ = try measure(workload.path, workload, executor, schema) }
var measured = Measured()
let start = now()
for round in 0..<workload.rounds {
  var path = workload.path
  if workload.isCold {
    path.replace("K", with: String(1 + Int64(round) * 7_919 % last))
  }
  let one = try measure(path, workload, executor, schema)
  measured.rows = one.rows + (workload.isCold ? measured.rows : 0)
  measured.bytes = one.bytes + (workload.isCold ? measured.bytes : 0)
  measured.statements = one.statements
}
let microseconds = (now() - start) / Double(workload.rounds)
let hundredths = Int(microseconds * 100)
print(
  "{\"workload\": \"\(CommandLine.arguments[2])\", \"microseconds\": \(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10), "
    + "\"rows\": \(measured.rows), \"bytes\": \(measured.bytes), \"statements\": \(measured.statements)}")
