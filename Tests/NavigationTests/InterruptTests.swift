import Language
import Navigation
import ORM
import SQL
import Testing

/// Ctrl-C at any moment: somebody looks for it now and then, and nothing that was given up is taken for loaded.
@Suite struct InterruptTests {
  private static func script(notes: Int) -> String {
    """
    CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE note (id INTEGER PRIMARY KEY, shelf_id INTEGER REFERENCES shelf, before_id INTEGER REFERENCES note);
    CREATE TABLE word (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE note_word (note_id INTEGER REFERENCES note, word_id INTEGER REFERENCES word,
      PRIMARY KEY (note_id, word_id));
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(notes / 2))
      INSERT INTO shelf SELECT i, 'shelf ' || i FROM n;
    INSERT INTO word VALUES (1, 'one'), (2, 'two'), (3, 'three');
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(notes))
      INSERT INTO note SELECT i, 1 + i * 7 % \(notes / 2), CASE WHEN i % 50 > 1 THEN i - 1 END FROM n;
    INSERT INTO note_word SELECT id, 1 + id % 3 FROM note WHERE id % 5 > 0;
    """
  }

  @Test(arguments: LoadingStrategy.allCases.filter { ![.raise, .flat].contains($0) })
  func whatWasGivenUpIsLoadedTheNextTime(strategy: LoadingStrategy) throws {
    let conversation = try Conversation(Self.script(notes: 1_400), strategy: strategy)
    let connection = conversation.connection
    let lines = [
      "s.notes.id", "n.shelf.name", "n.words.name", "n.notes_as_before+.id", "s{id, notes{id, words{name}}}",
      "s.notes[id > 90].words.id",
    ]
    for line in lines {
      func answer(rows: Int = .max, looks: Int = .max) throws -> [[NestedValue]] {
        connection.restart(rows: rows, looks: looks)
        return try conversation.nestedRows(line)
      }
      /// Nothing but the records that the line starts from is held.
      func begin() throws {
        connection.restart()
        conversation.scope.variables = [:]
        try conversation.answer("word[1]")
        try conversation.answer(line.hasPrefix("s") ? "shelf" : "note", as: line.hasPrefix("s") ? "s" : "n")
      }
      try begin()
      let expected = try answer()
      #expect(expected.count > 2)
      let (rows, looks) = (connection.rows, connection.looks)
      for part in [1, rows / 2, rows - 1] {
        try begin()
        #expect(throws: Diagnostic.self, "\(line) after \(part) rows") { try answer(rows: part) }
        #expect(try answer() == expected, "\(line) after \(part) rows")
      }
      for part in 0..<min(looks, 12) {
        try begin()
        #expect(throws: Diagnostic.self, "\(line) after \(part) looks") { try answer(looks: part) }
        #expect(try answer() == expected, "\(line) after \(part) looks")
      }
    }
  }

  /// Twice the records, twice the looks: of each thousand records that are held somebody looks at least once.
  @Test(arguments: [
    ("n", "n.shelf"), ("n", "n.words"), ("s", "s.notes"), ("n", "n{id, shelf{name}}"),
    ("n", "n{id, words{name}}"),
    ("n", "n{id, m: words.count()}"), ("n", "n.sort(-id)"), ("s", "s.notes.shelf"),
    ("n", "n.before+"), ("s", "s{notes[id > 9].sort(-id){id}}"),
    ("n", "n.sum(id)"), ("n", "n.shelf.count()"), ("n", "n.group(shelf_id)"), ("n", "n.id.distinct()"),
    ("n", "n.id.distinct()[9:]"), ("n", "note[before in n].count()"), ("n", "note[id in n.id].count()"),
  ])
  func manyRecordsAreManyLooks(variable: String, line: String) throws {
    func looks(notes: Int) throws -> Int {
      let conversation = try Conversation(Self.script(notes: notes), strategy: .selectin)
      try conversation.answer(variable == "n" ? "note" : "shelf", as: variable)
      try conversation.answer(line)
      conversation.connection.restart()
      try conversation.answer(line)
      return conversation.connection.looks
    }
    let more = 16_384
    #expect(try looks(notes: 2 * more) - looks(notes: more) >= more / 8_192, "\(line)")
  }
}
