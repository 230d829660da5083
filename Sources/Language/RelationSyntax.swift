/// A relationship as a person gives it: `book.author_id -> author.id as writer, works`.
package struct RelationSyntax: Hashable, Sendable {
  /// A table and some of its columns.
  package struct Side: Hashable, Sendable {
    package var table: Name
    /// Empty where none is named.
    package var columns: [Name]
    package var range: SourceRange
  }

  package var child: Side
  package var parent: Side
  /// What the hop from child to parent is called.
  package var name: Name?
  /// What the hop back is called.
  package var reverseName: Name?
  package var range: SourceRange
}

extension Parser {
  /// The relationship that stands in a line from the byte `start` on.
  package static func relation(_ line: String, from start: Int = 0) throws(Diagnostic) -> RelationSyntax {
    var parser = try Parser(line, from: start)
    let relation = try parser.relation()
    guard case .end = parser.current.kind else {
      throw parser.failure(
        expecting: relation.name == nil ? "as, or the end of the line" : "the end of the line")
    }
    return relation
  }

  /// Reads `relation ::= side ("-" ">")? side ("as" Name ("," Name)?)?`.
  private mutating func relation() throws(Diagnostic) -> RelationSyntax {
    let child = try side()
    if accept(.minus) != nil, accept(.greater) == nil { throw failure(expecting: "-> before the parent") }
    let parent = try side()
    var relation = RelationSyntax(
      child: child, parent: parent, name: nil, reverseName: nil, range: child.range.union(parent.range))
    guard case .name(let word, isQuoted: false) = current.kind, word.lowercased() == "as" else {
      return relation
    }
    advance()
    relation.name = try name("a name for the relationship")
    if accept(.comma) != nil { relation.reverseName = try name("a name for the way back") }
    return relation
  }

  /// Reads `side ::= Name ("." Name | "(" Name ("," Name)* ")")?`.
  private mutating func side() throws(Diagnostic) -> RelationSyntax.Side {
    let table = try name("a table")
    if accept(.dot) != nil {
      let column = try name("a column")
      return RelationSyntax.Side(table: table, columns: [column], range: table.range.union(column.range))
    }
    guard at(.leftParenthesis) else {
      return RelationSyntax.Side(table: table, columns: [], range: table.range)
    }
    let (columns, range) = try group(closedBy: .rightParenthesis) { (parser) throws(Diagnostic) in
      var columns = [try parser.name("a column")]
      while parser.accept(.comma) != nil { columns.append(try parser.name("a column")) }
      return columns
    }
    return RelationSyntax.Side(table: table, columns: columns, range: table.range.union(range))
  }
}

extension Parser {
  /// Reads `names ::= Name ("."? Name)*`, as in `label author name` and `profile author.name`.
  package static func names(_ line: String, from start: Int = 0) throws(Diagnostic) -> [Name] {
    var parser = try Parser(line, from: start)
    var names = [try parser.name("a table")]
    while true {
      if case .end = parser.current.kind { return names }
      _ = parser.accept(.dot)
      names.append(try parser.name("a column, or the end of the line"))
    }
  }
}
