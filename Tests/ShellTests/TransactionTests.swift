import Foundation
import Shell
import Testing

@Suite("Transactions that are left open")
struct TransactionTests {
  @Test("leaving drops changes only when it is asked for twice in a row")
  func leaving() throws {
    let sample = try SampleLibrary()
    _ = sample.answer(to: "begin")
    _ = sample.answer(to: "delete from review where id < 3;")
    #expect(sample.conversation.respond(to: "quit").isQuit == false)
    _ = sample.answer(to: "review.count()")
    #expect(sample.conversation.respond(to: "quit").isQuit == false)
    #expect(sample.conversation.respond(to: "quit").isQuit)
    _ = sample.answer(to: "rollback")
    #expect(sample.conversation.respond(to: "quit").isQuit)
  }

  @Test("what was said of another database is not said of leaving")
  func openingAndLeaving() throws {
    let sample = try SampleLibrary()
    func told(_ line: String) -> String {
      sample.answer(to: line).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    _ = sample.answer(to: "begin; delete from review where id = 3;")
    let sentence = "1 change is not committed. commit keeps it, rollback undoes it;"
    #expect(told("open nowhere.db").hasSuffix("\(sentence) open again drops it."))
    #expect(told("quit").hasSuffix("\(sentence) quit again drops it."))
    #expect(told("open nowhere.db").hasSuffix("\(sentence) open again drops it."))
    #expect(!sample.conversation.mayEnd())
    #expect(sample.conversation.respond(to: "quit").isQuit)
  }

  @Test("the end of the input is told once what it would drop")
  func endOfInput() throws {
    let sample = try SampleLibrary()
    #expect(sample.conversation.mayEnd())
    _ = sample.answer(to: "begin")
    #expect(sample.conversation.mayEnd())
    _ = sample.answer(to: "delete from review where id = 3;")
    #expect(!sample.conversation.mayEnd())
    #expect(
      sample.answer(to: "") == """
         1 change is not committed. commit keeps it, rollback undoes it; Ctrl-D again
         drops it.

        """)
    #expect(!sample.conversation.mayEnd())
    #expect(sample.conversation.mayEnd())
  }

  @Test("what was written to a sandbox is told once when it goes, and nothing where nothing was")
  func sandbox() throws {
    let sample = try SampleLibrary(isSandbox: true)
    #expect(sample.conversation.prompt == "kin library (sandbox)> ")
    #expect(
      sample.conversation.banner(version: "1").hasPrefix(
        "Kin 1   library (sandbox)   16 entities, 31 relationships\n"))
    #expect(sample.conversation.mayEnd())
    #expect(sample.answer(to: "quit") == "")
    _ = sample.answer(to: "begin; delete from review where id < 3; rollback")
    #expect(sample.answer(to: "quit") == "")
    _ = sample.answer(to: "delete from review where id < 3;")
    let sentence = """
       2 changes are dropped with the sandbox; the file is as it was. Before leaving,
       backup FILE would keep them.

      """
    #expect(sample.answer(to: "quit") == sentence)
    #expect(sample.conversation.mayEnd())
    #expect(sample.answer(to: "") == sentence)
    // A commit would keep nothing, so that an open transaction is no reason to stay.
    _ = sample.answer(to: "begin; delete from review where id = 3;")
    #expect(sample.conversation.mayEnd())
    #expect(
      sample.answer(to: "") == """
         3 changes are dropped with the sandbox; the file is as it was. Before leaving,
         backup FILE would keep them.

        """)
    _ = sample.answer(to: "rollback")
    let answer = sample.answer(to: "open sample school")
    #expect(answer.hasPrefix(sentence))
    #expect(sample.conversation.prompt == "kin school> ")
  }

  @Test("open goes on with another database only when it is asked for twice")
  func opening() throws {
    let sample = try SampleLibrary()
    _ = sample.answer(to: "begin")
    _ = sample.answer(to: "create table t (id)")
    #expect(sample.conversation.respond(to: "open sample school").error == "1 change is not committed.")
    #expect(sample.conversation.respond(to: "open sample school").error == nil)
    #expect(sample.conversation.respond(to: "quit").isQuit)
  }

  @Test("a batch that does not commit says what is rolled back, and fails")
  func batch() throws {
    let folder = try Folder()
    let insertion = "insert into author values (3, 'Cy')"
    let told = "kin: 1 change rolled back: the transaction was not committed.\n"
    let arguments = try folder.kin("--write", "shelf.db", "begin", insertion)
    #expect((arguments.output, arguments.notes, arguments.code) == ("", told, 1))
    let input = try folder.kin("--write", "shelf.db", input: "begin;\n\(insertion);\n")
    #expect((input.output, input.notes, input.code) == ("", told, 1))
    let quit = try folder.kin("--write", "shelf.db", "begin", insertion, "quit")
    #expect((quit.output, quit.notes, quit.code) == ("", told, 1))
    folder.make("other.db", "create table t (id)")
    let other = try folder.kin("--write", "shelf.db", "begin", insertion, "open other.db", "t.count()")
    #expect(other.output == "0\n")
    #expect(other.notes.hasPrefix(told))
    #expect(other.code == 1)
    let kept = try folder.kin("--write", "shelf.db", "begin", insertion, "commit", "author.count()")
    #expect((kept.output, kept.notes, kept.code) == ("3\n", "", 0))
    let empty = try folder.kin("--write", "shelf.db", "begin", "author.count()")
    #expect((empty.output, empty.notes, empty.code) == ("3\n", "", 0))
  }
}
