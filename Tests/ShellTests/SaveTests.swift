import ORM
import Rendering
import Shell
import Testing

/// What `save` writes, byte by byte, and that what it says is true of the file.
@Suite("save")
struct SaveTests {
  @Test("what was changed goes into the file, and the next session begins with it")
  func save() throws {
    let sample = try SampleLibrary()
    sample.put("# mine\nset load lazy\nformat csv\ntables\nset nothing at all\n", in: "init.kin")
    for line in ["load joined", "set null \"not known\"", "set limit 7", "set limit default"] {
      _ = sample.answer(to: line)
    }
    #expect(sample.answer(to: "save") == " Saved in init.kin: load joined, null \"not known\".\n")
    #expect(
      sample.contents(of: "init.kin")
        == "# mine\nset load joined\nformat csv\ntables\nset nothing at all\nset null \"not known\"\n")
    let next = try SampleLibrary()
    next.put(try #require(sample.contents(of: "init.kin")), in: "init.kin")
    _ = next.configure()
    #expect(
      (next.conversation.settings.strategy, next.conversation.settings.presentation.nullText) == (
        .joined, "not known"
      ))
    #expect(next.conversation.settings.format.name == "csv")
    for line in ["load default", "set null default"] { _ = next.answer(to: line) }
    #expect(next.answer(to: "save") == " Saved in init.kin: load default, null default.\n")
    #expect(next.contents(of: "init.kin") == "# mine\nformat csv\ntables\nset nothing at all\n")
    #expect(next.answer(to: "save") == " Nothing is new for init.kin: it stays as it is.\n")
    #expect(next.contents(of: "init.kin") == "# mine\nformat csv\ntables\nset nothing at all\n")
  }

  @Test("where no setting was changed, the file stays as it is, read or not", arguments: [true, false])
  func saveNothing(isRead: Bool) throws {
    let sample = try SampleLibrary()
    let text = "set limit 7\n\nset theme light  -- it's bright here\nload default\r\n"
    sample.put(text, in: "init.kin")
    if isRead { #expect(sample.configure() == "") }
    #expect(sample.answer(to: "save") == " No setting was changed: init.kin stays as it is.\n")
    #expect(sample.contents(of: "init.kin") == text)
  }

  @Test(
    "without a file, one is made where there is something to say",
    arguments: [
      ([], " No setting was changed: there is nothing to save.\n", nil),
      (
        ["set limit 7", "set limit default"],
        " Every setting is back at its default: there is nothing to save.\n", nil
      ),
      (["sql on", "load default"], " Saved in init.kin: sql on.\n", "set sql on\n"),
    ] as [([String], String, String?)])
  func noFile(lines: [String], said: String, file: String?) throws {
    let sample = try SampleLibrary()
    for line in lines { _ = sample.answer(to: line) }
    #expect(sample.answer(to: "save") == said)
    #expect(sample.contents(of: "init.kin") == file)
  }

  struct Case: Sendable {
    var before: String
    var lines: [String]
    /// nil where the file stays as it is.
    var said: String?
    var after: String

    init(_ before: String, _ lines: String..., said: String?, after: String? = nil) {
      self.before = before
      self.lines = lines
      self.said = said
      self.after = after ?? before
    }
  }

  @Test(
    "a line changes in its place, with the comment behind it",
    arguments: [
      Case(
        "# a\nset sql off   # quiet\ntables\n", "sql on", said: "sql on",
        after: "# a\nset sql on   # quiet\ntables\n"),
      Case("sql off;  -- quiet\n", "sql full", said: "sql full", after: "sql full;  -- quiet\n"),
      Case("  :load lazy\n", "load peers", said: "load peers", after: "  :load peers\n"),
      Case("SET Load lazy\n", "load peers", said: "load peers", after: "SET Load peers\n"),
      Case(
        ".mode csv  # for the office\nset null -\n", "format json", said: "format json",
        after: ".mode json  # for the office\nset null -\n"),
      // Of several lines the last is in force.
      Case(
        "set load lazy\nload joined\n", "load peers", said: "load peers", after: "set load lazy\nload peers\n"
      ),
      Case("set load lazy\nload joined\n", "load joined", said: nil),
      Case(
        "load joined\nset load lazy\n", "load joined", said: "load joined",
        after: "load joined\nset load joined\n"),
      Case(
        "load joined\nset load lazy # x\n", "load default", said: "load default",
        after: "set load default # x\n"),
      Case("set load joined\nload default\n", "load default", said: nil),
      Case("set load default\n", "load lazy", said: "load lazy", after: "set load lazy\n"),
      // Lines keep their ends.
      Case(
        "set sql off # q\r\nset null -\r\n", "sql on", "set limit 7", said: "sql on, limit 7",
        after: "set sql on # q\r\nset null -\r\nset limit 7\r\n"),
      Case("set sql off", "sql on", said: "sql on", after: "set sql on"),
      Case("set sql off", "load peers", said: "load peers", after: "set sql off\nset load peers\n"),
      Case(
        "set sql off\r\nset null -", "load peers", said: "load peers",
        after: "set sql off\r\nset null -\r\nset load peers\r\n"),
      Case("\u{FEFF}sql off\nload lazy\n", "sql on", said: "sql on", after: "\u{FEFF}sql on\nload lazy\n"),
      Case("\nset sql off\n\n\n", "sql default", said: "sql default", after: "\n\n\n"),
      // What only looks like one is none.
      Case(
        "# set sql off\n-- sql off\n", "sql on", said: "sql on",
        after: "# set sql off\n-- sql off\nset sql on\n"),
      Case(
        "sql of author.books\nset sql\n", "sql on", said: "sql on",
        after: "sql of author.books\nset sql\nset sql on\n"),
      Case(
        "x = author[\n1\n]\nupdate author\nset null = 3\nwhere 1 = 0;\n", "set null X", said: "null X",
        after: "x = author[\n1\n]\nupdate author\nset null = 3\nwhere 1 = 0;\nset null X\n"),
      Case("author[\nset sql off\n", "sql on", said: "sql on", after: "author[\nset sql on\n"),
      // What cannot be read is mended by what can.
      Case("set load nonsense  # ?\n", "load peers", said: "load peers", after: "set load peers  # ?\n"),
      Case(
        "set null q; set sql off\n", "set null b", said: "null b",
        after: "set null q; set sql off\nset null b\n"),
      Case(
        "load lazy joined # both\n", "load peers", said: "load peers",
        after: "load lazy joined # both\nset load peers\n"),
      // A value hides no comment.
      Case("", "set null '\"it''s\"'", said: "null '\"it''s\"'", after: "set null '\"it''s\"'\n"),
      Case("", "set null \"it's \"\"\"", said: "null 'it''s \"'", after: "set null 'it''s \"'\n"),
      Case("set null -  # dash\n", "set null --", said: "null \"--\"", after: "set null \"--\"  # dash\n"),
      Case(
        "set null -  # dash\n", "set null it's", said: "null \"it's\"", after: "set null \"it's\"  # dash\n"),
      Case("\\x on  # wide\r\n", "format json", said: "format json", after: "set format json  # wide\r\n"),
      Case(
        "set hint off  -- it's in the way\nload joined -- for now\nset limit 7\nset null -\n",
        "set hint off", "load peers", "set limit default", said: "load peers, limit default",
        after: "set hint off  -- it's in the way\nload peers -- for now\nset null -\n"),
    ])
  func inPlace(of one: Case) throws {
    let sample = try SampleLibrary()
    sample.put(one.before, in: "init.kin")
    for line in one.lines { _ = sample.answer(to: line) }
    let nothing = " Nothing is new for init.kin: it stays as it is.\n"
    #expect(sample.answer(to: "save") == one.said.map { " Saved in init.kin: \($0).\n" } ?? nothing)
    #expect(sample.contents(of: "init.kin").map { Array($0.utf8) } == Array(one.after.utf8))
    #expect(sample.answer(to: "save") == nothing)
    #expect(sample.contents(of: "init.kin").map { Array($0.utf8) } == Array(one.after.utf8))
    // What was saved is what the next session begins with.
    let next = try SampleLibrary()
    next.put(one.after, in: "init.kin")
    _ = next.configure()
    let names = one.lines.compactMap { line in
      line.split(separator: " ").map(String.init).first { Setting.named($0) != nil }
    }
    for name in names {
      #expect(next.answer(to: "set \(name)") == sample.answer(to: "set \(name)"))
    }
  }
}
