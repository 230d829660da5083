import Navigation
import ORM
import SQL

extension Scope {
  /// A session with only what variables and the last result can reach, and the scope that names it there.
  func kept(in session: Session) throws(DatabaseError) -> (Session, Scope) {
    let names = variables.keys.sorted()
    var selections: [Selection] = []
    for name in names {
      if let selection = variables[name]?.selection { selections.append(selection) }
    }
    if let selection = last?.selection { selections.append(selection) }
    guard !selections.isEmpty else {
      return (Session(schema: session.schema, executor: session.executor), self)
    }
    let (kept, moved) = try session.keeping(selections)
    var scope = self
    var next = moved.makeIterator()
    for name in names {
      if case .records(_, let isSingle)? = scope.variables[name], let selection = next.next() {
        scope.variables[name] = .records(selection, isSingle: isSingle)
      }
    }
    if case .records(_, let isSingle)? = scope.last, let selection = next.next() {
      scope.last = .records(selection, isSingle: isSingle)
    }
    return (kept, scope)
  }
}
