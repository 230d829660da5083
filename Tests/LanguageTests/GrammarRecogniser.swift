/// Tells by Earley's method which beginnings of an input a rule derives, whatever the grammar.
///
/// Rules are flattened to productions first. An optional part and a repeated one become rules of their own, the
/// repeated one recursive on its left, where Earley's method takes time in proportion to the input.
struct GrammarRecogniser {
  /// The most different terminals that fit the sets in which they are held.
  private static let mostTerminals = 64

  private enum Symbol {
    case terminal(Int)
    case rule(Int)
  }

  /// A production with a dot in it: what comes next, or which rule is complete.
  private enum State {
    case next(Symbol)
    case complete(Int)
  }

  /// What the input must match, by number.
  private(set) var terminals: [Grammar.Term] = []
  private let isTerminal: (Grammar.Term) -> Bool
  private let rules: [String: Grammar.Term]
  private var numbers: [Grammar.Term: Int] = [:]
  /// Where the productions of a rule begin; the state after each is the one with its dot moved on.
  private var starts: [[Int]] = []
  private var states: [State] = []
  /// For each rule, and for what is left behind the dot of each state, whether it derives nothing too.
  private var isNullable: [Bool] = []
  private var canBeEmpty: [Bool] = []
  /// For each state the terminals with which what is left can begin.
  private var beginnings: [UInt64] = []

  /// - Parameter isTerminal: whether a term is matched by one piece of the input, and not taken apart.
  init(_ rules: [String: Grammar.Term], isTerminal: @escaping (Grammar.Term) -> Bool) {
    self.rules = rules
    self.isTerminal = isTerminal
    for name in rules.keys.sorted() { _ = rule(for: .reference(name)) }
    findEmpty()
    findBeginnings()
    precondition(terminals.count <= Self.mostTerminals)
  }

  // MARK: Productions

  private mutating func symbol(for term: Grammar.Term) -> Symbol {
    guard isTerminal(term) else { return .rule(rule(for: term)) }
    if let number = terminals.firstIndex(of: term) { return .terminal(number) }
    terminals.append(term)
    return .terminal(terminals.count - 1)
  }

  private mutating func rule(for term: Grammar.Term) -> Int {
    if let number = numbers[term] { return number }
    let number = starts.count
    numbers[term] = number
    starts.append([])
    switch term {
    case .reference(let name):
      add(number, rules[name].map { [symbol(for: $0)] } ?? [])
    case .sequence(let terms):
      add(number, terms.map { symbol(for: $0) })
    case .choice(let terms):
      for term in terms { add(number, [symbol(for: term)]) }
    case .optional(let term):
      add(number, [])
      add(number, [symbol(for: term)])
    case .repeated(let term, let minimum):
      let element = symbol(for: term)
      add(number, minimum == 0 ? [] : [element])
      add(number, [.rule(number), element])
    case .literal, .characters, .difference:
      preconditionFailure("\(term) is a terminal")
    }
    return number
  }

  private mutating func add(_ rule: Int, _ symbols: [Symbol]) {
    starts[rule].append(states.count)
    states += symbols.map { .next($0) } + [.complete(rule)]
  }

  private mutating func findEmpty() {
    isNullable = starts.map { _ in false }
    canBeEmpty = states.map { _ in false }
    var isChanging = true
    while isChanging {
      isChanging = false
      for state in states.indices.reversed() where !canBeEmpty[state] {
        switch states[state] {
        case .complete: canBeEmpty[state] = true
        case .next(.terminal): continue
        case .next(.rule(let rule)): canBeEmpty[state] = isNullable[rule] && canBeEmpty[state + 1]
        }
        if canBeEmpty[state] { isChanging = true }
      }
      for rule in starts.indices { isNullable[rule] = starts[rule].contains { canBeEmpty[$0] } }
    }
  }

  private mutating func findBeginnings() {
    beginnings = states.map { _ in 0 }
    var isChanging = true
    while isChanging {
      isChanging = false
      for state in states.indices.reversed() {
        let beginning: UInt64 =
          switch states[state] {
          case .complete: 0
          case .next(.terminal(let terminal)): 1 << UInt64(terminal)
          case .next(.rule(let rule)):
            starts[rule].reduce(isNullable[rule] ? beginnings[state + 1] : 0) { $0 | beginnings[$1] }
          }
        if beginning != beginnings[state] { isChanging = true }
        beginnings[state] = beginning
      }
    }
  }

  // MARK: Recognising

  private struct Item {
    var state: Int
    var origin: Int
    /// The item before this one that waits for the same rule; -1 for none.
    var earlier = -1
  }

  /// All that can be under way at one place of the input.
  private struct Place {
    var items: [Item] = []
    /// For each rule the last item that waits for it; -1 for none.
    var waiting: [Int] = []
    private var seen: [Bool] = []

    /// - Parameters:
    ///   - states: how many there are.
    ///   - count: how many places there are.
    mutating func insert(_ state: Int, from origin: Int, states: Int, of count: Int) {
      if seen.isEmpty { seen = Array(repeating: false, count: states * count) }
      guard !seen[state * count + origin] else { return }
      seen[state * count + origin] = true
      items.append(Item(state: state, origin: origin))
    }
  }

  /// The places at which what the rule derives can end, from the beginning of the input on.
  ///
  /// - Parameters:
  ///   - matches: for each place of the input the terminals that match there, as a set of bits.
  ///   - width: how many places a terminal covers there.
  func ends(
    of name: String, matches: [UInt64], width: (_ terminal: Int, _ place: Int) -> Int = { _, _ in 1 }
  ) -> Set<Int> {
    guard let start = numbers[.reference(name)],
      starts[start].contains(where: { beginnings[$0] & (matches.first ?? 0) != 0 || canBeEmpty[$0] })
    else { return [] }
    var places = Array(repeating: Place(), count: matches.count + 1)
    var ends: Set<Int> = []
    func add(_ state: Int, from origin: Int, at place: Int) {
      places[place].insert(state, from: origin, states: states.count, of: places.count)
    }
    func predict(_ rule: Int, at place: Int) {
      let lookahead = place < matches.count ? matches[place] : 0
      for state in starts[rule] where beginnings[state] & lookahead != 0 || canBeEmpty[state] {
        add(state, from: place, at: place)
      }
    }
    predict(start, at: 0)
    for place in places.indices {
      places[place].waiting = Array(repeating: -1, count: starts.count)
      var index = 0
      while index < places[place].items.count {
        let item = places[place].items[index]
        switch states[item.state] {
        case .next(.terminal(let terminal)):
          guard place < matches.count, matches[place] & (1 << UInt64(terminal)) != 0 else { break }
          add(item.state + 1, from: item.origin, at: place + width(terminal, place))
        case .next(.rule(let rule)):
          let last = places[place].waiting[rule]
          places[place].items[index].earlier = last
          places[place].waiting[rule] = index
          if last < 0 { predict(rule, at: place) }
          if isNullable[rule] { add(item.state + 1, from: item.origin, at: place) }
        case .complete(let rule):
          if rule == start, item.origin == 0 { ends.insert(place) }
          var waiter = places[item.origin].waiting[rule]
          while waiter >= 0 {
            let parent = places[item.origin].items[waiter]
            add(parent.state + 1, from: parent.origin, at: place)
            waiter = parent.earlier
          }
        }
        index += 1
      }
    }
    return ends
  }
}
