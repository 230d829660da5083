import Language
import Navigation
import ORM
import SQL

/// What a few rows tell of paths: whether they lead anywhere, and from which record.
///
/// Each is a question that the engine stops after some thousand steps, so that a large table costs no more than a
/// small one; where it finds nothing by then, nothing is known.
final class ExampleData {
  private let session: Session
  private var allowance = ProbeAllowance(steps: 40_000, nanoseconds: 4_000_000)
  /// For one path.
  private static let steps = 4_000

  init(_ schema: Schema, _ connection: any Connection) {
    session = Session(schema: schema, executor: Executor(connection: connection))
  }

  /// Whether a path has a row.
  func leadsSomewhere(_ path: String) -> Bool { first(of: path)?.isEmpty == false }

  /// The key of the first record of a path as it is typed, `[38]`; nil where nothing stands for it, or it is too long to
  /// be an example.
  func firstKey(of path: String, in entity: Entity) -> String? {
    guard let row = first(of: path), !entity.primaryKey.isEmpty,
      let last = entity.primaryKey.max(), row.indices.contains(last)
    else { return nil }
    let selector = RecordPath.selector(
      entity.primaryKey.map { row[$0] }, of: entity.primaryKey, in: entity)
    return selector.flatMap { $0.count <= 24 ? $0 : nil }
  }

  /// The first value of a path; nil where it has none, or none is known.
  func firstValue(of path: String) -> Value? { first(of: path)?.first }

  /// The first row; empty for none, nil where that is not known.
  private func first(of path: String) -> [Value]? {
    let query: Query
    do throws(Diagnostic) {
      let bound = try Binder(schema: session.schema, scope: Scope()).bind(Parser.path(path))
      query = try Evaluator(session: session, strategy: .flat).statement(of: bound)
    } catch { return nil }
    let given = min(Self.steps, allowance.steps)
    var part = ProbeAllowance(steps: given, nanoseconds: allowance.nanoseconds)
    defer {
      allowance.steps -= given - max(0, part.steps)
      allowance.nanoseconds = part.nanoseconds
    }
    return session.executor.connection.probe(query, rows: 1, within: &part).map { $0.first ?? [] }
  }
}
