/// What a statement does to the transaction that it stands in, or begins.
package enum TransactionStep: Hashable, Sendable {
  case begin, commit, rollback
  case savepoint(String)
  case release(String)
  case rollbackTo(String)

  /// nil for a statement that is no transaction control.
  package init?(_ sql: String) {
    let tokens = SQLToken.tokens(of: sql, most: 8).filter { $0.kind != .comment && !$0.isPunctuation(";") }
    guard let first = tokens.first, let last = tokens.last else { return nil }
    switch first.text.uppercased() {
    case "BEGIN": self = .begin
    case "COMMIT", "END": self = .commit
    case "SAVEPOINT" where tokens.count == 2: self = .savepoint(SQLNames.unquoted(last.text))
    case "RELEASE" where tokens.count > 1: self = .release(SQLNames.unquoted(last.text))
    case "ROLLBACK":
      let isPartial = tokens.dropFirst().prefix(2).contains { $0.text.uppercased() == "TO" }
      self = isPartial ? .rollbackTo(SQLNames.unquoted(last.text)) : .rollback
    default: return nil
    }
  }
}
