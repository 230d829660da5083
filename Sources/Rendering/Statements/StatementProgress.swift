import SQL

/// How far a statement has come: what has been said of it, and what it cannot run without.
///
/// What one token after the other leaves behind, so that a statement of any length needs little memory.
struct StatementProgress {
  /// The first tokens, which say what kind of statement it is.
  private var lead: [SQLToken] = []
  /// The words outside brackets that shape it.
  private var words: Set<String> = []
  private var last: SQLToken?
  private var depth = 0
  private var hasBrackets = false
  /// How many CASE have no END yet.
  private var cases = 0
  private var isBodyClosed = false
  /// DELETE, SELECT and so on, also behind WITH; the first word of any other.
  private var verb: String?

  private static let shaping: Set<String> = [
    "AS", "BEGIN", "DEFAULT", "FROM", "INDEX", "RETURNING", "SELECT", "SET", "TABLE", "USING", "VALUES",
    "VIEW",
  ]

  /// What no statement ends in.
  private static let operators: Set<String> = [
    ",", ".", "=", "<", ">", "<=", ">=", "<>", "==", "!=", ">>", "||", "+", "-", "/", "%", "|", "&", "~",
  ]

  mutating func take(_ token: SQLToken) {
    if token.isPunctuation(";"), !isTrigger || isBodyClosed {
      self = StatementProgress()
      return
    }
    if lead.count < 6 { lead.append(token) }
    last = token
    if token.isPunctuation("(") {
      depth += 1
      hasBrackets = true
    } else if token.isPunctuation(")") {
      depth = max(0, depth - 1)
    } else if let word = token.bareWord {
      take(word)
    }
  }

  private mutating func take(_ word: String) {
    switch word {
    case "CASE": cases += 1
    case "END" where cases > 0: cases -= 1
    case "END" where isTrigger && words.contains("BEGIN"): isBodyClosed = true
    default: break
    }
    guard depth == 0 else { return }
    if Self.shaping.contains(word) { words.insert(word) }
    guard verb == nil || verb == "WITH" else { return }
    if ClauseWords.verbs.contains(word) || (verb == nil && !["EXPLAIN", "QUERY", "PLAN"].contains(word)) {
      verb = word
    }
  }

  var state: StatementLines.State {
    guard let last else { return .ended }
    if depth > 0 { return .open("(") }
    return isMisspelt || !(cases > 0 || demandsMore(last) || lacksPart) ? .whole : .unfinished
  }

  var changesRows: Bool { !isMisspelt && (verb == "DELETE" || verb == "UPDATE") }

  /// BEGIN, PRAGMA and the like, which have no clauses.
  var isControl: Bool {
    guard let verb else { return false }
    return !ClauseWords.verbs.contains(verb) && !["WITH", "ALTER", "ATTACH", "CREATE", "DROP"].contains(verb)
  }

  private var isTrigger: Bool {
    verb == "CREATE" && lead.prefix(3).contains { $0.bareWord == "TRIGGER" }
  }

  /// Whether it is a path with a verb of SQL before it, such as `delete author[3]`: no line to come makes it right.
  private var isMisspelt: Bool {
    guard lead.count > 1 else { return false }
    switch lead[0].bareWord {
    case "DELETE", "INSERT", "UPDATE":
      let hasKey = zip(lead.dropFirst(), lead.dropFirst(2)).contains { name, key in
        name.kind == .name && key.kind == .name && key.text.hasPrefix("[") && !key.isSpaced
      }
      if hasKey { return true }
    default: return false
    }
    switch lead[0].bareWord {
    case "DELETE": return lead[1].bareWord != "FROM"
    case "INSERT": return lead[1].bareWord != "INTO" && lead[1].bareWord != "OR"
    default: return false
    }
  }

  private func demandsMore(_ last: SQLToken) -> Bool {
    switch last.kind {
    case .punctuation:
      if last.isPunctuation("*") { return !words.contains("RETURNING") }
      return Self.operators.contains(last.text)
    case .keyword, .name:
      guard !isControl, let word = last.bareWord, ClauseWords.demanding.contains(word) else { return false }
      // `DEFAULT VALUES` is all there is to say.
      return !(word == "VALUES" && words.contains("DEFAULT"))
    case .string, .number, .placeholder, .comment: return false
    }
  }

  /// Whether what makes it a statement is still to come.
  private var lacksPart: Bool {
    switch verb {
    case nil, "WITH": true
    case "INSERT", "REPLACE": words.isDisjoint(with: ["VALUES", "SELECT", "DEFAULT"])
    case "UPDATE": !words.contains("SET")
    case "DELETE": !words.contains("FROM")
    case "CREATE": lacksDefinition
    case "ALTER": lead.count < 4
    default: false
    }
  }

  private var lacksDefinition: Bool {
    if isTrigger { return !isBodyClosed }
    if words.contains("VIEW") { return words.isDisjoint(with: ["SELECT", "VALUES"]) }
    if words.contains("INDEX") { return !hasBrackets }
    guard words.contains("TABLE") else { return false }
    return !hasBrackets && words.isDisjoint(with: ["AS", "USING"])
  }
}

extension SQLToken {
  /// In upper case; nil for what stands in quotes and for what is no word.
  fileprivate var bareWord: String? {
    guard kind == .keyword || kind == .name, let first = text.utf8.first,
      first != UInt8(ascii: "\""), first != UInt8(ascii: "`"), first != UInt8(ascii: "[")
    else { return nil }
    return text.uppercased()
  }
}
