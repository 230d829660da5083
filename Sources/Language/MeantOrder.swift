/// Orders as SQL writes them, `born desc, name asc`, and as they stand in `sort`.
enum MeantOrder {
  /// As in `-born, name`.
  static func keys(in text: String) -> String {
    let tokens = Lexer.tokens(of: text)
    var keys: [String] = []
    var depth = 0
    var first = 0
    for (index, token) in tokens.enumerated() {
      if case .symbol(let symbol) = token.kind {
        depth += symbol.closer != nil ? 1 : symbol.isCloser ? -1 : 0
      }
      guard token.kind == .end || depth == 0 && token.kind == .symbol(.comma) else { continue }
      keys.append(key(tokens[first..<index], in: text))
      first = index + 1
    }
    return keys.joined(separator: ", ")
  }

  /// Whether a word says which way to sort; nil for any other.
  static func isDescending(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "desc", "descending": true
    case "asc", "ascending": false
    default: nil
    }
  }

  private static func key(_ tokens: ArraySlice<Token>, in text: String) -> String {
    var rest = tokens
    var isDescending = false
    if tokens.count > 1, case .name(let word, false)? = tokens.last?.kind, let way = Self.isDescending(word),
      tokens.dropLast().last?.kind != .symbol(.dot)
    {
      (isDescending, rest) = (way, tokens.dropLast())
    }
    guard let first = rest.first, let last = rest.last else { return "" }
    let key = String(SourceRange(first.range.lower, last.range.upper).text(of: text))
    guard isDescending else { return key }
    let operators: [Symbol] = [.plus, .minus, .star, .slash, .percent, .concatenate]
    let isCalculated = rest.contains { token in
      if case .symbol(let symbol) = token.kind { operators.contains(symbol) } else { false }
    }
    return isCalculated ? "-(\(key))" : "-\(key)"
  }
}

extension Parser {
  /// As in `sort(name desc)`, whose direction is a minus.
  func meantInOrder() -> [String] {
    guard position > 0, case .name(let word, false) = current.kind, MeantOrder.isDescending(word) != nil,
      let open = openParenthesis, open > 1, case .name = tokens[open - 1].kind,
      let close = closeParenthesis
    else { return [] }
    let keys = SourceRange(tokens[open].range.upper, tokens[close].range.lower).text(of: line)
    let verb = "sort(\(MeantOrder.keys(in: String(keys))))"
    let meant = meant(verb, inPlaceOf: open - 1, to: close)
    return meant == verb ? [] : [meant]
  }

  /// The parenthesis in which the cursor stands.
  private var openParenthesis: Int? {
    var depth = 0
    for index in (0..<position).reversed() {
      guard case .symbol(let symbol) = tokens[index].kind else { continue }
      if symbol.isCloser { depth += 1 }
      if symbol.closer != nil { depth -= 1 }
      if depth < 0 { return symbol == .leftParenthesis ? index : nil }
    }
    return nil
  }

  private var closeParenthesis: Int? {
    var depth = 0
    for index in position..<tokens.count {
      guard case .symbol(let symbol) = tokens[index].kind else { continue }
      if symbol.closer != nil { depth += 1 }
      if symbol.isCloser { depth -= 1 }
      if depth < 0 { return symbol == .rightParenthesis ? index : nil }
    }
    return nil
  }
}
