internal import Language

/// The English of every problem, in one place.
struct ProblemText {
  /// What is wrong.
  let sentence: String
  /// `Did you mean books?`, or nothing.
  let question: String
  /// What is there instead, and what to type; a line each.
  let details: [String]

  /// - Parameter examples: names of the database that is open, for what could be typed instead.
  init(
    _ diagnostic: Diagnostic, in line: String, examples: ExampleNames = ExampleNames(), charset: Charset
  ) {
    let (sentence, details) = Self.words(for: diagnostic, in: line, examples)
    self.sentence = sentence
    self.details = details.filter { !$0.isEmpty }.map(charset.spelled)
    question = Self.question(diagnostic.suggestions)
  }

  private static func words(
    for diagnostic: Diagnostic, in line: String, _ examples: ExampleNames
  ) -> (sentence: String, details: [String]) {
    let atHand = ExampleText.words(diagnostic.examples).joined(separator: "   ")
    let usages = diagnostic.examples.isEmpty ? nil : sequence(diagnostic.examples.map(\.text), "or")
    return switch diagnostic.problem {
    // Reading the line.
    case .unexpectedCharacter(let character):
      (
        "\"\(character)\" means nothing here.",
        [character == ";" ? "One path a line: only SQL has several statements in one." : ""]
      )
    case .unterminatedText:
      ("This text has no closing quote.", [])
    case .unterminatedName:
      ("This name has no closing backquote.", [])
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
    case .malformedNumber(let text):
      ("\"\(text)\" is not a number.", [])
    case .tooManyOperators(let limit):
      (
        "This line has more than \(Quantity.grouped(limit)) operators.",
        [examples.fill("A list is shorter than a chain of or: year in (1968, 1971)")]
      )
    case .tooManyHops(let limit):
      (
        "This path has more than \(Quantity.grouped(limit)) hops.",
        [examples.fill("Hold what the first of them give, a = …, and go on from there: a.books")]
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
        [
          examples.fill(
            "A key: author[3]   positions: author[0:10]   a filter: author[id > 3]   fields: author{id}")
        ]
      )

    // Binding it to the schema.
    case .unknownRoot(let name):
      ("There is no table or variable \"\(name)\".", ["To see what there is: \(examples.command("tables"))"])
    case .unknownVariable(let name):
      ("There is no variable \"\(name)\".", ["To see the variables: \(examples.command("vars"))"])
    case .unreadableRoot(let name, let reason):
      ("\(name) cannot be read: \(reason).", ["To see what else is wrong: \(examples.command("doctor"))"])
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
      ("There is no verb \(name)().", ["To see the verbs: \(examples.command("help verbs"))"])
    case .unknownStrategy(let name):
      (
        "There is no loading strategy \"\(name)\".",
        ["To see the strategies: \(examples.command("load"))"]
      )
    case .unknownFunction(let name):
      ("There is no function \(name)().", ["To see the functions: \(examples.command("help functions"))"])
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
      (
        "\(entity) has no primary key, so no row of it can be picked by one.",
        [atHand]
      )
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
        ["How many: \(name).count()   one of them: \(name).max(…)   any at all: \(name).any()"]
      )
    case .notAPredicate:
      (
        "A filter needs something that is true or false.",
        [
          atHand.isEmpty && diagnostic.suggestions.isEmpty
            ? examples.fill("As in: year > 10   publisher is null   books.any()") : atHand
        ]
      )
    case .noLastResult:
      ("There is no last result yet.", [examples.fill("Begin with a table: author.books")])
    case .lastResultHasNoRecords:
      ("The last result has values and no records, so no path leads on from it.", [])
    case .variableIsNotRecords(let name):
      ("The variable \(name) holds values and no records, so no path leads on from it.", [])
    case .cannotHold(let rows):
      (
        "A variable holds records or values, and \(rows == .shape ? "nested rows" : "groups") are neither.",
        [
          rows == .shape
            ? examples.fill(
              "Name the records, then put the braces behind the name: a = author.books, a{title}") : ""
        ]
      )
    case .nothingLeadsOn(let rows):
      (
        "The last result is \(rows == .shape ? "nested rows" : "groups"), and no path leads on from them.",
        ["To see them again: \(examples.command("last"))"]
      )
    case .rowsOfNoEntity(let rows): ForeignRowsText.words(for: rows, examples)
    case .tooManyTables(let limit):
      ("One statement joins at most \(limit) tables, and this path leads over more.", [])
    case .cannotName(.rowsWithoutKey(let entity)):
      ("Rows of \(entity) have no key, so no statement can name the ones that are held.", [])
    case .cannotName(.tooManyRecords(let variable, let count)):
      (
        "\(variable) holds \(Quantity.count(count, "record")), too many to name in one statement.",
        [examples.fill("Begin with a table: sql of author[…].books")]
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
          instead.map { "Type: \(diagnostic.range.replaced(by: $0, in: line))" }
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
        [count > 1 ? examples.fill("Any of them: year in") + " \(name)" : ""]
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
        "These are \(Quantity.count(count, "record")) of \(entity), more than one statement can name.",
        ["Begin the path at the table instead of a variable."]
      )
    case .notLoaded(let hop, let records):
      (
        "\(hop) is not loaded for \(Quantity.count(records, "record")), and raise lets no hop load anything.",
        ["Load it with the hop before: with(\(hop))   or allow it: \(examples.command("load lazy"))"]
      )
    case .tooLargeForOneStatement(let reason):
      (
        "The path makes a statement that is too large for the database (\(reason)).",
        [
          "Take it in two: keep the first part in a variable, and go on from there.",
          line.contains("[")
            ? "In a condition, give the last hops brackets of their own: [a.b.c = 1] is [a.b[c = 1]]" : "",
        ]
      )
    case .integerOverflow:
      (
        "A result here is larger than a whole number of 64 bits can be.",
        ["Reals have no such limit: multiply by 1.0 first."]
      )
    case .noSuchRecord(let entity, let key):
      (
        "There is no \(entity) with the key \(key).",
        [byPosition(SyntaxPrinter.root(entity), key)]
      )
    case .budgetExceeded(let limit, let instead):
      (
        "The budget of \(Quantity.count(limit, "query")) is used up, and this needs one more.",
        [
          instead.map { "With fewer: \($0)" } ?? "",
          "To lift the limit: \(examples.command("set budget off"))",
        ]
      )
    case .database(let message, let sql):
      (
        "The database says: \(message)\(diagnostic.suggestions.isEmpty ? "" : ".")",
        [sql.map { "In: \($0)" } ?? ""]
      )
    case .locked:
      ("Another process is writing to the database and holds it locked.", ["Try again when it has finished."])
    case .readOnly:
      (
        "The database is open for reading only.",
        ["To write to the file: kin --write FILE", "To write to a copy in memory: kin --sandbox FILE"]
      )
    case .readOnlyFile:
      (
        "Only the database in memory can be written: no file is changed, and none is made.",
        [
          "To write to a file: kin --write FILE", "To write to a copy of it in memory: kin --sandbox FILE",
          "To make a new file of this database: \(examples.command("backup FILE"))",
        ]
      )
    case .unwritableFile:
      (
        "The system does not let the file be written: its permissions, or those of its folder, are for reading.",
        ["To write to a copy in memory: kin --sandbox FILE"]
      )
    case .movedFile:
      (
        "The file is not where it was opened any more, so nothing is written to it: it was moved or deleted.",
        ["To go on with another: open FILE"]
      )
    case .damaged(let reason):
      ("The file is damaged: \(reason).", ["To go on with another: open FILE"])
    case .notADatabase:
      (
        "The file is not a database any more: something has written over it.",
        ["To go on with another: open FILE"]
      )
    case .unfinishedTransaction:
      (
        "Another process has left a transaction unfinished, and reading alone cannot undo it.",
        ["If that process has ended, this undoes it: kin --write FILE"]
      )
    case .outdated:
      (
        "Another process has changed the file, which could only be read as it stood.",
        ["To read it again: open FILE"]
      )
    case .forbiddenByKey(let keys): WriteText.forbidden(by: keys)
    case .uncommittedBackup(let changes):
      (
        "\(Quantity.count(changes, "change")) \(changes == 1 ? "is" : "are") not committed,"
          + " and a backup holds what is.",
        ["commit keeps \(changes == 1 ? "it" : "them"), rollback undoes \(changes == 1 ? "it" : "them")."]
      )
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
        ["To see the commands: \(examples.command("help"))"]
      )
    case .unknownSetting(let name):
      ("There is no setting \"\(name)\".", ["To see the settings: \(examples.command("set"))"])
    case .nameTaken(let entity, let name, let isAttribute):
      (
        "\(entity) has \(isAttribute ? "an attribute" : "a relationship") \"\(name)\" already.",
        ["Choose another: relate … as NAME, NAME"]
      )
    case .alreadyRelated(let path):
      ("These columns are related already: \(path)", ["To give it other names: relate … as NAME, NAME"])
    case .declaredRelationship(let path):
      ("\(path) is declared in the database, and only what was related by hand or guessed can be undone.", [])
    case .relatedThroughJunction(let path, let sides):
      ("\(path) goes through a junction.", ["Undo one of its sides: unrelate \(sequence(sides, "or"))"])
    case .differentDatabases(let child, let parent):
      ("\(child) and \(parent) are in two databases, and a relationship stays inside one.", [])
    case .noKeyToRefer(let entity):
      (
        "\(entity) has no primary key to refer to.",
        ["Name the columns: relate child.column -> \(entity).column"]
      )
    case .unequalKeyColumns(let child, let parent):
      (
        "\(sequence(child, "and")) cannot refer to \(sequence(parent, "and")):"
          + " both sides need the same number of columns.",
        ["Several columns: relate child(a, b) -> parent(a, b)"]
      )
    case .nothingToKeepIn:
      (
        "This database is no file, so there is no place beside it to keep anything in.",
        ["To make it one, with what was said of it: \(examples.command("backup FILE"))"]
      )
    case .notAllowedHere(let allowed):
      ("Only \(sequence(allowed, "and")) may stand in this file.", [])
    case .wrongCommandUse(let command, let usage):
      (
        "\(command) is used like this: \(examples.fill(usage))",
        ["More: \(examples.command("help \(command)"))"]
      )
    case .otherShell(let spelling, let instead):
      ("There is no \(spelling) here.", [examples.fill(instead)])
    case .shellEnding(let ending, let path): ShellEndingText.words(for: ending, behind: path, examples)
    case .commandWritesNoFile(let line, let command, let file, let isHeld):
      ShellEndingText.words(forFile: file, behind: line, command: command, isHeld: isHeld, examples)
    case .unknownSample(let name):
      ("There is no sample \"\(name)\".", ["To see the samples: \(examples.command("open sample"))"])
    case .readsTooDeep(let limit):
      ("Files read each other \(limit) deep, and no deeper.", [])
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
