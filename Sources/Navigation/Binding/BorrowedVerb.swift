import Language

/// A verb of another ORM, or of a language's collections, and what a path has for it.
///
/// A new word is one line in the table.
enum BorrowedVerb {
  case verb(Verb)
  case filter, shape, key
  /// Records come without being asked for.
  case nothing

  /// By the word, in small letters and without underscores.
  private static let all: [String: BorrowedVerb] = [
    "filter": .filter, "filterby": .filter, "where": .filter, "findby": .filter,
    "limit": .verb(.take), "top": .verb(.take), "head": .verb(.take),
    "offset": .verb(.skip), "drop": .verb(.skip),
    "orderby": .verb(.sort), "order": .verb(.sort), "sortby": .verb(.sort), "sorted": .verb(.sort),
    "groupby": .verb(.group),
    "include": .verb(.with), "includes": .verb(.with), "preload": .verb(.with), "eagerload": .verb(.with),
    "prefetch": .verb(.with), "prefetchrelated": .verb(.with), "selectrelated": .verb(.with),
    "joinedload": .verb(.with), "selectinload": .verb(.with),
    "size": .verb(.count), "length": .verb(.count), "len": .verb(.count),
    "average": .verb(.avg), "mean": .verb(.avg), "unique": .verb(.distinct), "uniq": .verb(.distinct),
    "exists": .verb(.any), "some": .verb(.any), "one": .verb(.first),
    "select": .shape, "values": .shape, "valueslist": .shape, "only": .shape, "pluck": .shape,
    "get": .key, "find": .key, "findbyid": .key,
    "list": .nothing, "tolist": .nothing, "toarray": .nothing, "fetchall": .nothing,
  ]

  init?(_ word: String, _ arguments: [Argument]) {
    switch Verb(rawValue: word.lowercased()) {
    case .all where arguments.isEmpty: self = .nothing
    case .first where !arguments.isEmpty: self = .verb(.take)
    case .some: return nil
    case nil:
      guard let found = Self.all[word.lowercased().filter({ $0 != "_" })] else { return nil }
      self = found
    }
  }

  /// Hops in which what has another name here is called by it; nil where nothing has, or nobody can tell.
  static func rewritten(_ hops: [Hop]) -> [Hop]? {
    var rewritten: [Hop] = []
    var isOther = false
    for hop in hops {
      guard case .verb(let name, let arguments) = hop.kind, let borrowed = BorrowedVerb(name.text, arguments)
      else {
        rewritten.append(hop)
        continue
      }
      guard let own = borrowed.hops(arguments, at: hop.range) else { return nil }
      rewritten += own
      isOther = true
    }
    return isOther ? rewritten : nil
  }

  /// The hops that do the same; nil where the arguments do not fit.
  func hops(_ arguments: [Argument], at range: SourceRange) -> [Hop]? {
    guard arguments.allSatisfy({ $0.label == nil }) else { return nil }
    let expressions = arguments.map(\.expression)
    switch self {
    case .nothing: return arguments.isEmpty ? [] : nil
    case .filter:
      guard let first = expressions.first else { return nil }
      let condition = expressions.dropFirst().reduce(first) {
        Expression(.binary(.and, $0, $1), range: range)
      }
      return [Hop(.filter(condition), range: range)]
    case .key:
      let keys = expressions.compactMap(\.asLiteral)
      guard !keys.isEmpty, keys.count == expressions.count else { return nil }
      return [Hop(.keys(keys), range: range)]
    case .shape:
      let fields = expressions.compactMap { expression -> Field? in
        guard case .path(let hops) = expression.named.kind else { return nil }
        return Field(alias: nil, hops: hops, range: range)
      }
      guard !fields.isEmpty, fields.count == expressions.count else { return nil }
      return [Hop(.shape(fields), range: range)]
    case .verb(let verb):
      guard verb.takesNothing ? arguments.isEmpty : !arguments.isEmpty else { return nil }
      return [
        Hop(
          .verb(Name(verb.rawValue, range: range), expressions.map { Argument($0.named) }), range: range)
      ]
    }
  }

  /// How it is typed here, in general.
  var usage: String? {
    switch self {
    case .verb(let verb): verb.takesNothing ? verb.rawValue + "()" : verb.usage
    case .filter, .shape, .key, .nothing: nil
    }
  }
}

extension PathBinding {
  /// The line that is meant where verbs of other ORMs stand in it; nothing where nobody can tell.
  func meant(by name: Name, _ arguments: [Argument]) -> [String] {
    var syntax = path.syntax
    if let hops = BorrowedVerb.rewritten(syntax.hops) ?? conditioned(syntax.hops) {
      syntax.hops = hops
      if let text = bindable(syntax) { return [text] }
    }
    return BorrowedVerb(name.text, arguments)?.usage.map { [$0] } ?? []
  }

  /// As in `author.name.contains("Le")`, which is asked of each record and so stands in brackets.
  private func conditioned(_ hops: [Hop]) -> [Hop]? {
    guard let last = hops.last, case .verb(let verb, _) = last.kind,
      TextVerb(rawValue: verb.text.lowercased()) != nil, let attribute = hops.dropLast().last,
      case .member = attribute.kind
    else { return nil }
    let range = attribute.range.union(last.range)
    return hops.dropLast(2) + [
      Hop(.filter(Expression(.path([attribute, last]), range: range)), range: range)
    ]
  }

  /// The path as it is typed, where it can be: nothing is asked about that is wrong as well.
  private func bindable(_ syntax: PathSyntax) -> String? {
    let text: String
    do throws(Diagnostic) {
      if case .record(let entity) = path.root {
        text = SyntaxPrinter.text(of: syntax.hops)
        let field = Field(alias: nil, hops: syntax.hops, range: syntax.range)
        var binding = PathBinding(binder: binder, field: field, of: entity)
        for hop in syntax.hops { try binding.bind(hop) }
      } else {
        text = SyntaxPrinter.text(of: syntax)
        _ = try binder.bind(syntax)
      }
    } catch { return nil }
    return text.utf8.count <= 100 ? text : nil
  }
}

extension Expression {
  fileprivate var asLiteral: Literal? {
    if case .literal(let kind) = self.kind { Literal(kind, range: range) } else { nil }
  }

  /// A name in quotes, as other ORMs want it, is a name here; a minus before it stays.
  fileprivate var named: Expression {
    guard case .literal(.text(let text)) = kind, !text.isEmpty else { return self }
    let isDescending = text.hasPrefix("-")
    let name = Name(isDescending ? String(text.dropFirst()) : text, range: range)
    let path = Expression(.path([Hop(.member(name, eager: nil), range: range)]), range: range)
    return isDescending ? Expression(.unary(.minus, path), range: range) : path
  }
}
