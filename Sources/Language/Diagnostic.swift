/// Why a line was rejected, and which characters of it are to blame.
///
/// Data only: the sentences stand in
/// `Rendering/DiagnosticText`.
package struct Diagnostic: Error, Hashable, Sendable {
  package var problem: Problem
  package var range: SourceRange
  /// Names that exist and are near to what was typed, the nearest first.
  package var suggestions: [String]
  /// What could be typed, in the names of the entity at hand; empty where that is not known.
  package var examples: [Example]

  package init(
    _ problem: Problem, at range: SourceRange, suggestions: [String] = [], examples: [Example] = []
  ) {
    self.problem = problem
    self.range = range
    self.suggestions = suggestions
    self.examples = examples
  }
}

/// Parts of the language that have no meaning where they stand.
package enum Misplacement: Hashable, Sendable {
  case hopAfterAggregate
  case hopAfterShape
  case hopAfterGroups
  /// `books+`: what leads to another entity cannot be followed again.
  case closureElsewhere(String, from: String, to: String)
  /// `author{count()}`
  case aggregateOfOneRecord(String)
  /// `year.avg(pages)`
  case argumentAfterValues(String)
  /// `sort(year: joined)`
  case labelOutsideWith
  /// Two fields or columns of one name.
  case fieldTwice(String)
  /// `{age: died - born}`
  case expressionInShape
  case groupInShape
  case notOfGroup
  case twoToManyKeys
  /// Two slices of values, one of them counted from the end.
  case sliceOfSlice
  case sortOfValues
  case distinctAfterSlice
  case flatHop
  case eagerMarkInCondition
  case hopAfterVerbInCondition
  case twoToManyCompared
  case sliceInCondition
  /// `books.sort(year)` in a condition.
  case verbInCondition(String)
  case closureInCondition(String)
  case shapeInCondition
  /// `avg(year)` without what it is over.
  case aggregateOfNothing(String)
  /// `title.max()`: one value of the record in question.
  case aggregateOfOneValue(verb: String, of: String)
  /// `a.books` in a condition, where `a` is a variable.
  case hopAfterVariable(String)
  /// `plan select 1`, of a command that takes a path.
  case sqlForPath(command: String, sql: String)
  /// `schema a`, where `a` is a variable.
  case variableForTable(String)
}

/// Why rows of SQL are not the records of one entity.
package enum ForeignRows: Hashable, Sendable {
  /// No column is that of a table.
  case noTable
  /// Tables, none of which has its key among the columns.
  case keyMissing([KeyOfEntity])
  /// The key of one table stands there twice: which row of it is meant?
  case keyTwice(KeyOfEntity)
  /// Several tables have their key among the columns.
  case severalKeys([KeyOfEntity])
  /// Rows of a table or view that nothing tells apart.
  case noKey(entity: String)
  /// Rows of several SELECTs, some of which are not of the entity.
  case mixed(entity: String)
  /// Rows of a table that is in no schema that was read.
  case unknownTable(String)

  package struct KeyOfEntity: Hashable, Sendable {
    package var entity: String
    package var columns: [String]

    package init(entity: String, columns: [String]) {
      self.entity = entity
      self.columns = columns
    }
  }
}

/// Why no statement can name records that are held.
package enum Unnameable: Hashable, Sendable {
  case rowsWithoutKey(entity: String)
  case tooManyRecords(variable: String, count: Int)
}

/// What a line for a command shell ends in, and a path does not.
package enum ShellEnding: Hashable, Sendable {
  /// `> author.csv`
  case file(String)
  /// `| wc -l`
  case program(String)
  /// `--json`, `csv`
  case format(String)
}

/// Results that are neither records nor values.
package enum RowsWithoutRecords: Hashable, Sendable {
  case shape, groups
}

/// Everything that can be wrong with a line.
package enum Problem: Hashable, Sendable {
  // Reading the line.
  case unexpectedCharacter(String)
  case unterminatedText
  case unterminatedName
  /// The bracket that was opened and never closed.
  case unclosed(String)
  case unexpected(found: String, expected: String)
  case unexpectedEnd(expected: String)
  case integerOutOfRange(String)
  case malformedNumber(String)
  case nestedTooDeep(limit: Int)
  case tooManyOperators(limit: Int)
  /// In one path.
  case tooManyHops(limit: Int)
  case lineTooLong(limit: Int)
  /// The byte that no text has at its place.
  case notUTF8(UInt8)
  case emptyBrackets

  // Binding it to the schema.
  case unknownRoot(String)
  case unknownVariable(String)
  /// A table or view that is there, and why it cannot be used.
  case unreadableRoot(String, reason: String)
  case ambiguousRoot(String, candidates: [String])
  case unknownMember(entity: String, name: String, relationships: [String], attributes: [String])
  /// A bare name that several relationships would have by right.
  case ambiguousMember(entity: String, name: String, candidates: [String])
  case unknownVerb(String)
  case unknownStrategy(String)
  case unknownFunction(String)
  /// A hop after a value, `author[3].name.books`.
  /// `relationships`: those that would be called like the attribute, were there no such attribute.
  case hopAfterValue(hop: String, attribute: String, relationships: [String])
  case notARelationship(String)
  case notAnAttribute(entity: String, name: String)
  case noKey(entity: String)
  case wrongKeyCount(entity: String, columns: [String], given: Int)
  case wrongKeyType(entity: String, column: String, type: String, given: String)
  case wrongArgumentCount(verb: String, expected: String, given: Int)
  case wrongArgument(verb: String, expected: String)
  case toManyInPredicate(String)
  case notAPredicate
  case noLastResult
  case lastResultHasNoRecords
  case variableIsNotRecords(String)
  /// A name is to be given to what no path can go on from.
  case cannotHold(RowsWithoutRecords)
  /// The last result is what no path can go on from.
  case nothingLeadsOn(RowsWithoutRecords)
  /// The last result is rows of SQL that are no entity's records.
  case rowsOfNoEntity(ForeignRows)
  /// More joins than one statement may have.
  case tooManyTables(limit: Int)
  /// Records that are held, and that no statement can name.
  case cannotName(Unnameable)
  case reservedName(String)
  case misplaced(Misplacement)

  // Values in conditions.
  /// Two sides that are never equal, whatever the data.
  case incomparable(TypedText, TypedText)
  /// An operator or function that works on numbers, and what it was given.
  case notANumber(TypedText, by: String)
  /// A function that reads dates, and what it was given.
  case notADate(TypedText, by: String)
  /// `died = null`, and the condition that was meant; nil where nobody can tell.
  case neverTrue(String, instead: String?)
  case divisionByZero(String)
  /// A calculation with written-out numbers whose result is none.
  case overflow(String)
  case variableHoldsManyValues(String, count: Int)
  case variableHoldsRecords(String, entity: String)
  /// `book[author = b]`, where `b` holds books.
  case variableHoldsOther(String, holds: String, expected: String)
  /// Records of a view, which nothing tells apart.
  case noKeyToCompare(entity: String)
  case tooManyValues(variable: String, limit: Int)

  // Running it.
  /// More records of the session than one statement can name.
  case tooManyRecords(entity: String, count: Int)
  /// Rows of SQL that would take more memory than there is to hold them, and what those take that came.
  case rowsTooLarge(rows: Int, bytes: Int)
  case integerOverflow
  /// A limit of the engine that a long path has met, in its own words.
  case tooLargeForOneStatement(reason: String)
  /// A limit of the engine that SQL has met, in its own words.
  case statementTooLarge(reason: String)
  case valueTooLarge
  /// A hop under `raise` whose targets are not in the session, for so many records, and a line that loads them.
  case notLoaded(hop: String, records: Int, instead: String? = nil)
  case noSuchRecord(entity: String, key: String)
  /// How many queries may be sent, a line that needs fewer, and whether an option of the program said so.
  case budgetExceeded(limit: Int, instead: String?, isOption: Bool = false)
  /// How long a line may take, in nanoseconds, and whether an option of the program said so.
  case timedOut(limit: Int64, isOption: Bool)
  case database(message: String, sql: String?)
  /// A table or a column that the database does not find, in its own words.
  case unknownName(message: String, sql: String?)
  /// Another process holds a lock and did not let go in time.
  case locked
  /// A commit that waits for a process that reads.
  case heldByReader
  /// A write in a transaction that reads what was there before another process changed it.
  case oldSnapshot
  /// SQL to be explained that would be carried out by being read.
  case actsUnrun
  /// A write to a database that was opened for reading.
  case readOnly
  /// A write to a file that stands beside a database in memory, or to a new one.
  case readOnlyFile
  /// A write to a file that the system does not let be written.
  case unwritableFile
  /// A write to a file that was moved or deleted since it was opened.
  case movedFile
  /// The file is no whole database any more.
  case damaged(reason: String)
  /// The file is none, or is one no more.
  case notADatabase
  /// Another process left one half done, which a connection for reading cannot undo.
  case unfinishedTransaction
  /// Another process has changed a file that can only be read as it stood.
  case outdated
  /// A transaction is open, and what was typed would drop what it changed unless it is typed again.
  case uncommitted(changes: Int, again: String)
  /// A transaction is open whose changes may never be, so that no copy is made of them.
  case uncommittedBackup(changes: Int)
  /// Foreign keys forbid a write; a sentence on each.
  case forbiddenByKey([ForbiddingKey])
  /// SQL with so many placeholders, which nothing gives values.
  case unbound(placeholders: Int)
  case interrupted

  // Commands.
  case unknownCommand(String)
  case unknownSetting(String)
  /// A relationship is to be called what something else of its entity is called.
  case nameTaken(entity: String, name: String, isAttribute: Bool)
  /// The same columns are related already, by this path.
  case alreadyRelated(path: String)
  /// What the database declares cannot be taken away.
  case declaredRelationship(path: String)
  /// A relationship through a junction is made of two others.
  case relatedThroughJunction(path: String, sides: [String])
  /// Tables of two attached databases.
  case differentDatabases(String, String)
  /// Neither side of a relationship to be has a key to lead to.
  case noKeyToRefer(entity: String)
  case unequalKeyColumns(child: [String], parent: [String])
  /// The database is a sample or a stream, and has no place beside it.
  case nothingToKeepIn
  /// A line of a file in which only some commands are allowed.
  case notAllowedHere(allowed: [String])
  case wrongCommandUse(command: String, usage: String)
  /// Lists or records within a row, in a format whose rows hold values only.
  case nestedInFlatFormat(String)
  /// A word of another shell for which there is none; what there is instead, as a sentence with backquotes around
  /// what is to be typed.
  case otherShell(spelling: String, instead: String)
  /// A word that `help` explains and that is no line: the line that tells of it, and others that make use of it.
  case wordAlone(String, lines: [WordLine])
  /// A path that goes on as in a command shell.
  case shellEnding(ShellEnding, path: String)
  /// `tables > t.txt`, of a command whose answer may be held for `last`.
  case commandWritesNoFile(line: String, command: String, file: String, isHeld: Bool)
  case unknownSample(String)
  /// Files that read each other.
  case readsTooDeep(limit: Int)
  /// No home folder to keep settings in.
  case noPlaceForSettings
  case cannotRead(file: String, reason: String)
  case cannotWrite(file: String, reason: String)
}
