internal import Language

/// The English of every problem, in one place.
struct ProblemText {
  /// What is wrong.
  let sentence: Sentence
  /// `Did you mean books?`, or nothing.
  let question: Sentence
  /// The same for where it has no line of its own that is wide enough: an offer each.
  let offers: [Sentence]
  /// What is there instead, and what to type; a line each.
  let details: [Sentence]

  /// - Parameter examples: names of the database that is open, for what could be typed instead.
  init(_ diagnostic: Diagnostic, in line: String, examples: ExampleNames = ExampleNames()) {
    let (sentence, details) = Self.words(for: diagnostic, in: line, examples)
    self.sentence = sentence
    self.details = details.filter { !$0.isEmpty }
    question = Self.question(diagnostic.suggestions)
    offers = Self.offers(diagnostic.suggestions)
  }

  private static func words(
    for diagnostic: Diagnostic, in line: String, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    let atHand = Sentence.beside(ExampleText.words(diagnostic.examples))
    let usages = diagnostic.examples.isEmpty ? nil : sequence(diagnostic.examples.map(\.text), "or")
    return switch diagnostic.problem {
    // Reading the line.
    case .unexpectedCharacter(let character):
      (
        "\"\(character)\" means nothing here.",
        [character == ";" ? "One path a line: only SQL has several statements in one." : ""]
      )
    case .unterminatedText: ("This text has no closing quote.", [])
    case .unterminatedName: ("This name has no closing backquote.", [])
    case .unclosed(let bracket):
      ("This \(bracket) is never closed.", [closing(bracket).map { "Close it with \($0)" } ?? ""])
    case .unexpected(let found, let expected):
      ("\(mark(found)) cannot stand here: \(expected) is expected.", [])
    case .unexpectedEnd(let expected):
      ("The line ends too early: \(expected) is expected.", [])
    case .integerOutOfRange(let digits):
      (
        "\(digits) is too large for an integer.",
        ["Integers lie between -9223372036854775808 and 9223372036854775807."]
      )
    case .malformedNumber(let text): ("\"\(text)\" is not a number.", [])
    case .tooManyOperators(let limit):
      (
        "This line has more than \(Quantity.grouped(limit)) operators.",
        ["A list is shorter than a chain of or: \(type: examples.fill("year in (1968, 1971)"))"]
      )
    case .tooManyHops(let limit):
      (
        "This path has more than \(Quantity.grouped(limit)) hops.",
        ["Hold what the first of them give, a = …, and go on from there: \(type: examples.fill("a.books"))"]
      )
    case .nestedTooDeep(let limit):
      ("Brackets are nested too deep: \(limit) levels are the limit.", [])
    case .lineTooLong(let limit):
      ("The line is too long: \(Quantity.count(limit, "byte")) are the limit.", [])
    case .notUTF8(let byte):
      (
        "The byte \(InvalidUTF8.hexadecimal(byte)) here is not UTF-8, so the line was not run.",
        ["To convert a file from Latin-1: iconv -f latin1 -t utf-8 old.sql > new.sql"]
      )
    case .emptyBrackets:
      (
        "There is nothing between the brackets.",
        [whatBracketsHold(examples)]
      )

    // Binding it to the schema.
    case .unknownRoot(let name):
      (
        "There is no table or variable \"\(name)\".",
        ["To see what there is: \(type: examples.command("tables"))"]
      )
    case .unknownVariable(let name):
      ("There is no variable \"\(name)\".", ["To see the variables: \(type: examples.command("vars"))"])
    case .unreadableRoot(let name, let reason):
      (
        "\(name) cannot be read: \(reason).",
        ["To see what else is wrong: \(type: examples.command("doctor"))"]
      )
    case .ambiguousRoot(let name, let candidates):
      ("\"\(name)\" could be \(sequence(candidates, "or")).", ["Type the name you mean in full."])
    case .unknownMember(let entity, let name, let relationships, let attributes):
      (
        "\(entity) has no attribute or relationship \"\(name)\".",
        [list("Relationships", relationships), list("Attributes", attributes)]
      )
    case .ambiguousMember(let entity, let name, let candidates):
      (
        "\(entity) has several relationships that could be called \"\(name)\".",
        [list("Type one of", candidates)]
      )
    case .unknownVerb(let name):
      ("There is no verb \(name)().", ["To see the verbs: \(type: examples.command("help verbs"))"])
    case .unknownStrategy(let name):
      (
        "There is no loading strategy \"\(name)\".",
        ["To see the strategies: \(type: examples.command("load"))"]
      )
    case .unknownFunction(let name):
      (
        "There is no function \(name)().",
        ["To see the functions: \(type: examples.command("help functions"))"]
      )
    case .hopAfterValue(let hop, let attribute, let relationships):
      (
        "\(attribute) is a value, and nothing leads on from a value: \(hop.hasPrefix("[") || hop.hasPrefix("{") ? "" : ".")\(hop) cannot follow.",
        [
          relationships.isEmpty
            ? "A path ends at its first attribute."
            : "The relationship beside it is \(sequence(relationships.map(SyntaxPrinter.name), "or"))."
        ]
      )
    case .notARelationship(let name):
      ("\(name) is an attribute; a relationship is needed here.", [])
    case .notAnAttribute(let entity, let name):
      ("\(name) is a relationship of \(entity); an attribute is needed here.", [])
    case .noKey(let entity):
      ("\(entity) has no primary key, so no row of it can be picked by one.", [atHand])
    case .wrongKeyCount(let entity, let columns, let given):
      (
        "The key of \(entity) is \(sequence(columns, "and")): \(Quantity.count(columns.count, "value"))"
          + " \(columns.count == 1 ? "is" : "are") needed, \(given) given.",
        [atHand]
      )
    case .wrongKeyType(let entity, let column, let type, let given):
      ("The key \(column) of \(entity) \(type.isEmpty ? "" : "is \(type), so it ")cannot be \(given).", [])
    case .wrongArgumentCount(let verb, let expected, let given):
      (
        "\(verb)() takes \(usages ?? examples.fill(expected)); \(given) \(given == 1 ? "is" : "are") given.",
        []
      )
    case .wrongArgument(let verb, let expected):
      ("\(verb)() takes \(usages ?? examples.fill(expected)).", [])
    case .toManyInPredicate(let name):
      (
        "\(name) has many values for one row, and one is needed here.",
        [diagnostic.suggestions.isEmpty ? many(SyntaxPrinter.operand(name)) : ""]
      )
    case .notAPredicate:
      (
        "A filter needs something that is true or false.",
        [
          atHand.isEmpty && diagnostic.suggestions.isEmpty
            ? conditions(examples)
            : atHand
        ]
      )
    case .noLastResult:
      ("There is no last result yet.", ["Begin with a table: \(type: examples.fill("author.books"))"])
    case .lastResultHasNoRecords:
      ("The last result has values and no records, so no path leads on from it.", [])
    case .variableIsNotRecords(let name):
      ("The variable \(name) holds values and no records, so no path leads on from it.", [])
    case .cannotHold(let rows):
      (
        "A variable holds records or values, and \(rows == .shape ? "nested rows" : "groups") are neither.",
        [
          rows == .shape
            ? "Name the records: \(type: examples.fill("a = author.books"))   then put the braces behind the name: \(type: examples.fill("a{title}"))"
            : ""
        ]
      )
    case .nothingLeadsOn(let rows):
      (
        "The last result is \(rows == .shape ? "nested rows" : "groups"), and no path leads on from them.",
        ["To see them again: \(type: examples.command("last"))"]
      )
    case .rowsOfNoEntity(let rows): ForeignRowsText.words(for: rows, examples)
    case .tooManyTables(let limit):
      ("One query joins at most \(limit) tables, and this path leads over more.", [])
    case .cannotName(.rowsWithoutKey(let entity)):
      ("Rows of \(entity) have no key, so no query can name the ones that are held.", [])
    case .cannotName(.tooManyRecords(let variable, let count)):
      (
        "\(variable) holds \(Quantity.count(count, "record")), too many to name in one query.",
        ["Begin with a table: \(examples.fill("sql of author[…].books"))"]
      )
    case .reservedName(let name):
      ("\"\(name)\" cannot be the name of a variable: it means something else here.", [])
    case .misplaced(let what): MisplacementText.words(for: what, of: diagnostic, examples)

    // Values in conditions.
    case .incomparable(let left, let right):
      ExpressionText.incomparable(left, right, isDate: !diagnostic.suggestions.isEmpty)
    case .notANumber(let operand, let taker): ExpressionText.notANumber(operand, taker)
    case .notADate(let operand, let function):
      ExpressionText.notADate(operand, function, isDate: !diagnostic.suggestions.isEmpty)
    case .neverTrue(let condition, let instead):
      (
        "\(condition) is never true.",
        [
          instead.map { "Type: \(type: diagnostic.range.replaced(by: $0, in: line))" }
            ?? "NULL is no value, and compares with none."
        ]
      )
    case .divisionByZero(let text):
      ("\(text) divides by zero, which has no result.", [])
    case .overflow(let text):
      (
        "\(text) is beyond the numbers there are.",
        ["Integers lie between -9223372036854775808 and 9223372036854775807."]
      )
    case .variableHoldsManyValues(let name, let count):
      (
        "\(name) holds \(count == 0 ? "no value" : Quantity.count(count, "value")), and one is needed here.",
        [count > 1 ? "Any of them: \(type: examples.fill("year in") + " \(name)")" : ""]
      )
    case .variableHoldsRecords(let name, let entity):
      (
        "\(name) holds records of \(entity), and a value is needed here.",
        ["A relationship that leads to \(entity) can be compared with them, or take an attribute: \(name).…"]
      )
    case .variableHoldsOther(let name, let holds, let expected):
      ("\(name) holds records of \(holds), and this hop leads to \(expected).", [])
    case .noKeyToCompare(let entity):
      ("Records of \(entity) have no key, so they cannot be told apart in a condition.", [])
    case .tooManyValues(let name, let limit):
      (
        "\(name) holds more than \(Quantity.count(limit, "value")), and not all of them are integers or texts.",
        ["A condition says which: narrow \(name) first"]
      )

    // Running it.
    case .tooManyRecords(let entity, let count):
      (
        "These are \(Quantity.count(count, "record")) of \(entity), more than one query can name.",
        ["Begin the path at the table instead of a variable."]
      )
    case .notLoaded(let hop, let records, let instead):
      notLoaded(hop, records, instead: instead, in: line, examples)
    case .rowsTooLarge(let rows, let bytes):
      (
        "\(Quantity.count(rows, "row")) take \(Quantity.bytes(bytes)), and a prompt holds no more: they are given back.",
        ["Add LIMIT 1000, or let them go out as they come: kin -c '…' > rows.txt"]
      )
    case .tooLargeForOneStatement(let reason):
      (
        "The path makes a query that is too large for the database (\(reason)).",
        [
          "Take it in two: keep the first part in a variable, and go on from there.",
          line.contains("[")
            ? "In a condition, give the last hops brackets of their own: \(type: "[a.b.c = 1]") is \(type: "[a.b[c = 1]]")"
            : "",
        ]
      )
    case .statementTooLarge(let reason):
      ("The statement is too large for the database (\(reason)).", ["Take it in several."])
    case .valueTooLarge:
      ("A value in it is larger than the database can hold.", [])
    case .integerOverflow:
      (
        "A result here is larger than a whole number of 64 bits can be.",
        ["Reals have no such limit: multiply by 1.0 first."]
      )
    case .noSuchRecord(let entity, let key):
      ("There is no \(entity) with the key \(key).", [byPosition(SyntaxPrinter.root(entity), key)])
    case .budgetExceeded(let limit, let instead, let isOption):
      budget(limit, instead, isOption: isOption, examples)
    case .timedOut(let limit, let isOption):
      (
        "The limit of \(Quantity.setting(nanoseconds: limit)) is over, and the line was stopped.",
        [lever(isOption ? "a longer time behind \(type: "--timeout")" : nil, setting: "timeout", examples)]
      )
    case .database(let message, let sql), .unknownName(let message, let sql):
      (
        "The database says: \(message)\(diagnostic.suggestions.isEmpty ? "" : ".")",
        [sql.map { "In: \($0)" } ?? ""]
      )
    case .locked:
      ("Another process is writing to the database and holds it locked.", ["Try again when it has finished."])
    case .heldByReader: WriteText.heldByReader
    case .oldSnapshot: WriteText.oldSnapshot
    case .actsUnrun: WriteText.actsUnrun
    case .readOnly:
      (
        "The database is open for reading only.",
        [
          "To write to the file: \(type: "kin --write FILE")",
          "To write to a copy in memory: \(type: "kin --sandbox FILE")",
        ]
      )
    case .readOnlyFile: WriteText.readOnlyFile(examples)
    case .unwritableFile: WriteText.unwritableFile
    case .movedFile:
      (
        "The file is not where it was opened any more, so nothing is written to it: it was moved or deleted.",
        ["To go on with another: \(type: "open FILE")"]
      )
    case .damaged(let reason):
      ("The file is damaged: \(reason).", ["To go on with another: \(type: "open FILE")"])
    case .notADatabase:
      (
        "The file is not a database any more: something has written over it.",
        ["To go on with another: \(type: "open FILE")"]
      )
    case .unfinishedTransaction:
      (
        "Another process has left a transaction unfinished, and reading alone cannot undo it.",
        ["If that process has ended, this undoes it: \(type: "kin --write FILE")"]
      )
    case .outdated:
      (
        "Another process has changed the file, which could only be read as it stood.",
        ["To read it again: \(type: "open FILE")"]
      )
    case .forbiddenByKey(let keys): WriteText.forbidden(by: keys)
    case .uncommittedBackup(let changes): WriteText.uncommittedBackup(changes)
    case .uncommitted(let changes, let again): WriteText.uncommitted(changes, again)
    case .unbound(let placeholders):
      (
        "The statement has \(Quantity.count(placeholders, "placeholder")), and nothing gives"
          + " \(placeholders == 1 ? "it a value: write it" : "them values: write them") out.", []
      )
    case .interrupted:
      ("Interrupted.", [])

    // Commands.
    case .unknownCommand(let name):
      (
        "There is no command, table or variable \"\(name)\".",
        ["To see the commands: \(type: examples.command("help"))"]
      )
    case .unknownSetting(let name):
      ("There is no setting \"\(name)\".", ["To see the settings: \(type: examples.command("set"))"])
    case .nameTaken(let entity, let name, let isAttribute):
      (
        "\(entity) has \(isAttribute ? "an attribute" : "a relationship") \"\(name)\" already.",
        ["Choose another: \(type: "relate … as NAME, NAME")"]
      )
    case .alreadyRelated(let path):
      (
        "These columns are related already: \(path)",
        ["To give it other names: \(type: "relate … as NAME, NAME")"]
      )
    case .declaredRelationship(let path):
      ("\(path) is declared in the database, and only what was related by hand or guessed can be undone.", [])
    case .relatedThroughJunction(let path, let sides):
      ("\(path) goes through a junction.", ["Undo one of its sides: unrelate \(sequence(sides, "or"))"])
    case .differentDatabases(let child, let parent):
      ("\(child) and \(parent) are in two databases, and a relationship stays inside one.", [])
    case .noKeyToRefer(let entity):
      (
        "\(entity) has no primary key to refer to.",
        ["Name the columns: \(type: "relate child.column -> \(entity).column")"]
      )
    case .unequalKeyColumns(let child, let parent):
      (
        "\(sequence(child, "and")) cannot refer to \(sequence(parent, "and")):"
          + " both sides need the same number of columns.",
        ["Several columns: \(type: "relate child(a, b) -> parent(a, b)")"]
      )
    case .nothingToKeepIn:
      (
        "This database is no file, so there is no place beside it to keep anything in.",
        ["To make it one, with what was said of it: \(type: examples.command("backup FILE"))"]
      )
    case .notAllowedHere(let allowed):
      ("Only \(sequence(allowed, "and")) may stand in this file.", [])
    case .wrongCommandUse(let command, let usage) where !diagnostic.suggestions.isEmpty:
      (
        "\(command) takes no \(mark(String(diagnostic.range.text(of: line)))).",
        ["Used like this: \(used(usage, examples))", "More: \(type: examples.command("help \(command)"))"]
      )
    case .wrongCommandUse(let command, let usage):
      (
        "\(command) is used like this: \(used(usage, examples))",
        ["More: \(type: examples.command("help \(command)"))"]
      )
    case .otherShell(let spelling, let instead):
      ("There is no \(spelling) here.", [Sentence(marked: instead, fill: examples.fill)])
    case .wordAlone(let word, let lines): ("\(mark(word)) is no line to type.", [uses(lines, examples)])
    case .shellEnding(let ending, let path): ShellEndingText.words(for: ending, behind: path, examples)
    case .commandWritesNoFile(let line, let command, let file, let isHeld):
      ShellEndingText.words(forFile: file, behind: line, command: command, isHeld: isHeld, examples)
    case .unknownSample(let name):
      ("There is no sample \"\(name)\".", ["To see the samples: \(type: examples.command("open sample"))"])
    case .readsTooDeep(let limit): ("Files read each other \(limit) deep, and no deeper.", [])
    case .noPlaceForSettings:
      ("There is no folder to keep settings in: neither XDG_CONFIG_HOME nor HOME is set.", [])
    case .nestedInFlatFormat(let format):
      (
        "The format \(format) writes values, and this has lists or records within its rows.",
        ["To print it: format json, or name the values one by one, as in country.name"]
      )
    case .cannotRead(let file, let reason):
      ("\(file) cannot be read: \(reason).", [])
    case .cannotWrite(let file, let reason):
      ("\(file) cannot be written: \(reason).", [])
    }
  }
}
