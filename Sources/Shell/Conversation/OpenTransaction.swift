import Language
import Navigation
import Rendering
import SQL

/// What a person has changed in a transaction that is still open.
struct OpenTransaction {
  /// Rows that were inserted, changed and deleted, and tables and the like that were made, changed and dropped.
  private(set) var changes = 0
  private var savepoints: [(name: String, changes: Int)] = []

  mutating func add(_ count: Int) { changes += count }

  mutating func mark(_ name: String) { savepoints.append((name.lowercased(), changes)) }

  /// Lets go of a savepoint, and of those after it.
  ///
  /// - Returns: how many changes were made since; nil where there is no such savepoint.
  mutating func release(_ name: String) -> Int? {
    guard let index = savepoints.lastIndex(where: { $0.name == name.lowercased() }) else { return nil }
    defer { savepoints.removeSubrange(index...) }
    return changes - savepoints[index].changes
  }

  /// Goes back to a savepoint, which stays.
  mutating func goBack(to name: String) -> Int? {
    guard let index = savepoints.lastIndex(where: { $0.name == name.lowercased() }) else { return nil }
    savepoints.removeSubrange((index + 1)...)
    defer { changes = savepoints[index].changes }
    return changes - savepoints[index].changes
  }
}

/// The transaction that a person has begun, and who leaves it open.
extension Conversation {
  /// Keeps the account of the transaction after a statement, and says at a prompt what became of its changes.
  ///
  /// - Parameter changes: how much the statement has changed.
  func follow(_ step: TransactionStep?, changes: Int) {
    let isOpen = database.connection.isInTransaction
    var open = transaction ?? OpenTransaction()
    defer {
      if !isOpen, step != .rollback { changesKept += open.changes }
      transaction = isOpen ? open : nil
    }
    switch step {
    case nil: open.add(changes)
    case .begin:
      let time = database.isSandbox || database.isNew ? " until you leave" : ""
      tellStep("A transaction has begun: commit keeps what it changes\(time), rollback undoes it.")
    case .commit: tellStep(Self.kept(open.changes))
    case .rollback: tellStep("\(Self.changes(open.changes)) undone.")
    case .savepoint(let name):
      open.mark(name)
      tellStep("rollback to \(Self.typed(name)) goes back to here.")
    case .release(let name):
      guard let count = open.release(name) else { return }
      if !isOpen {
        tellStep(Self.kept(count))
      } else if count > 0 {
        tellStep("\(Self.changes(count)) kept until commit or rollback.")
      }
    case .rollbackTo(let name):
      guard let count = open.goBack(to: name) else { return }
      tellStep("\(Self.changes(count)) undone.")
    }
  }

  /// A statement that failed may have taken the whole transaction with it.
  func followFailure() {
    guard let lost = transaction, !database.connection.isInTransaction else { return }
    transaction = nil
    // What it had defined is gone with it, and that was nobody else's change; where the database cannot be asked now, the
    // next line asks.
    do throws(Diagnostic) { try forgetAfterWrite(mayChangeSchema: true) } catch { counters = nil }
    remarks.append("The transaction has ended with it: \(Self.changes(lost.changes)) undone.")
  }

  private func tellStep(_ sentence: String) {
    if isInteractive { notice(Sentence(sentence)) }
  }

  private static func kept(_ count: Int) -> String {
    count == 0 ? "Nothing was changed." : "\(changes(count)) kept."
  }

  private static func changes(_ count: Int) -> String {
    count == 0 ? "Nothing" : Quantity.count(count, "change")
  }

  private static func typed(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? name : "\"\(name)\""
  }

  // MARK: Leaving it open

  /// What drops the changes of an open transaction.
  enum WayOut { case leaving, opening }

  var openChanges: Int { database.connection.isInTransaction ? transaction?.changes ?? 0 : 0 }

  /// How much would be lost by leaving that a commit would keep; in a sandbox it keeps nothing.
  private var uncommitted: Int { database.isSandbox ? 0 : openChanges }

  /// Refuses to drop changes the first time that a person asks; where nobody reads along, they go and it is told.
  func checkTransaction(_ call: CommandCall) throws(Diagnostic) {
    guard uncommitted > 0 else { return }
    guard isInteractive else {
      if call.command.name != Command.quit.name { facts.isUnsound = dropsTransaction() }
      return
    }
    let way = call.command.name == Command.quit.name ? WayOut.leaving : .opening
    guard lossToldBefore != way else { return }
    lossTold = way
    throw Diagnostic(.uncommitted(changes: uncommitted, again: call.command.name), at: call.wholeLine)
  }

  /// Says what goes with a database that was in memory alone, and how it would have stayed.
  func tellLoss() {
    let lost = changesKept + openChanges
    guard database.isSandbox || database.isNew, isInteractive, lost > 0 else { return }
    let (verb, pronoun) = lost == 1 ? ("is", "it") : ("are", "them")
    let place = database.isSandbox ? "sandbox; the file is as it was" : "database in memory"
    let keeps: Sentence = "Before leaving, \(type: spelled(Command.backup.usage)) would keep \(pronoun)."
    notice("\(Quantity.count(lost, "change")) \(verb) dropped with the \(place). \(keeps)")
    notes.flush()
  }

  /// Whether the end of the input ends the conversation: the first time it would drop changes it does not.
  package func mayEnd() -> Bool {
    guard uncommitted > 0, lossTold != .leaving else {
      tellLoss()
      return true
    }
    lossTold = .leaving
    let problem = Diagnostic(.uncommitted(changes: uncommitted, again: "Ctrl-D"), at: SourceRange(0, 0))
    notice(Sentence(DiagnosticText(problem, in: "").sentences))
    notes.flush()
    return false
  }

  /// Says what is rolled back where nobody reads along; whether there was anything.
  package func dropsTransaction() -> Bool {
    let lost = uncommitted
    guard lost > 0 else { return false }
    tell("kin: \(Quantity.count(lost, "change")) rolled back: the transaction was not committed.")
    return true
  }
}
