import Navigation
import ORM

/// Why a path took no statement: what of it the session held.
struct NoQueries {
  private let path: BoundPath
  private let events: [LoadEvent]
  private let schema: Schema

  init(_ path: BoundPath, session: Session) {
    self.path = path
    events = session.events
    schema = session.schema
  }

  /// As in `author 3 is in the session` and `a and its books are in the session`; nil where there is nothing to say.
  var reason: String? {
    if case .values(_, let name, _) = path.root {
      return name == "_" ? "the last result holds the values" : "\(name) holds the values"
    }
    guard let start else { return nil }
    if let event = events.first(where: { $0.hits == 0 }) {
      let name = schema[event.relationship].name
      return event.cohort == 0 ? "there is nothing to lead to \(name)" : "\(name) is NULL"
    }
    let hops = hops
    guard let first = hops.first else { return "\(start) is in the session" }
    let others = hops.dropFirst().map { "their \($0)" }
    return "\(Words.list([start, "its \(first)"] + others)) are in the session"
  }

  private var start: String? {
    switch path.root {
    case .key(let id, let key): "\(schema[id].name) \(Evaluator.text(key))"
    case .held(_, name: "_"): "the last result"
    case .held(_, let name): name
    case .entity, .values, .record: nil
    }
  }

  /// The relationships that were followed, each once; a collection that was only counted was not.
  private var hops: [String] {
    var names: [String] = []
    let relationships = events.isEmpty ? path.steps.map(\.relationship.id) : events.map(\.relationship)
    for id in relationships where !names.contains(schema[id].name) { names.append(schema[id].name) }
    return names
  }
}
