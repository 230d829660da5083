import Rendering

/// Ten lines to type, one idea each, on the database that is open.
struct Tour {
  struct Stop {
    let line: String
    let meaning: String
  }

  let stops: [Stop]

  init(_ examples: Examples) {
    let (root, one) = (examples.root, examples.one)
    var stops = [
      Stop(line: examples.names.command("tables"), meaning: "What there is, and what leads where."),
      Stop(line: "\(root)?", meaning: "One of them: columns, keys and relationships."),
      Stop(line: one, meaning: "One record, and below it the ways on from there."),
    ]
    if let many = examples.many {
      stops += [
        Stop(
          line: examples.pathOfOne,
          meaning: "Over a relationship; the marks tell which piece sent which SQL."),
        Stop(
          line: examples.path, meaning: "The same for all: one query, then one more for each. That is N+1."),
        Stop(line: examples.eagerPath, meaning: "The ! loads a hop for all at once: two queries."),
        Stop(line: "compare \(examples.path)", meaning: "Every way to load it, and that all give the same."),
        Stop(line: "a = \(one)", meaning: "A name keeps its records: now type a.\(many), twice."),
        Stop(line: "a.\(many)", meaning: "The second time it takes no query."),
        Stop(line: "\(root).\(many).count()", meaning: "Counted by the database, without loading a record."),
      ]
    }
    self.stops = stops
  }
}
