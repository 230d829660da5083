import Foundation
import Shell
import Testing

/// Commands that answer with several tables, as programs read them.
@Suite("Several tables in one text")
struct SeveralTablesTests {
  private typealias Document = [String: [[String: String]]]

  /// Every table of a document, each value as a text.
  private static func document(_ text: String) throws -> Document {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]])
    return object.mapValues { $0.map { $0.mapValues { $0 is NSNull ? "null" : "\($0)" } } }
  }

  /// The rows of lines of JSON, by their table.
  private static func lines(_ text: String) throws -> Document {
    var document: Document = [:]
    for line in text.split(separator: "\n") {
      let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      var texts = row.mapValues { $0 is NSNull ? "null" : "\($0)" }
      let table = texts.removeValue(forKey: "table")
      document[try #require(table), default: []].append(texts)
    }
    return document
  }

  private static let lines = [
    ["describe author"], ["author?"], ["describe loan"], ["describe"], ["profile author.country_code"],
    ["plan author.books!.title"], ["diagram"], ["diagram author+1"],
    ["a = author[3]", "a.books", "session"],
  ]

  @Test("what a column is declared as makes no numbers of texts")
  func profileOfTexts() throws {
    let folder = try Folder()
    folder.make(
      "doc.db",
      """
      create table doc(id integer primary key, meta json, n);
      insert into doc values (1, '{"a":1}', 5), (2, '[]', 70);
      """)
    let run = try folder.kin(
      "doc.db", "--jsonl", "profile doc.meta", "profile doc.n", "format csv", "profile doc.id")
    #expect(
      run.output == """
        {"table":"column","column":"meta","type":"json","rows":2,"nulls":0,"distinct":2,"least":"[]","greatest":"{\\"a\\":1}","mean":null,"shortest":2,"longest":7,"empty":0}
        {"table":"column","column":"n","type":"","rows":2,"nulls":0,"distinct":2,"least":5,"greatest":70,"mean":null,"shortest":null,"longest":null,"empty":0}
        column,type,rows,nulls,distinct,least,greatest,mean,shortest,longest,empty
        id,integer,2,0,2,1,2,1.5,,,0

        """)
  }

  @Test("JSON is one document, and the same behind the command and with last", arguments: lines)
  func json(lines: [String]) throws {
    let batch = try SampleLibrary(isInteractive: false)
    for line in ["load lazy"] + lines.dropLast() { _ = batch.answer(to: line) }
    let line = try #require(lines.last)
    _ = batch.answer(to: "format json")
    let expected = try Self.document(batch.answer(to: line))
    #expect(expected.count == 2)
    #expect(try Self.document(batch.answer(to: "last")) == expected)
    #expect(try Self.lines(batch.answer(to: "last jsonl")) == expected.filter { !$0.value.isEmpty })
    _ = batch.answer(to: "format jsonl")
    #expect(try Self.lines(batch.answer(to: line)) == expected.filter { !$0.value.isEmpty })
    #expect(try Self.document(batch.answer(to: "last json")) == expected)
    for format in ["table", "record", "markdown"] {
      _ = batch.answer(to: "format \(format)")
      _ = batch.answer(to: line)
      #expect(try Self.document(batch.answer(to: "last json")) == expected, "\(format)")
    }
  }

  @Test("a diagram for programs is what is drawn, unless a format for pictures is named")
  func diagram() throws {
    let batch = try SampleLibrary(isInteractive: false)
    let picture = batch.answer(to: "diagram mermaid book_award+1")
    _ = batch.answer(to: "format json")
    #expect(
      batch.answer(to: "diagram book_award+1") == """
        {"entities":[
          {"entity":"award","kind":"table","key":"id","attributes":4},
          {"entity":"book","kind":"table","key":"id","attributes":8},
          {"entity":"book_award","kind":"table","key":"book_id, award_id","attributes":3}
        ],
        "relationships":[
          {"entity":"book","relationship":"sequel_of","kind":"many-to-one","to":"book","required":"no","inverse":"sequels","through":null,"on delete":"set null","inferred":"no"},
          {"entity":"book_award","relationship":"book","kind":"many-to-one","to":"book","required":"yes","inverse":"book_awards","through":null,"on delete":"cascade","inferred":"no"},
          {"entity":"book_award","relationship":"award","kind":"many-to-one","to":"award","required":"yes","inverse":"book_awards","through":null,"on delete":null,"inferred":"no"}
        ]}

        """)
    #expect(batch.answer(to: "diagram mermaid book_award+1") == picture)
  }

  @Test("CSV, TSV and INSERT hold the first table, and say what they leave out")
  func first() throws {
    for format in ["csv", "tsv", "insert"] {
      let batch = try SampleLibrary(isInteractive: false)
      _ = batch.answer(to: "format \(format)")
      let text = batch.answer(to: "describe award")
      #expect(batch.answer(to: "last") == text)
      switch format {
      case "csv":
        #expect(
          text == """
            column,type,key,null,refers to
            id,integer,primary,no,
            name,text,unique,no,
            founded,integer,,yes,
            country_code,text,,yes,country
             Left out: relationships. --json has all.

            """)
      case "tsv":
        #expect(
          text == """
            column\ttype\tkey\tnull\trefers to
            id\tinteger\tprimary\tno\t
            name\ttext\tunique\tno\t
            founded\tinteger\t\tyes\t
            country_code\ttext\t\tyes\tcountry
             Left out: relationships. --json has all.

            """)
      default:
        #expect(
          text == """
            INSERT INTO "result" ("column", "type", "key", "null", "refers to") VALUES \
            ('id', 'integer', 'primary', 'no', NULL);
            INSERT INTO "result" ("column", "type", "key", "null", "refers to") VALUES \
            ('name', 'text', 'unique', 'no', NULL);
            INSERT INTO "result" ("column", "type", "key", "null", "refers to") VALUES \
            ('founded', 'integer', NULL, 'yes', NULL);
            INSERT INTO "result" ("column", "type", "key", "null", "refers to") VALUES \
            ('country_code', 'text', NULL, 'yes', 'country');
             Left out: relationships. --json has all.

            """)
      }
    }
  }

  @Test("all entities are one table of columns and one of relationships, each row with its entity")
  func all() throws {
    let batch = try SampleLibrary(isInteractive: false)
    _ = batch.answer(to: "format json")
    let document = try Self.document(batch.answer(to: "describe"))
    #expect(document.keys.sorted() == ["columns", "relationships"])
    for (table, rows) in document {
      for entity in Set(rows.compactMap { $0["entity"] }) {
        let one = try Self.document(batch.answer(to: "describe \(entity)"))
        let own = rows.filter { $0["entity"] == entity }.map { $0.filter { $0.key != "entity" } }
        #expect(own == one[table])
      }
    }
    #expect(document["columns"]?.count == 69)
  }

  @Test("the pieces of a plan have the same keys whatever strategy is in force", arguments: ["lazy", "flat"])
  func plan(strategy: String) throws {
    let batch = try SampleLibrary(isInteractive: false)
    _ = batch.answer(to: "load \(strategy)")
    _ = batch.answer(to: "format json")
    let pieces = try #require(Self.document(batch.answer(to: "plan author.books"))["pieces"])
    let how = strategy == "lazy" ? "one for each author" : "one for the whole path"
    #expect(pieces.last?["how"] == how)
    for piece in pieces {
      #expect(
        piece.keys.sorted() == ["how", "piece", "queries", "queriesExact", "rows", "rowsExact", "strategy"])
      #expect(piece["strategy"] == strategy)
    }
  }

  @Test(
    "--stats tells the strategy that the footer tells",
    arguments: [
      ("author.books!.title", "selectin"), ("author.books.title", "lazy"), ("author", "lazy"),
      ("author.books!joined.genres.name", "joined + lazy"), ("load raise", nil), ("select 1", nil),
    ] as [(String, String?)])
  func stats(line: String, strategy: String?) throws {
    let batch = try SampleLibrary(isInteractive: false)
    _ = batch.answer(to: "load lazy")
    let json = batch.conversation.respond(to: line).json
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(facts["strategy"] as? String == strategy)
  }
}
