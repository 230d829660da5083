import SQL
import TestSupport

/// A small web of records with integer keys: foreign keys of every kind between three entities, a junction, and a table
/// whose key has two columns.
struct RandomKin {
  /// A record by its table and key.
  struct Record: Hashable, Comparable {
    var table: String
    var key: [Int64]

    static func < (left: Record, right: Record) -> Bool {
      left.table == right.table ? left.key.lexicographicallyPrecedes(right.key) : left.table < right.table
    }
  }

  private(set) var script = """
    COMMIT; PRAGMA foreign_keys = OFF; BEGIN;
    CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, town_id INTEGER REFERENCES town,
      mother_id INTEGER REFERENCES person);
    CREATE TABLE club (id INTEGER PRIMARY KEY, name TEXT, home_id INTEGER REFERENCES town);
    CREATE TABLE club_person (club_id INTEGER NOT NULL REFERENCES club, person_id INTEGER NOT NULL REFERENCES person,
      PRIMARY KEY (club_id, person_id));
    CREATE TABLE visit (person_id INTEGER NOT NULL REFERENCES person, number INTEGER NOT NULL,
      town_id INTEGER REFERENCES town, PRIMARY KEY (person_id, number));

    """
  private(set) var records: [Record] = []
  private(set) var links: [Record: Set<Record>] = [:]

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let towns = Int64.random(in: 1...5, using: &generator)
    let people = Int64.random(in: 2...14, using: &generator)
    let clubs = Int64.random(in: 1...4, using: &generator)
    func some(_ count: Int64, _ percent: Int) -> Int64? {
      generator.chance(percent) ? Int64.random(in: 1...count, using: &generator) : nil
    }
    for id in 1...towns { insert("town", [id], "\(id), 'town \(id)'") }
    for id in 1...people {
      let (town, mother) = (some(towns, 30), some(people, 40))
      insert("person", [id], "\(id), 'person \(id)', \(Self.sql(town)), \(Self.sql(mother))")
      link("person", [id], "town", town)
      link("person", [id], "person", mother)
    }
    for id in 1...clubs {
      let home = some(towns, 40)
      insert("club", [id], "\(id), 'club \(id)', \(Self.sql(home))")
      link("club", [id], "town", home)
      for person in 1...people where generator.chance(15) {
        script += "INSERT INTO club_person VALUES (\(id), \(person));\n"
        link("club", [id], "person", person)
      }
    }
    for person in 1...people {
      for number in Int64(1)...2 where generator.chance(20) {
        let town = some(towns, 60)
        insert("visit", [person, number], "\(person), \(number), \(Self.sql(town))")
        link("visit", [person, number], "person", person)
        link("visit", [person, number], "town", town)
      }
    }
  }

  private static func sql(_ key: Int64?) -> String { key.map(String.init) ?? "NULL" }

  private mutating func insert(_ table: String, _ key: [Int64], _ values: String) {
    records.append(Record(table: table, key: key))
    script += "INSERT INTO \(table) VALUES (\(values));\n"
  }

  private mutating func link(_ table: String, _ key: [Int64], _ other: String, _ otherKey: Int64?) {
    guard let otherKey else { return }
    let (one, two) = (Record(table: table, key: key), Record(table: other, key: [otherKey]))
    links[one, default: []].insert(two)
    links[two, default: []].insert(one)
  }

  /// How many links lie between two records, counted by looking at every record; nil where there is no way.
  func distance(_ start: Record, _ end: Record) -> Int? {
    var distances = [start: 0]
    var waiting = [start]
    while !waiting.isEmpty {
      let record = waiting.removeFirst()
      let next = (distances[record] ?? 0) + 1
      for other in links[record] ?? [] where distances[other] == nil {
        distances[other] = next
        waiting.append(other)
      }
    }
    return distances[end]
  }
}
