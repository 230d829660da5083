import Language
import TestSupport

/// Random statements that the grammar allows, with every kind of hop and expression.
struct RandomSyntax {
  private var random: SeededGenerator
  private let nowhere = SourceRange(0, 0)

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func statement() -> Statement {
    let path = path()
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .assignment(name(except: ["_"]), path)
    case 1: return .question(path)
    default: return .path(path)
    }
  }

  private mutating func path() -> PathSyntax {
    let root: PathSyntax.Root = random.chance(25) ? .lastResult(nowhere) : .name(name(except: ["_"]))
    return PathSyntax(root: root, hops: hops(upTo: 4, depth: 3), range: nowhere)
  }

  private mutating func hops(upTo count: Int, depth: Int) -> [Hop] {
    (0..<Int.random(in: 0...count, using: &random)).map { _ in hop(depth: depth) }
  }

  private mutating func hop(depth: Int) -> Hop {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0, 1: return member()
    case 2: return closure()
    case 3: return Hop(.keys(list(1...3) { Literal($0.literal(), range: $0.nowhere) }), range: nowhere)
    case 4: return Hop(.slice(lower: bound(), upper: bound()), range: nowhere)
    case 5: return Hop(.filter(expression(depth: depth - 1)), range: nowhere)
    case 6: return verb(depth: depth)
    default: return Hop(.shape(list(1...3) { $0.field(depth: depth - 1) }), range: nowhere)
    }
  }

  private mutating func member(except reserved: Set<String> = []) -> Hop {
    Hop(.member(name(except: reserved), eager: mark()), range: nowhere)
  }

  private mutating func closure(except reserved: Set<String> = []) -> Hop {
    Hop(
      .closure(name(except: reserved), includesStart: random.chance(50), eager: mark()), range: nowhere)
  }

  private mutating func mark() -> EagerMark? {
    guard random.chance(20) else { return nil }
    return EagerMark(strategy: random.chance(50) ? name() : nil, range: nowhere)
  }

  private mutating func verb(depth: Int) -> Hop {
    let arguments = list(0...3) { syntax in
      let expression = syntax.expression(depth: depth - 1)
      return Argument(expression, label: syntax.random.chance(20) ? syntax.name() : nil)
    }
    return Hop(.verb(name(), arguments), range: nowhere)
  }

  private mutating func field(depth: Int) -> Field {
    let alias = random.chance(30) ? name() : nil
    let first =
      switch Int.random(in: 0..<4, using: &random) {
      case 0: closure()
      case 1: verb(depth: depth)
      default: member()
      }
    return Field(alias: alias, hops: [first] + hops(upTo: 2, depth: depth), range: nowhere)
  }

  private mutating func expression(depth: Int) -> Language.Expression {
    Language.Expression(expressionKind(depth: depth), range: nowhere)
  }

  private mutating func expressionKind(depth: Int) -> Language.Expression.Kind {
    let inner = depth - 1
    switch Int.random(in: 0..<(depth > 0 ? 12 : 3), using: &random) {
    case 0: return .literal(literal())
    case 1, 2: return .path(pathInExpression(depth: depth))
    case 3: return .call(name(except: Self.keywords), list(0...2) { $0.expression(depth: inner) })
    case 4: return .unary(random.pick(UnaryOperator.allCases), expression(depth: inner))
    case 5, 6, 7:
      let sign = random.pick(BinaryOperator.allCases)
      return .binary(sign, expression(depth: inner), expression(depth: inner))
    case 8: return .isNull(expression(depth: inner), negated: random.chance(50))
    case 9:
      let bounds = (expression(depth: inner), expression(depth: inner))
      return .between(expression(depth: inner), bounds.0, bounds.1, negated: random.chance(50))
    case 10:
      let values = list(1...3) { $0.expression(depth: inner) }
      return .within(expression(depth: inner), values, negated: random.chance(50))
    default:
      let match = random.pick(MatchOperator.allCases)
      let pattern = expression(depth: inner)
      return .matches(expression(depth: inner), match, pattern, negated: random.chance(50))
    }
  }

  private mutating func pathInExpression(depth: Int) -> [Hop] {
    var first = member(except: Self.keywords)
    if random.chance(15) {
      first.kind = closure(except: Self.keywords).kind
    }
    return [first] + hops(upTo: 2, depth: depth)
  }

  private mutating func list<Element>(
    _ counts: ClosedRange<Int>, _ element: (inout RandomSyntax) -> Element
  ) -> [Element] {
    (0..<Int.random(in: counts, using: &random)).map { _ in element(&self) }
  }

  private mutating func bound() -> Int? {
    random.chance(40)
      ? nil : random.pick([0, 1, -1, 7, .min, .max, Int.random(in: .min ... .max, using: &random)])
  }

  private mutating func literal() -> Literal.Kind {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: .boolean(random.chance(50))
    case 1: .null
    case 2:
      .real(
        random.pick([
          0.5, -1.25, 1e300, -.leastNonzeroMagnitude, 0.1, 123_456_789.125, .greatestFiniteMagnitude,
        ]))
    case 3: .text(random.pick(Self.texts))
    default:
      .integer(random.pick([0, 3, -3, .min, .max, Int64.random(in: .min ... .max, using: &random)]))
    }
  }

  /// A name that is quoted exactly when it must be.
  private mutating func name(except reserved: Set<String> = []) -> Name {
    let text = random.pick(Self.names)
    let isReserved = reserved.contains(text.lowercased())
    return Name(text, isQuoted: isReserved || Self.unplain.contains(text), range: nowhere)
  }

  private static let keywords = Set(Keyword.allCases.map(\.rawValue))
  private static let plain = [
    "author", "books", "x", "_", "_1", "$y", "été", "作者", "e\u{301}", "n2", "joined", "count", "Ⅳx", "e9",
  ]
  private static let unplain = [
    "Order Details", "2nd", "", "a`b", "a.b", "🙂", "\u{301}x", "a b", "'", "\"", "\u{600}", "a\u{0}b", "ൎ",
    "a\u{D4E}",
  ]
  private static let names = plain + plain + unplain + keywords.sorted() + ["NOT", "Null"]
  private static let texts = [
    "", "a", "it's", "say \"hi\"", "both ' and \"", "`", "\\n", "\n", "\u{301}", "\u{600}", "🇫🇷", "\u{0}",
    "--",
  ]
}
