/// One line of the path language, as written: nothing in it has been looked up yet.
package enum Statement: Hashable, Sendable {
  /// `author[3].books.title`
  case path(PathSyntax)
  /// `a = author[3]`
  case assignment(Name, PathSyntax)
  /// `author.books?`
  case question(PathSyntax)
}

/// A name as typed; backquotes are taken off.
package struct Name: Hashable, Sendable {
  package var text: String
  package var isQuoted: Bool
  /// Includes the backquotes.
  package var range: SourceRange

  package init(_ text: String, isQuoted: Bool = false, range: SourceRange) {
    self.text = text
    self.isQuoted = isQuoted
    self.range = range
  }
}

/// A root and the hops that lead away from it.
package struct PathSyntax: Hashable, Sendable {
  package enum Root: Hashable, Sendable {
    /// An entity or a variable.
    case name(Name)
    /// `_`, or nothing before a leading dot (then the range is empty).
    case lastResult(SourceRange)
  }

  package var root: Root
  package var hops: [Hop]
  package var range: SourceRange

  package init(root: Root, hops: [Hop], range: SourceRange) {
    self.root = root
    self.hops = hops
    self.range = range
  }
}

/// One step of a path.
package struct Hop: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    /// `.name`, `.name!`, `.name!joined`
    case member(Name, eager: EagerMark?)
    /// `.name+` (one or more), `.name*` (zero or more), `.name+!`
    case closure(Name, includesStart: Bool, eager: EagerMark?)
    /// `.verb(arguments)`
    case verb(Name, [Argument])
    /// `[3]`, `["FR"]`, `[3, 7]`
    case keys([Literal])
    /// `[2:5]`, `[:3]`, `[-3:]`, `[:]`
    case slice(lower: Int?, upper: Int?)
    /// `[year > 1960]`
    case filter(Expression)
    /// `{name, books{title}, n: books.count()}`
    case shape([Field])
  }

  package var kind: Kind
  /// From the dot or the bracket to the end; for a member and a closure without the dot, with their mark.
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// `!` or `!strategy`.
package struct EagerMark: Hashable, Sendable {
  /// The strategy named; nil for the bare mark.
  package var strategy: Name?
  package var range: SourceRange

  package init(strategy: Name?, range: SourceRange) {
    self.strategy = strategy
    self.range = range
  }
}

/// An argument of a verb: `books`, `-year`, `3`, `year > 1900`, `books.publisher: joined`.
package struct Argument: Hashable, Sendable {
  package var expression: Expression
  /// What stands after a colon: the strategy in `.with(books: joined)`.
  package var label: Name?

  package init(_ expression: Expression, label: Name? = nil) {
    self.expression = expression
    self.label = label
  }
}

/// A field of a shape: `name`, `books.title`, `n: books.count()`, `books{title}`, `all: books{title}`.
package struct Field: Hashable, Sendable {
  package var alias: Name?
  /// A path from the record that the shape describes; its last hop may be a shape again.
  package var hops: [Hop]
  package var range: SourceRange

  package init(alias: Name?, hops: [Hop], range: SourceRange) {
    self.alias = alias
    self.hops = hops
    self.range = range
  }
}

package struct Literal: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
    case text(String)
    case boolean(Bool)
    case null
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// What stands inside a predicate or an argument.
package struct Expression: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    case literal(Literal.Kind)
    /// A path from the record in question, or from a variable; the first hop is a member.
    case path([Hop])
    /// `lower(name)`
    case call(Name, [Expression])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case isNull(Expression, negated: Bool)
    case between(Expression, Expression, Expression, negated: Bool)
    case within(Expression, [Expression], negated: Bool)
    case matches(Expression, MatchOperator, Expression, negated: Bool)
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

package enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  case not
  case minus = "-"
}

/// In the order of binding, loosest first: or · and · comparisons · + - || · * / %.
package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case or
  case and
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case add = "+"
  case subtract = "-"
  case concatenate = "||"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

package enum MatchOperator: String, Hashable, Sendable, CaseIterable {
  case like, glob
}
