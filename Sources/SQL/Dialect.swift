/// How one engine spells what a `Select` means: quoting and placeholders.
package struct Dialect: Sendable {
  /// Words that cannot stand as a bare identifier, in upper case.
  package var keywords: Set<String>
  /// Names, in upper case, by which nobody can ask a derived table or a common table for a column.
  package var namesLostInDerivedTables: Set<String>
  /// Functions that not every build of the engine has.
  package var functions: Set<FunctionGroup>
  /// What must be said on each connection before foreign keys are enforced there; nil where they always are.
  package var enforcesForeignKeysBy: String?
  /// Words, in upper case, with which an operand goes on, beside those of standard SQL.
  package var operators: Set<String>
  /// Words, in upper case, with which a line goes on in a statement, beside those of standard SQL.
  package var continuingWords: Set<String>
  /// The n-th placeholder, from 0.
  package var placeholder: @Sendable (Int) -> String

  /// Functions that an engine has all or none of.
  package enum FunctionGroup: Hashable, Sendable, CaseIterable {
    /// `sqrt()`, `sin()`, …
    case mathematics
    /// `soundex()`
    case soundex
  }

  package init(
    keywords: Set<String>, namesLostInDerivedTables: Set<String> = [], functions: Set<FunctionGroup> = [],
    enforcesForeignKeysBy: String? = nil,
    operators: Set<String> = [], continuingWords: Set<String> = [],
    placeholder: @escaping @Sendable (Int) -> String = { _ in "?" }
  ) {
    self.keywords = keywords
    self.namesLostInDerivedTables = namesLostInDerivedTables
    self.functions = functions
    self.enforcesForeignKeysBy = enforcesForeignKeysBy
    self.operators = operators
    self.continuingWords = operators.union(continuingWords)
    self.placeholder = placeholder
  }

  /// An identifier as SQL: bare where that is safe, so that people can read the statement, else quoted.
  package func identifier(_ name: String) -> String {
    let bytes = name.utf8
    func isLetter(_ byte: UInt8) -> Bool {
      (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || byte == 0x5F
    }
    let isPlain =
      bytes.first.map(isLetter) == true
      && bytes.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
    if isPlain, !keywords.contains(name.uppercased()) { return name }
    return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// The statement that makes an index: `CREATE INDEX book_author_id ON book (author_id);`.
  ///
  /// - Parameter schema: the attached database of the table; nil for the one that is open.
  package func indexDefinition(
    name: String, schema: String?, table: String, columns: [String], isUnique: Bool = false
  ) -> String {
    let prefix = schema.map { identifier($0) + "." } ?? ""
    let list = columns.map(identifier).joined(separator: ", ")
    return
      "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(prefix)\(identifier(name)) ON \(identifier(table)) (\(list));"
  }
}
