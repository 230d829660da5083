import Foundation
import Testing

/// Bytes that are no text, in lines, in files and in names of files.
@Suite("What is no UTF-8")
struct NotTextTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private let latin = Data("insert into author values (9, 'Caf".utf8) + [0xE9] + Data("');\n".utf8)

  private let advice = "To convert a file from Latin-1: iconv -f latin1 -t utf-8 old.sql > new.sql"

  @Test("a line with such a byte is told with its place, and not run", arguments: ["-f", "read", "<"])
  func scripts(way: String) throws {
    try folder.write("l.sql", Data("-- caf".utf8) + [0xE9] + Data("\nbegin;\n".utf8) + latin)
    let command =
      switch way {
      case "-f": "kin --write shelf.db -f l.sql"
      case "read": "kin --write shelf.db 'read l.sql'"
      default: "kin --write shelf.db < l.sql"
      }
    let run = try folder.shell(command)
    let file = way == "<" ? "standard input" : "l.sql"
    let place = String(repeating: " ", count: 36)
    #expect((run.output, run.code) == ("", 1))
    #expect(
      run.notes == """
        \(file):3:
          insert into author values (9, 'Caf\u{FFFD}');
        \(place)^  The byte E9 here is not UTF-8, so the line was not run.
        \(place)   \(advice)

        """)
    #expect(try folder.kin("shelf.db", "--csv", "author.count()").output == "count\n2\n")
  }

  @Test("a later line of a statement spoils all of it")
  func laterLine() throws {
    try folder.write(
      "l.sql", Data("insert into author values\n(8, 'x'),\n(9, '".utf8) + [0xE9] + Data("');\n".utf8))
    let run = try folder.shell("kin --write --on-error continue --csv shelf.db -f l.sql -c 'author.count()'")
    #expect((run.output, run.code) == ("count\n2\n", 1))
  }

  @Test("an argument is text, but for the names of files")
  func arguments() throws {
    let byte = "\"$(printf 'p\\351')\""
    for (words, what) in [
      ("shelf.db -c \(byte)", "the line of -c"), ("shelf.db \(byte)", "a line"),
      ("--null \(byte) shelf.db author", "the value of --null"),
    ] {
      let run = try folder.shell("kin \(words)")
      #expect(
        (run.output, run.notes, run.code) == (
          "", "kin: \(what) is not UTF-8: its byte 2 is E9, as in p\\xE9.\n", 2
        ))
    }
  }

  @Test("two names that differ in such a byte are two files")
  func names() throws {
    let run = try folder.shell(
      """
      a=$(printf 'a\\351'); b=$(printf 'a\\350')
      kin shelf.db --csv -o "$a.csv" author.id && kin shelf.db --csv -o "$b.csv" author.name
      cat "$a.csv" "$b.csv"
      cp shelf.db "$a.db"
      kin "$a.db" --csv 'relate book.id -> author as x, y' keep 'author.count()'
      cat "$a.db.kin"
      echo 'book.count()' > "$b.kin"
      kin "$a.db" --csv -f "$b.kin"
      kin "$b.db"
      """)
    #expect(
      run.output == """
        id
        1
        2
        name
        Ann
        "Bo, ""the"" Writer"
        count
        2
        relate book.id -> author.id as x, y
        count
        3

        """)
    #expect(run.notes == "kin: cannot open a\\xE8.db: No such file or directory. Did you mean a\\xE9.db?\n")
  }

  @Test("what is kept in a file that is no text stays as it is")
  func keep() throws {
    let old = Data("-- caf".utf8) + [0xE9, 0x0A]
    try folder.write("shelf.db.kin", old)
    let run = try folder.kin("shelf.db", "label author id", "keep")
    #expect(run.code == 1)
    #expect(
      run.notes == """
        kin: shelf.db.kin: line 1 is not UTF-8: it has the byte E9
          keep
          ^^^^  shelf.db.kin cannot be written: line 1 is not UTF-8: it has the byte E9.

        """)
    #expect(try folder.contents()["shelf.db.kin"] == old)
  }

  @Test("SQL of one line may be longer than a path, and what is too long is told as that")
  func longLines() throws {
    let blob = String(repeating: "AB", count: 600_000)
    try folder.write(
      "dump.sql", Data("create table b (x);\ninsert into b values (x'\(blob)');\n".utf8))
    let run = try folder.shell("kin :memory: --csv -f dump.sql -c 'select length(x) as n from b'")
    #expect((run.output, run.notes, run.code) == ("n\n600000\n", "", 0))
    let long = "author[name = \"\(String(repeating: "x", count: 1_100_000))\"]\n"
    try folder.write("long.kin", Data(long.utf8))
    let path = try folder.kin("shelf.db", "-f", "long.kin")
    #expect((path.output, path.code) == ("", 1))
    #expect(path.notes.hasSuffix("  The line is too long: 1,048,576 bytes are the limit.\n"))
  }
}
