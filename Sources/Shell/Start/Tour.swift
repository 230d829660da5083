import Language
import Rendering

/// Ten lines to type, one idea each, on the database that is open.
struct Tour {
  struct Stop {
    let line: String
    let meaning: String
  }

  let stops: [Stop]

  /// What makes two tables to walk, where there is none.
  static let firstTables = [
    Stop(
      line: "create table author (id integer primary key, name text);",
      meaning: "A table: its rows are records of an entity."),
    Stop(
      line: "create table book (id integer primary key, title text, author_id integer references author);",
      meaning: "A foreign key: a relationship, and the way back."),
    Stop(
      line: "insert into author values (3, 'Ursula K. Le Guin');",
      meaning: "A record to start from."),
    Stop(
      line: "insert into book values (1, 'The Dispossessed', 3);",
      meaning: "And one that belongs to it."),
    Stop(line: "author[3].books.title", meaning: "From the one to the other."),
  ]

  /// What makes a file of a database that has none.
  private static let lasting = Stop(
    line: "backup new.db", meaning: "All of it in a file of its own: in memory it goes when you leave.")

  /// - Parameter isNew: whether the database is in memory alone, and nobody's copy.
  init(_ examples: Examples, isNew: Bool) {
    guard !examples.isEmpty else {
      stops = Self.firstTables + (isNew ? [Self.lasting] : [])
      return
    }
    let (root, one) = (examples.root, examples.one)
    var stops = [
      Stop(line: examples.names.command("tables"), meaning: "What there is, and what leads where."),
      Stop(line: "\(root)?", meaning: "One of them: columns, keys and relationships."),
      Stop(line: one, meaning: "One record, and below it the ways on from there."),
    ]
    if let ancestors = examples.ancestors {
      stops.append(
        Stop(line: ancestors, meaning: "Over a relationship again and again, as far as it leads."))
    }
    if let many = examples.many {
      stops += [
        Stop(
          line: examples.pathOfOne,
          meaning: "Over a relationship; the marks tell which piece sent which SQL."),
        Stop(
          line: examples.path,
          meaning: "The same for all, lazily: one query, then one more for each. That is N+1."),
        Stop(line: examples.eagerPath, meaning: "The ! loads a hop for all at once, eagerly: two queries."),
        Stop(line: "compare \(examples.path)", meaning: "Every way to load it, and that all give the same."),
        Stop(line: "a = \(one)", meaning: "A name keeps its records, and what is loaded from them."),
        Stop(
          line: "a.\(many)", meaning: "What the name has loaded, it keeps: typed again, this takes no query."),
        Stop(line: "\(root).\(many).count()", meaning: "Counted by the database, without loading a record."),
      ]
    }
    self.stops = Array(stops.prefix(10))
  }
}

/// A tour, and how far a person has come in it.
struct TourWalk {
  let stops: [Tour.Stop]
  /// The line to type next, from 0.
  var next = 0

  init(stops: [Tour.Stop]) { self.stops = stops }

  /// Goes on behind the line that was typed; false where that is none of the tour's.
  mutating func goOn(from line: String) -> Bool {
    func bare(_ line: String) -> String { LineReading.commandLine(line).trimmed }
    guard let place = stops.firstIndex(where: { bare($0.line) == bare(line) }) else { return false }
    next = place + 1
    return true
  }
}

extension Conversation {
  /// Names the next line of the tour to who has typed one of its lines.
  ///
  /// Any other line leaves it where it is.
  func goOnWithTour(from line: String) {
    guard isInteractive, scriptDepth == 0, facts.problem == nil, var walk = tour, walk.goOn(from: line) else {
      return
    }
    guard walk.stops.indices.contains(walk.next) else {
      tour = nil
      return notice(
        "That was the tour. Then: \(type: "help topics"), or a database of your own: \(type: "open FILE").")
    }
    tour = walk
    let stop = walk.stops[walk.next]
    notice("Next, \(walk.next + 1) of \(walk.stops.count): \(type: stop.line)")
  }
}
