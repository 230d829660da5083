import Language
import ORM

/// A verb of another ORM, or of a language's collections, and what a path has for it.
///
/// A new word is one line in the table.
enum BorrowedVerb {
  case verb(Verb)
  case filter, exclusion, shape, fields, key
  /// The relationships that it names lead on.
  case walk
  /// Loading strategies, each around what it loads.
  case options
  /// Of a value, each once; of several, groups.
  case distinct
  /// Records come without being asked for.
  case nothing

  /// By the word, in small letters and without underscores.
  private static let all: [String: BorrowedVerb] = [
    "filter": .filter, "filterby": .filter, "where": .filter, "findby": .filter,
    "exclude": .exclusion, "reject": .exclusion, "annotate": .fields, "options": .options,
    "join": .walk, "joins": .walk, "leftjoin": .walk, "innerjoin": .walk, "outerjoin": .walk, "map": .walk,
    "flatmap": .walk,
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
    case .distinct where !arguments.isEmpty: self = .distinct
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
      guard let condition = expressions.joinedByAnd(at: range) else { return nil }
      return [Hop(.filter(condition), range: range)]
    case .exclusion:
      guard let condition = expressions.joinedByAnd(at: range) else { return nil }
      return [Hop(.filter(Expression(.unary(.not, condition), range: range)), range: range)]
    case .walk:
      guard expressions.count == 1, case .path(let hops) = expressions[0].named.kind else { return nil }
      return hops
    case .distinct:
      guard expressions.count == 1, case .path(let hops) = expressions[0].named.kind else {
        return BorrowedVerb.verb(.group).hops(arguments, at: range)
      }
      return hops + [Hop(.verb(Name(Verb.distinct.rawValue, range: range), []), range: range)]
    case .options:
      let loads = expressions.compactMap { $0.loadOption(at: range) }
      guard !loads.isEmpty, loads.count == expressions.count else { return nil }
      return [Hop(.verb(Name(Verb.with.rawValue, range: range), loads), range: range)]
    case .fields:
      let fields = expressions.compactMap { $0.namedField(at: range) }
      guard !fields.isEmpty, fields.count == expressions.count else { return nil }
      return [Hop(.shape(fields), range: range)]
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

  /// The verb that it is here, where it is one.
  var own: Verb? {
    if case .verb(let verb) = self { verb } else { nil }
  }
}

extension Verb {
  /// The one that other languages call so: `mean` is avg.
  ///
  /// - Parameter name: in small letters.
  package init?(elsewhere name: String) {
    guard let verb = BorrowedVerb(name, [])?.own else { return nil }
    self = verb
  }
}

extension PathBinding {
  /// The line that is meant where verbs of other ORMs stand in it; nothing where nobody can tell.
  func meant(by name: Name, _ arguments: [Argument], _ hop: Hop) -> [String] {
    var syntax = path.syntax
    if let hops = BorrowedVerb.rewritten(syntax.hops) ?? conditioned(syntax.hops) {
      syntax.hops = hops
      let meant = bindable(syntax)
      if !meant.isEmpty { return meant }
    }
    if let joined = joined(name, arguments, hop) { return joined }
    guard let verb = Verb(rawValue: name.text.lowercased()) ?? BorrowedVerb(name.text, arguments)?.own,
      arguments.isEmpty, let place = place(of: hop)
    else { return [] }
    if verb.rawValue == name.text.lowercased() { return [] }
    // What is missing in its parentheses is filled in.
    return usages(of: verb).prefix(1).flatMap { usage -> [String] in
      var before = path.syntax
      before.hops = Array(before.hops[..<place])
      let text = SyntaxPrinter.text(of: before)
      do throws(Diagnostic) { return bindable(try Parser.path("\(text).\(usage)")) } catch { return [] }
    }
  }

  /// As in `author.join(book)`, which names where the hop leads and not the hop.
  private func joined(_ name: Name, _ arguments: [Argument], _ hop: Hop) -> [String]? {
    guard case .walk? = BorrowedVerb(name.text, arguments), case .records(let id) = reached,
      case .path(let hops)? = arguments.first?.expression.kind, hops.count == 1,
      case .member(let target, nil) = hops[0].kind,
      case .found(let entity) = binder.schema.root(named: target.text)
    else { return nil }
    return binder.schema[id].relationships.map { binder.schema[$0] }.filter { $0.target == entity }.prefix(2)
      .flatMap { relationship in
        let name = Name(relationship.name, range: target.range)
        return bindable([Hop(.member(name, eager: nil), range: target.range)], inPlaceOf: hop)
      }
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

  /// As in `joinedload(author.books)`: the path that is loaded, and how.
  fileprivate func loadOption(at range: SourceRange) -> Argument? {
    let strategies = [
      "joinedload": "joined", "selectinload": "selectin", "subqueryload": "subquery", "lazyload": "lazy",
      "raiseload": "raise",
    ]
    guard case .call(let name, let arguments) = kind, arguments.count == 1,
      let strategy = strategies[name.text.lowercased()], case .path(let hops) = arguments[0].named.kind
    else { return nil }
    // The first of several is the model.
    let path = hops.count > 1 ? Array(hops.dropFirst()) : hops
    return Argument(Expression(.path(path), range: range), label: Name(strategy, range: range))
  }

  /// As in `n = Count("books")` and `n = books.count()`: a field with a name of its own.
  fileprivate func namedField(at range: SourceRange) -> Field? {
    guard case .binary(.equal, let left, let value) = kind, case .path(let names) = left.kind,
      names.count == 1,
      case .member(let alias, nil) = names[0].kind
    else { return nil }
    switch value.kind {
    case .path(let hops): return Field(alias: alias, hops: hops, range: range)
    case .call(let name, let arguments):
      guard arguments.count == 1, let function = AggregateFunction(rawValue: name.text.lowercased()),
        case .path(let hops) = arguments[0].withDots.kind, let last = hops.last
      else { return nil }
      func verb(_ arguments: [Argument]) -> Hop {
        Hop(.verb(Name(function.rawValue, range: range), arguments), range: range)
      }
      if function == .count || hops.count == 1 {
        return Field(alias: alias, hops: hops + [verb([])], range: range)
      }
      let argument = Argument(Expression(.path([last]), range: range))
      return Field(alias: alias, hops: hops.dropLast() + [verb([argument])], range: range)
    default: return nil
    }
  }

  /// A path in quotes whose hops have two underscores between them, as Django writes it.
  private var withDots: Expression {
    guard case .literal(.text(let text)) = kind, !text.isEmpty else { return self }
    let names = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    var hops: [String] = []
    for name in names {
      if name.isEmpty || hops.isEmpty {
        hops.append(name)
      } else if hops[hops.count - 1].isEmpty {
        hops[hops.count - 1] = name
      } else {
        hops[hops.count - 1] += "_" + name
      }
    }
    return Expression(
      .path(hops.map { Hop(.member(Name($0, range: range), eager: nil), range: range) }), range: range)
  }
}

extension [Expression] {
  /// All of them as one condition; nil for none.
  fileprivate func joinedByAnd(at range: SourceRange) -> Expression? {
    guard let first else { return nil }
    return dropFirst().reduce(first) { Expression(.binary(.and, $0, $1), range: range) }
  }
}
