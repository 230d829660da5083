import Language
import ORM
import SQL

/// The path that was meant by one that cannot be bound: asked about only where it can be typed as it is.
extension PathBinding {
  /// The path as it is typed, where it can be: nothing is asked about that is wrong as well.
  func bindable(_ syntax: PathSyntax) -> [String] {
    guard !binder.isTrial else { return [] }
    var binder = binder
    binder.isTrial = true
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
    } catch { return [] }
    return text.utf8.count <= 100 ? [text] : []
  }

  /// The path with other hops in place of one.
  func bindable(_ hops: [Hop], inPlaceOf hop: Hop) -> [String] {
    guard let place = place(of: hop) else { return [] }
    var syntax = path.syntax
    syntax.hops.replaceSubrange(place...place, with: hops)
    return bindable(syntax)
  }

  func place(of hop: Hop) -> Int? { path.syntax.hops.firstIndex { $0.range == hop.range } }

  // MARK: Texts that are no keys

  /// As in `author["Mary Shelley"]`: records are found by what they are called, too.
  func withLabelMeant(_ diagnostic: Diagnostic, _ keys: [Literal], _ hop: Hop, of id: EntityID) -> Diagnostic
  {
    guard case .wrongKeyType = diagnostic.problem, keys.count == 1, case .text(let text) = keys[0].kind else {
      return diagnostic
    }
    var diagnostic = diagnostic
    let called = called(text, in: hop, of: id)
    if !called.isEmpty { diagnostic.suggestions = called }
    return diagnostic
  }

  /// As in `country[US]` and `author[Shelley]`: a word that is no name may be a key or what a record is called.
  func withTextMeant(
    _ diagnostic: Diagnostic, _ expression: Expression, _ hop: Hop, of id: EntityID
  ) -> Diagnostic {
    guard case .unknownMember(_, let name, _, _) = diagnostic.problem, diagnostic.suggestions.isEmpty,
      diagnostic.range == expression.range, case .path = expression.kind
    else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.suggestions =
      bindable([Hop(.keys([Literal(.text(name), range: hop.range)]), range: hop.range)], inPlaceOf: hop)
      + called(name, in: hop, of: id)
    return diagnostic
  }

  /// The path by what records are called, where they are called by something else than their key.
  private func called(_ text: String, in hop: Hop, of id: EntityID) -> [String] {
    let entity = binder.schema[id]
    guard let condition = entity.isCalled(text, at: hop.range), entity.label != entity.primaryKey else {
      return []
    }
    return bindable([Hop(.filter(condition), range: hop.range)], inPlaceOf: hop)
  }

  // MARK: Behind braces and values

  /// The path with what stands behind its braces moved before them, fields by what they are; nothing where that has
  /// no sense.
  func beforeShape(_ hop: Hop) -> [String] {
    let hops = path.syntax.hops
    guard let place = place(of: hop), place > 0, case .shape(let fields) = hops[place - 1].kind else {
      return []
    }
    let moved = hops[place...].compactMap { $0.moved(before: fields) }
    guard moved.count == hops.count - place else { return [] }
    var syntax = path.syntax
    syntax.hops = hops[..<(place - 1)] + moved + [hops[place - 1]]
    return bindable(syntax)
  }

  /// As in `author.name.sort()`: the records are sorted, before the attribute.
  ///
  /// - Returns: nothing where that would sort the records of each parent for itself.
  func beforeAttribute(_ hop: Hop, _ arguments: [Argument]) -> [String] {
    guard case .attribute(let values) = reached, path.steps.isEmpty || startsFromOne,
      let place = place(of: hop),
      let attribute = path.syntax.hops[..<place].lastIndex(where: { $0.range == values.range })
    else { return [] }
    var hops = path.syntax.hops
    let own = Argument(Expression(.path([hops[attribute]]), range: hop.range))
    hops.remove(at: place)
    hops.insert(
      Hop(.verb(Name("sort", range: hop.range), arguments.isEmpty ? [own] : arguments), range: hop.range),
      at: attribute)
    var syntax = path.syntax
    syntax.hops = hops
    return bindable(syntax)
  }

  // MARK: Aggregates

  /// As in `book.title.avg(pages)`: what is brought together is another attribute of the records.
  func withoutAttribute() -> [String] {
    guard case .attribute(let values) = reached,
      let place = path.syntax.hops.lastIndex(where: { $0.range == values.range })
    else { return [] }
    var syntax = path.syntax
    syntax.hops.remove(at: place)
    return bindable(syntax)
  }

  /// As in `author.count(native_name)`, which asks how many have one.
  func withPresenceMeant(
    _ diagnostic: Diagnostic, _ function: AggregateFunction, _ arguments: [Argument], _ hop: Hop
  ) -> Diagnostic {
    guard function == .count, case .notAPredicate = diagnostic.problem, let argument = arguments.first,
      case .path = argument.expression.kind, argument.expression.range == diagnostic.range
    else { return diagnostic }
    let present = Argument(
      Expression(.isNull(argument.expression, negated: true), range: argument.expression.range))
    let verb = Hop(.verb(Name("count", range: hop.range), [present]), range: hop.range)
    let meant = bindable([verb], inPlaceOf: hop)
    guard !meant.isEmpty else { return diagnostic }
    return Diagnostic(diagnostic.problem, at: diagnostic.range, suggestions: meant)
  }

  /// As in `author.max(title)`: the title is that of her books, to which hops before the function lead.
  func withHopsMeant(
    _ diagnostic: Diagnostic, _ arguments: [Argument], _ hop: Hop, from id: EntityID
  ) -> Diagnostic {
    guard case .unknownMember(_, let name, _, _) = diagnostic.problem, diagnostic.suggestions.isEmpty,
      case .verb(let verb, _) = hop.kind, arguments.first?.expression.range == diagnostic.range
    else { return diagnostic }
    let ways = binder.ways(to: Name(name, range: diagnostic.range), from: id, isSingle: false)
    var diagnostic = diagnostic
    diagnostic.suggestions = ways.flatMap { way in
      bindable(Self.hops(way, endingIn: verb.text, at: hop.range), inPlaceOf: hop)
    }
    return diagnostic
  }

  /// As in `author.sort(title)`: of the titles of her books the first in order decides.
  func withLeastMeant(_ diagnostic: Diagnostic, from id: EntityID) -> Diagnostic {
    guard case .unknownMember(_, let name, _, _) = diagnostic.problem, diagnostic.suggestions.isEmpty else {
      return diagnostic
    }
    let expressions = ExpressionBinder(binder, entity: id)
    let ways = binder.ways(to: Name(name, range: diagnostic.range), from: id, isSingle: false)
    var diagnostic = diagnostic
    diagnostic.suggestions = ways.compactMap { way in
      let hops = Self.hops(way, endingIn: Verb.min.rawValue, at: diagnostic.range)
      do throws(Diagnostic) {
        _ = try expressions.sortKey(Expression(.path(hops), range: diagnostic.range))
      } catch { return nil }
      return SyntaxPrinter.text(of: hops)
    }
    return diagnostic
  }

  /// As in `books.max(title)`, of `books` and `title`.
  private static func hops(_ way: [String], endingIn function: String, at range: SourceRange) -> [Hop] {
    var members = way.map { Hop(.member(Name($0, range: range), eager: nil), range: range) }
    let value = Argument(Expression(.path(members.suffix(1)), range: range))
    members[members.count - 1] = Hop(.verb(Name(function, range: range), [value]), range: range)
    return members
  }

  /// As in `group(country){name.count()}`, where the function stands before what it is over.
  func withColumnsMeant(_ diagnostic: Diagnostic, _ hop: Hop) -> Diagnostic {
    guard case .shape(let typed) = hop.kind,
      diagnostic.problem == .misplaced(.notOfGroup) || diagnostic.problem == .notAPredicate
    else { return diagnostic }
    let fields = typed.map(\.asColumnOfGroup)
    guard fields != typed else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.suggestions += bindable([Hop(.shape(fields), range: hop.range)], inPlaceOf: hop)
    return diagnostic
  }

  // MARK: Other ORMs

  /// As in `author.objects.all()`: what stands between a model and its verbs there is nothing here.
  func withManagerMeant(_ diagnostic: Diagnostic, _ name: Name, _ hop: Hop) -> Diagnostic {
    guard case .unknownMember = diagnostic.problem, ["objects", "query"].contains(name.text.lowercased())
    else {
      return diagnostic
    }
    var syntax = path.syntax
    syntax.hops.removeAll { $0.range == hop.range }
    syntax.hops = BorrowedVerb.rewritten(syntax.hops) ?? syntax.hops
    var diagnostic = diagnostic
    diagnostic.suggestions = bindable(syntax)
    return diagnostic
  }
}

extension Entity {
  /// As in `first_name = "Ada" and last_name = "Byron"`; nil where its records are called by nothing.
  fileprivate func isCalled(_ text: String, at range: SourceRange) -> Expression? {
    var words = text.split(separator: " ").map(String.init)
    var label = label
    if words.count < label.count { label = Array(label.suffix(1)) }
    var conditions: [Expression] = []
    for index in label.reversed() {
      // The words that are left belong to the first name.
      let value = index == label.first ? words.joined(separator: " ") : words.removeLast()
      let name = Name(attributes[index].name, range: range)
      conditions.append(
        Expression(
          .binary(
            .equal, Expression(.path([Hop(.member(name, eager: nil), range: range)]), range: range),
            Expression(.literal(.text(value)), range: range)), range: range))
    }
    return conditions.reversed().reduce(nil as Expression?) { whole, condition in
      whole.map { Expression(.binary(.and, $0, condition), range: range) } ?? condition
    }
  }
}

extension Hop {
  /// As it stands before the braces that hold these fields; nil for what cannot.
  fileprivate func moved(before fields: [Field]) -> Hop? {
    switch kind {
    case .keys, .slice: return self
    case .filter(let condition): return Hop(.filter(condition.withFields(fields)), range: range)
    case .verb(let name, let arguments):
      guard ["sort", "take", "skip", "first", "last"].contains(name.text.lowercased()) else { return nil }
      let arguments = arguments.map { Argument($0.expression.withFields(fields), label: $0.label) }
      return Hop(.verb(name, arguments), range: range)
    case .member, .closure, .shape: return nil
    }
  }

  /// The name of a plain hop.
  fileprivate var memberName: String? {
    if case .member(let name, nil) = kind { name.text } else { nil }
  }
}

extension Expression {
  /// The expression with fields of braces by what they are and not by their names.
  fileprivate func withFields(_ fields: [Field]) -> Expression {
    if case .path(let hops) = kind {
      let names = hops.compactMap(\.memberName)
      let whole = fields.first {
        names.count == hops.count && ShapeBinding.name(of: $0) == names.joined(separator: ".")
      }
      if let whole { return Expression(.path(whole.hops), range: range) }
      guard let field = fields.first(where: { $0.alias != nil && $0.alias?.text == names.first }),
        hops.first?.memberName == names.first
      else { return self }
      let isShape = if case .shape? = field.hops.last?.kind { true } else { false }
      let own = isShape ? field.hops.dropLast() : field.hops[...]
      return Expression(.path(Array(own + hops.dropFirst())), range: range)
    }
    do throws(Diagnostic) {
      return try mappingOperands { operand throws(Diagnostic) in operand.withFields(fields) }
    } catch { return self }
  }
}

extension Field {
  /// As in `count(name is not null)` for `name.count()`, and `sum(total)` for `total.sum()`.
  fileprivate var asColumnOfGroup: Field {
    let path = Expression(.path(Array(hops.dropLast())), range: range)
    guard case .verb(let verb, let arguments)? = hops.last?.kind,
      let function = AggregateFunction(rawValue: verb.text.lowercased())
    else { return self }
    let argument: Expression
    if hops.count == 1 {
      guard function == .count, let first = arguments.first?.expression, case .path = first.kind else {
        return self
      }
      argument = Expression(.isNull(first, negated: true), range: range)
    } else {
      guard arguments.isEmpty, hops.dropLast().allSatisfy({ $0.memberName != nil }) else { return self }
      argument = function == .count ? Expression(.isNull(path, negated: true), range: range) : path
    }
    return Field(
      alias: alias,
      hops: [Hop(.verb(Name(function.rawValue, range: range), [Argument(argument)]), range: range)],
      range: range)
  }
}
