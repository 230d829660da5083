import Foundation
import Testing

/// What a text or a name of a file may hold that is no text to look at.
@Suite("Odd text")
struct OddTextTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("NUL inside a text, and bytes that are no UTF-8, come through a pipe as they are")
  func bytes() throws {
    folder.make(
      "odd.db",
      """
      create table t(id integer primary key, word text);
      insert into t values (1, cast(x'410042' as text)), (2, cast(x'ff41fe' as text)), (3, char(27) || '[31m');
      """)
    let run = try folder.kin("odd.db", "--csv", "-o", "out.csv", "t.word")
    #expect((run.notes, run.code) == ("", 0))
    #expect(
      try folder.contents()["out.csv"]
        == Data([UInt8]("word\nA\0B\n".utf8) + [0xFF, 0x41, 0xFE, 0x0A] + [UInt8]("\u{1B}[31m\n".utf8)))
  }

  @Test(
    "NUL and bytes that are no UTF-8 are kept by the formats for programs, and marked by those for people",
    arguments: [
      ("table", " word\n text\n ────\n A␀B\n �A�\n"), ("record", " ── 1\n word  A␀B\n ── 2\n word  �A�\n"),
      ("tree", " word: A␀B\n word: �A�\n"), ("markdown", "| word |\n| ---- |\n| A␀B  |\n| �A�  |\n"),
      ("csv", "word\nA\0B\n\u{1}A\u{2}\n"), ("tsv", "word\nA\0B\n\u{1}A\u{2}\n"),
      ("json", "[\n  {\"word\":\"A\\u0000B\"},\n  {\"word\":{\"$text\":\"/0H+\"}}\n]\n"),
      ("jsonl", "{\"word\":\"A\\u0000B\"}\n{\"word\":{\"$text\":\"/0H+\"}}\n"),
      (
        "html",
        """
        <table>
        <thead>
        <tr><th scope="col">word</th></tr>
        </thead>
        <tbody>
        <tr><td>A<span class="control">␀</span>B</td></tr>
        <tr><td>�A�</td></tr>
        </tbody>
        </table>

        """
      ),
      (
        "insert",
        """
        INSERT INTO "t" ("word") VALUES (CAST(x'410042' AS TEXT));
        INSERT INTO "t" ("word") VALUES (CAST(x'ff41fe' AS TEXT));

        """
      ),
    ])
  func formats(name: String, expected: String) throws {
    folder.make(
      "odd.db",
      """
      create table t(id integer primary key, word text);
      insert into t values (1, cast(x'410042' as text)), (2, cast(x'ff41fe' as text));
      """)
    let run = try folder.kin("odd.db", "--format", name, "-o", "out", "t.word")
    #expect((run.notes, run.code) == ("", 0))
    // 1 and 2 stand for the bytes FF and FE, which no text here can hold.
    let bytes = expected.utf8.map { $0 == 1 ? 0xFF : $0 == 2 ? 0xFE : $0 }
    #expect(try folder.contents()["out"] == Data(bytes))
  }

  /// In a batch `sql of` and `relate` write names as they are: both are lines for programs.
  @Test("names that a terminal would obey never reach one")
  func namesThatATerminalObeys() throws {
    let odd = "\u{1B}[31mred\u{7}\n\u{202E}"
    folder.make(
      "odd.db",
      """
      create table "\(odd)"("id\(odd)" integer primary key, "n\(odd)" text);
      create table kid(id integer primary key, "p\(odd)" int references "\(odd)", "x\(odd)" int references "gone\(odd)");
      create view "v\(odd)" as select * from "nope\(odd)";
      insert into "\(odd)" values (1, 'a\(odd)');
      insert into kid values (1, 1, 1);
      """)
    let table = "`\(odd)`"
    let lines = [
      "tables", "describe", "help", "help tour", "help commands", "help label", "help relate", "doctor",
      "diagram",
      "profile \(table)", "how kid \(table)", "how kid[1] \(table)[1]", table, "\(table)[1]",
      "\(table)[1].kids",
      "\(table)?", "kid.nothing", "a = \(table)", "vars", "tree a", "plan \(table).kids",
      "compare \(table).kids",
      "explain \(table).kids", "log", "queries", "session", "label", "forget",
      "session",
      "relate kid.id -> \(table) as b, c",
    ]
    let sent = try Kin(
      ["odd.db", "--format", "table", "--width", "80", "--sql", "on", "--on-error", "continue"] + lines,
      in: folder.url)
    for text in [sent.output, sent.notes] {
      let obeyed = text.unicodeScalars.filter { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E }
      #expect(obeyed.map(\.value) == [])
    }
    #expect(sent.output.contains("␛[31mred␇⏎"))
  }
}
