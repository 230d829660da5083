import SQL

/// Where in a statement of SQL the next word stands: in which clause, and whether an operand begins there.
struct SQLPlace {
  enum Clause: Hashable {
    /// Nothing stands there yet.
    case beginning
    /// What a SELECT or RETURNING gives.
    case results
    /// Tables that are read.
    case source
    /// The table that INSERT writes to.
    case insertion
    /// The names in `INSERT INTO author (…)`.
    case columnList
    /// The table that UPDATE writes to.
    case update
    case assignment
    case values
    case join
    case condition
    case grouping
    case having
    case ordering
    case limit
    /// The table that an index or a trigger is on.
    case part
    /// Between parentheses.
    case expression
    /// A statement of another kind.
    case other
  }

  private(set) var clause = Clause.beginning
  /// Whether an operand begins here, and none has ended.
  private(set) var isOperand = true
  /// Whether the word of the clause stands right before.
  private(set) var isFirst = false
  /// Whether a name is given a value here: behind SET, or behind a comma there.
  private(set) var isAssigned = false
  /// Columns that the list has already, in small letters.
  private(set) var listed: Set<String> = []
  /// The word before, in small letters; empty for a sign, a value and a name in quotes.
  private var last = ""
  private var isBehindParenthesis = false
  private var hasJoin = false
  /// Whether rows are written, which can be returned.
  private var isWriting = false
  /// CASE without its END.
  private var openCases = 0
  private var outer: [Clause] = []

  /// - Parameter words: those before it.
  init(after words: ArraySlice<SQLWord>, keywords: Set<String>) {
    for word in words where word.kind != .passage || word.isQuoted {
      if word.kind == .sign { read(sign: word.text) } else { read(word, keywords) }
      last = word.folded
    }
  }

  /// A text is no word, but it ends an operand as one does.
  private mutating func read(_ word: SQLWord, _ keywords: Set<String>) {
    (isFirst, isBehindParenthesis) = (false, false)
    switch word.folded {
    case "case": openCases += 1
    case "end": openCases = max(0, openCases - 1)
    case "join": hasJoin = true
    case "insert", "replace", "update", "delete": isWriting = true
    default: break
    }
    if let next = Self.clauses[word.folded] {
      clause = next == .join && clause == .other ? .part : next
      (isOperand, isFirst, isAssigned) = (true, true, next == .assignment)
      return
    }
    if clause == .columnList { listed.insert(word.text.lowercased()) }
    if clause == .beginning, word.folded != "all" { clause = .other }
    let isKeyword = !word.folded.isEmpty && keywords.contains(word.text.uppercased())
    isOperand = isKeyword && !Self.endings.contains(word.folded)
    isFirst = clause == .results && ["distinct", "all"].contains(word.folded)
  }

  private mutating func read(sign: String) {
    isBehindParenthesis = sign == ")"
    switch sign {
    case "(":
      outer.append(clause)
      clause =
        clause == .insertion || clause == .part ? .columnList : clause == .values ? .values : .expression
      (isOperand, isFirst) = (true, true)
    case ")":
      clause = outer.popLast() ?? clause
      (isOperand, isFirst) = (false, false)
    case "*" where isOperand: (isOperand, isFirst) = (false, false)
    case ";": self = SQLPlace(after: [], keywords: [])
    default:
      isAssigned = sign == "," && clause == .assignment
      (isOperand, isFirst) = (true, false)
    }
  }

  private static let clauses: [String: Clause] = [
    "select": .results, "returning": .results, "from": .source, "using": .source, "join": .source,
    "into": .insertion, "update": .update, "set": .assignment, "values": .values, "on": .join,
    "where": .condition, "group": .grouping, "having": .having, "order": .ordering, "limit": .limit,
    "offset": .limit, "union": .beginning, "except": .beginning, "intersect": .beginning,
  ]

  /// Keywords behind which no operand begins.
  private static let endings: Set<String> = [
    "null", "end", "current_date", "current_time", "current_timestamp", "asc", "desc", "left", "right",
    "full",
    "inner", "cross", "natural", "outer",
  ]

  // MARK: What may stand here

  /// The words that can, in capital letters; nil where anything might.
  ///
  /// - Parameter further: words with which the engine's expressions go on beside those of standard SQL.
  func words(further: Set<String>) -> Set<String>? {
    switch clause {
    case .beginning: return ClauseWords.verbs.union(["WITH"])
    case .other, .part: return nil
    case .columnList: return []
    case .source, .insertion, .update: return isOperand ? [] : following
    case .assignment where isAssigned: return []
    case .grouping where isFirst, .ordering where isFirst: return ["BY"]
    case .results, .assignment, .values, .join, .condition, .grouping, .having, .ordering, .limit,
      .expression:
      guard isOperand else { return operators.union(further).union(following) }
      var words = Self.operands
      if isFirst, clause == .results, last == "select" { words.formUnion(["DISTINCT", "ALL"]) }
      if isFirst, clause == .expression { words.formUnion(["SELECT", "DISTINCT"]) }
      return words
    }
  }

  /// Whether only a keyword can stand here.
  var takesOnlyWords: Bool {
    !isOperand || [.beginning, .values, .limit].contains(clause)
      || isFirst && (clause == .grouping || clause == .ordering)
  }

  /// The words of the clauses that can come next.
  private var following: Set<String> {
    let compound: Set<String> = ["UNION", "EXCEPT", "INTERSECT"]
    let end = compound.union(["ORDER", "LIMIT"])
    let rest: Set<String> = isWriting ? ["RETURNING"] : end
    let joins: Set<String> = ["JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL"]
    switch clause {
    case .results: return end.union(["FROM", "AS"])
    case .source where ["left", "right", "full", "inner", "cross", "natural", "outer"].contains(last):
      return ["JOIN", "OUTER", "LEFT", "INNER"]
    case .source:
      return rest.union(joins).union(["AS", "WHERE", "GROUP"]).union(hasJoin ? ["ON", "USING"] : [])
    case .insertion: return ["VALUES", "SELECT", "DEFAULT", "AS"]
    case .update: return ["SET", "AS"]
    case .assignment: return ["WHERE", "FROM", "RETURNING"]
    case .values: return ["ON", "RETURNING"]
    case .join: return rest.union(joins).union(["WHERE", "GROUP"])
    case .condition: return rest.union(isWriting ? [] : ["GROUP"])
    case .grouping: return end.union(["HAVING"])
    case .having: return end
    case .ordering: return ["ASC", "DESC", "NULLS", "LIMIT"]
    case .limit: return compound.union(["OFFSET"])
    case .expression: return ["AS"]
    case .beginning, .columnList, .other, .part: return []
    }
  }

  /// Words that an operand begins with.
  private static let operands: Set<String> = [
    "CASE", "CAST", "EXISTS", "NOT", "NULL", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
  ]

  /// Words that go on behind an operand.
  private var operators: Set<String> {
    var words: Set<String> = ["AND", "OR", "NOT", "BETWEEN", "IN", "IS", "LIKE", "ESCAPE", "COLLATE"]
    if openCases > 0 { words.formUnion(["WHEN", "THEN", "ELSE", "END"]) }
    if isBehindParenthesis { words.formUnion(["FILTER", "OVER"]) }
    return words
  }
}
