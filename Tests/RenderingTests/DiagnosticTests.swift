import Language
import Rendering
import Testing

@Suite struct DiagnosticTests {
  private static let misspelt = Diagnostic(
    .unknownMember(
      entity: "author", name: "bokos", relationships: ["books →→ book", "country → country"],
      attributes: ["id", "name", "born"]),
    at: SourceRange(10, 15), suggestions: ["books"])

  @Test func underTheTypedLine() {
    #expect(
      DiagnosticText(Self.misspelt, in: "author[3].bokos.title")
        .text(as: Presentation(width: 120), promptWidth: 5) == """
                         ^^^^^  author has no attribute or relationship "bokos". Did you mean books?
                                Relationships: books →→ book, country → country
                                Attributes: id, name, born

          """)
  }

  @Test(arguments: [40, 80, nil], Charset.allCases)
  func everyPlace(width: Int?, charset: Charset) {
    let presentation = Presentation(charset: charset, width: width)
    func text(_ line: String, _ range: Range<Int>, prompt: Int? = 5, _ problem: Problem = .notAPredicate)
      -> String
    {
      "kin> \(line)\n"
        + DiagnosticText(Diagnostic(problem, at: SourceRange(range.lowerBound, range.upperBound)), in: line)
        .text(as: presentation, promptWidth: prompt)
    }
    let long = "author" + String(repeating: ".books.author", count: 12) + ".bokos.title"
    let parts = [
      "kin> author[3].bokos.title\n"
        + DiagnosticText(Self.misspelt, in: "author[3].bokos.title").text(as: presentation, promptWidth: 5),
      "kin> author[3].bokos.title\n"
        + DiagnosticText(Self.misspelt, in: "author[3].bokos.title").text(as: presentation, promptWidth: nil),
      text("作者[\"ル=グウィン\"].本", 31..<34, .unknownRoot("本")), text("author[\"👩‍👩‍👧 e\u{301}\"].x", 31..<32),
      text("author[", 7..<7, .unexpectedEnd(expected: "a key, a slice or a condition")),
      text("author{\n  name,\n  boks{title}\n}", 18..<22, .unknownVerb("boks")),
      text("author[\t3].x", 11..<12),
      text("author\u{1B}[31m", 6..<7, .unexpectedCharacter("\u{1B}")),
      text(long, 162..<167, .unknownRoot("bokos")),
      text(long, 0..<6, .unknownRoot("author")), text(long, 0..<long.utf8.count, .notAPredicate),
      text("x", -3..<900), text("", 0..<0, .noLastResult),
    ]
    expectGolden("places-\(width.map(String.init) ?? "pipe")-\(charset).txt", parts.joined(separator: "\n"))
  }

  @Test func inColor() {
    #expect(
      DiagnosticText(Self.misspelt, in: "author[3].bokos.title")
        .text(as: Presentation(style: .dark, width: 60), promptWidth: nil)
          == """
            author[3].bokos.title
                      \u{1B}[1;31m^^^^^\u{1B}[0m
            author has no attribute or relationship "bokos".
            Did you mean \u{1B}[32mbooks\u{1B}[0m?
            \u{1B}[2mRelationships: books →→ book, country → country\u{1B}[0m
            \u{1B}[2mAttributes: id, name, born\u{1B}[0m

          """)
  }

  @Test func oneLine() {
    let text = DiagnosticText(Self.misspelt, in: "author[3].bokos.title")
    let sentence = "author has no attribute or relationship \"bokos\". Did you mean books?"
    #expect(text.oneLine() == "kin: \(sentence)")
    #expect(text.oneLine(location: "tour.kin:3") == "kin: tour.kin:3:11: \(sentence)")
  }

  @Test func everyProblem() {
    let problems: [Problem] = [
      .unexpectedCharacter("#"), .unterminatedText, .unterminatedName, .unclosed("["),
      .unexpected(found: "]", expected: "a name"), .unexpectedEnd(expected: "a name"),
      .integerOutOfRange("99999999999999999999"), .malformedNumber("1.2.3"), .nestedTooDeep(limit: 64),
      .tooManyOperators(limit: 1_000), .tooManyHops(limit: 1_000),
      .lineTooLong(limit: 65_536), .notUTF8(0xE9), .emptyBrackets, .unknownRoot("bok"),
      .unknownVariable("b"),
      .unreadableRoot("lost", reason: "no such table: main.gone"),
      .ambiguousRoot("b", candidates: ["B", "c", "d"]),
      .unknownMember(entity: "author", name: "x", relationships: [], attributes: ["id"]),
      .ambiguousMember(entity: "game", name: "team", candidates: ["team_as_home", "team_as_away"]),
      .unknownVerb("cuont"), .unknownStrategy("eager"), .unknownFunction("sin"),
      .hopAfterValue(hop: "books", attribute: "name", relationships: []), .notARelationship("name"),
      .notAnAttribute(entity: "author", name: "books"), .noKey(entity: "log"),
      .wrongKeyCount(entity: "enrollment", columns: ["student_id", "course_id"], given: 1),
      .wrongKeyCount(entity: "author", columns: ["id"], given: 2),
      .wrongKeyType(entity: "author", column: "id", type: "an integer", given: "the text \"x\""),
      .wrongKeyType(entity: "u", column: "k", type: "", given: "true"),
      .wrongArgumentCount(verb: "take", expected: "one number", given: 2),
      .wrongArgument(verb: "take", expected: "a number"), .toManyInPredicate("books"), .notAPredicate,
      .noLastResult, .lastResultHasNoRecords, .variableIsNotRecords("a"), .reservedName("help"),
      .misplaced(.hopAfterShape), .misplaced(.closureElsewhere("books", from: "author", to: "book")),
      .misplaced(.hopAfterGroups), .misplaced(.aggregateOfOneRecord("avg")),
      .misplaced(.argumentAfterValues("avg")), .misplaced(.labelOutsideWith), .misplaced(.fieldTwice("n")),
      .misplaced(.expressionInShape), .misplaced(.groupInShape), .misplaced(.notOfGroup),
      .misplaced(.twoToManyKeys),
      .tooManyRecords(entity: "author", count: 40_000), .integerOverflow,
      .rowsTooLarge(rows: 4_096, bytes: 12_000_000_000),
      .tooLargeForOneStatement(reason: "parser stack overflow"),
      .statementTooLarge(reason: "too many terms in compound SELECT"), .valueTooLarge, .locked,
      .heldByReader, .oldSnapshot, .actsUnrun, .readOnly,
      .unwritableFile, .movedFile, .damaged(reason: "database disk image is malformed"),
      .misplaced(.hopAfterVerbInCondition), .misplaced(.twoToManyCompared), .misplaced(.sliceInCondition),
      .misplaced(.verbInCondition("sort")), .misplaced(.closureInCondition("reports")),
      .misplaced(.shapeInCondition), .misplaced(.aggregateOfNothing("avg")),
      .misplaced(.aggregateOfNothing("count")),
      .misplaced(.aggregateOfOneValue(verb: "max", of: "title")), .misplaced(.hopAfterVariable("a")),
      .misplaced(.variableForTable("a")), .misplaced(.sqlForPath(command: "plan", sql: "select 1")),
      .divisionByZero("year / 0"), .overflow("9223372036854775807 + 1"),
      .variableHoldsManyValues("y", count: 0), .variableHoldsManyValues("y", count: 12),
      .variableHoldsRecords("a", entity: "author"),
      .variableHoldsOther("b", holds: "book", expected: "author"), .noKeyToCompare(entity: "summary"),
      .tooManyValues(variable: "y", limit: 16_000),
      .noSuchRecord(entity: "author", key: "99"),
      .budgetExceeded(limit: 1, instead: nil), .budgetExceeded(limit: 2, instead: "author.books!.title"),
      .budgetExceeded(limit: 2, instead: nil, isOption: true),
      .timedOut(limit: 500_000_000, isOption: false), .timedOut(limit: 60_000_000_000, isOption: true),
      .unknownName(message: "no such column: x", sql: "select x"),
      .database(message: "disk I/O error", sql: nil),
      .interrupted, .unknownCommand("halp"), .unknownSetting("colour"),
      .wrongCommandUse(command: "plan", usage: "plan PATH"),
      .nestedInFlatFormat("insert"),
      .cannotRead(file: "a.kin", reason: "no such file"),
      .nameTaken(entity: "book", name: "title", isAttribute: true),
      .nameTaken(entity: "book", name: "author", isAttribute: false), .alreadyRelated(path: "book.author"),
      .declaredRelationship(path: "author.books"),
      .relatedThroughJunction(path: "book.genres", sides: ["book_genre.book", "book_genre.genre"]),
      .differentDatabases("book", "other.author"), .noKeyToRefer(entity: "log"),
      .unequalKeyColumns(child: ["book_id"], parent: ["book_id", "number"]), .nothingToKeepIn,
      .uncommittedBackup(changes: 1), .uncommitted(changes: 2, again: "quit"),
      .otherShell(spelling: ".once", instead: "`last csv > books.csv` writes a result."),
      .cannotWrite(file: "library.db.kin", reason: "Permission denied"),
      .notAllowedHere(allowed: ["relate", "unrelate", "label", "set"]),
    ]
    let pieces = [
      TypedText("year", .number, isLiteral: false), TypedText("1969", .number, isLiteral: true),
      TypedText("title", .text, isLiteral: false), TypedText("\"T\"", .text, isLiteral: true),
      TypedText("open", .boolean, isLiteral: false), TypedText("true", .boolean, isLiteral: true),
      TypedText("due_on", .date, isLiteral: false),
    ]
    // What is compared all the same is left out.
    let comparable: Set<Set<ExpressionType>> = [[.number, .boolean], [.text, .date]]
    let pairs = pieces.flatMap { left in
      pieces.filter { $0.type != left.type && !comparable.contains([$0.type, left.type]) }.map { (left, $0) }
    }
    let kinds =
      pairs.map { Problem.incomparable($0, $1) }
      + pieces.filter { $0.type == .text || $0.type == .date }.flatMap { piece in
        [.notANumber(piece, by: "+"), .notANumber(piece, by: "sqrt()")]
      }
      + [.notADate(pieces[0], by: "date()")]
    let texts = (problems + kinds).map { problem in
      DiagnosticText(
        Diagnostic(problem, at: SourceRange(0, 1), suggestions: ["one", "two", "three", "four"]), in: "x"
      )
      .text(as: Presentation(width: 100), promptWidth: 0)
    }
    // What is not said where a line is asked about.
    let unanswered: [Problem] = [
      .notAPredicate, .misplaced(.hopAfterShape), .misplaced(.sortOfValues), .misplaced(.notOfGroup),
      .misplaced(.argumentAfterValues("avg")), .misplaced(.variableForTable("a")),
      .misplaced(.sqlForPath(command: "plan", sql: "select 1")),
      .incomparable(
        TypedText("title", .text, isLiteral: false),
        TypedText("2024 - 6 - 40", .number, isLiteral: false, isCalculated: true)),
      .shellEnding(.file("a.csv"), path: "author"), .shellEnding(.file("a.txt"), path: "author"),
      .shellEnding(.format("json"), path: "author"), .shellEnding(.program("less"), path: "author"),
      .shellEnding(.program("grep it's"), path: "author['x']"),
      .noSuchRecord(entity: "author", key: "0"), .noSuchRecord(entity: "author", key: "-1"),
      .noSuchRecord(entity: "author", key: "-3"),
      .noSuchRecord(entity: "author", key: "999"), .noSuchRecord(entity: "author", key: "\"x\""),
      .wordAlone("lazy", lines: [WordLine("help lazy", .explains), WordLine("load lazy", .loads)]),
      .wordAlone("json", lines: [WordLine("help json", .explains), WordLine("format json", .prints)]),
      .wordAlone("limit", lines: [WordLine("set limit", .tells), WordLine("set limit 40", .changes)]),
      .wordAlone("keys", lines: [WordLine("help keys", .shows)]),
    ]
    let more = unanswered.map { problem in
      DiagnosticText(Diagnostic(problem, at: SourceRange(0, 1)), in: "x")
        .text(as: Presentation(width: 100), promptWidth: 0)
    }
    expectGolden("problems.txt", texts.joined() + more.joined())
  }
}
