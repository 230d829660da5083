import Language
import ORM
import SQL

/// What may stand at the cursor, once everything before it has been read.
extension CompletionContext {
  /// What may stand at the cursor.
  struct Answer {
    /// What of the line is replaced.
    var range: SourceRange
    var candidates: [Completion.Candidate] = []
    /// Where a value out of the data may stand as well.
    var place: ValuePlace?
    /// What is still offered beside such values; nil for all of the candidates.
    var besideValues: [Completion.Candidate]?
  }

  mutating func answer(at cursor: Int) -> Answer {
    let here = SourceRange(cursor, cursor)
    guard !isInText else { return Answer(range: here) }
    if let literal, literal.range.upper == cursor, let typed = typed(literal) {
      level.isComplete = false
      return Answer(range: literal.range, place: place(typed))
    }
    if let word, word.range.upper < cursor { finishWord() }
    let list = CompletionCandidates(schema: schema, scope: scope)
    let candidates = candidates(list)
    return Answer(
      range: word?.range ?? here, candidates: candidates, place: place(beside: candidates, list),
      besideValues: word == nil && level.comparison != nil ? list.variables : nil)
  }

  /// A word that begins no name may begin the label of a record.
  private func place(beside candidates: [Completion.Candidate], _ list: CompletionCandidates) -> ValuePlace? {
    guard !isAfterDot, !isAfterBang, !level.isComplete else { return nil }
    guard let word else { return place(.nothing) }
    guard word.range.text(of: line).first != "`" else { return nil }
    let typed = word.range.text(of: line)
    let functions = Set(list.functions)
    let isName = candidates.contains { !functions.contains($0) && $0.begins(with: typed.lowercased()) }
    return isName ? nil : place(.letters(String(typed)))
  }

  private func typed(_ token: Token) -> ValuePlace.Typed? {
    let text = token.range.text(of: line)
    switch token.kind {
    case .integer: return .digits(String(text))
    case .invalid:
      guard let quote = text.first else { return nil }
      var content: [Character] = []
      for character in text.dropFirst() where character != quote || content.last != quote {
        content.append(character)
      }
      return .text(String(content), quote: quote)
    case .text, .real, .name, .symbol, .end: return nil
    }
  }

  private func place(_ typed: ValuePlace.Typed) -> ValuePlace? {
    if let comparison = level.comparison {
      guard let subject = comparison.attribute, !comparison.awaitsList, !comparison.isNullTest else {
        return nil
      }
      return ValuePlace(subject: subject, typed: typed, listed: comparison.listed)
    }
    return level.key?.next.map { ValuePlace(subject: $0, typed: typed) }
  }

  private func candidates(_ list: CompletionCandidates) -> [Completion.Candidate] {
    if isAfterBang { return list.strategies }
    if isAfterDot { return hops(list) }
    let members = level.base.map(list.members) ?? []
    if level.isComplete {
      guard case .condition = level.place else { return [] }
      return level.comparison == nil ? list.comparisons + list.conjunctions : list.conjunctions
    }
    switch level.place {
    case .path: return list.roots
    case .condition, .operand:
      if level.comparison?.isNullTest == true { return list.nullTests }
      if level.comparison?.awaitsList == true { return [list.openingOfList] }
      // There are many functions: those that begin as what is typed.
      return (level.base.map(list.operands) ?? []) + list.variables + (word == nil ? [] : list.functions)
    case .field:
      return members + (level.base.map(list.closures) ?? []) + (level.isInClosure ? [list.depth] : [])
    case .ahead: return level.isLabelled ? list.strategies : level.base.map(list.relationships) ?? []
    case .groupKeys: return level.base.map(list.operands) ?? []
    case .columns(let keys): return list.columns(keys)
    case .nothing: return []
    }
  }

  private func hops(_ list: CompletionCandidates) -> [Completion.Candidate] {
    switch level.reached {
    case .records(let id, let isToMany, let isClosure, _):
      let members = list.members(of: id)
      switch level.place {
      case .path, .field:
        return members + list.closures(of: id) + (isClosure ? [list.depth] : [])
          + (offersVerbs ? list.verbs : [])
      case .condition, .operand: return members + (isToMany ? list.aggregates : [])
      case .ahead: return list.relationships(of: id)
      case .groupKeys, .columns, .nothing: return members
      }
    case .attribute(let id, let index, _):
      let members = keyTarget.map(list.members) ?? []
      switch level.place {
      case .path, .field: return members + (offersVerbs ? list.valueVerbs : [])
      case .condition, .operand:
        let isText = schema[id].attributes[index].affinity == .text
        return members + (isText ? list.textVerbs : [])
      case .ahead, .groupKeys, .columns, .nothing: return members
      }
    case .groups: return list.groupVerbs
    case .nothing:
      guard isFromLast, let last = scope.last?.selection else { return [] }
      return list.members(of: last.entity) + list.closures(of: last.entity) + (offersVerbs ? list.verbs : [])
    }
  }
}
