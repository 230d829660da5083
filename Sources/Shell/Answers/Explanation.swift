import Language
import Navigation
import ORM
import SQL

/// A path in words: for each piece what it means, then what comes of it.
struct Explanation {
  /// One piece of the path as it was typed, and what there is to say about it.
  struct Piece {
    var text: String
    var sentences: [String]
  }

  private let schema: Schema
  private let path: BoundPath
  private(set) var pieces: [Piece] = []
  /// What the hops so far lead to.
  private var subject: Subject
  /// Whether they lead from one record at the most, so that a position counts over nothing else.
  private var isOne: Bool
  /// Whether the last hop gave each record its own targets, from several records.
  private var ownerOfPositions: String?

  private enum Subject {
    case records(EntityID)
    case values
    case groups
  }

  /// - Parameter held: how many records or values the root stands for, where it is a name for some.
  init(_ path: BoundPath, schema: Schema, held: Int?) {
    self.path = path
    self.schema = schema
    var hops = path.syntax.hops[...]
    switch path.root {
    case .entity(let id):
      let entity = schema[id]
      let kind = entity.kind == .view ? " of the view" : ""
      pieces = [Piece(text: "", sentences: ["all \(entity.nouns.several)\(kind)"])]
      subject = .records(id)
      isOne = false
    case .key(let id, _):
      let entity = schema[id]
      hops = hops.dropFirst()
      let columns = entity.primaryKey.map { entity.attributes[$0].name }.joined(separator: ", ")
      pieces = [Piece(text: "", sentences: ["one \(entity.nouns.one), by its primary key (\(columns))"])]
      subject = .records(id)
      isOne = true
    case .held(let selection, let name):
      let nouns = schema[selection.entity].nouns
      let count = held.map { Words.count($0, nouns.one, nouns.several) } ?? nouns.several
      pieces = [Piece(text: "", sentences: ["\(Self.name(of: name)): \(count)"])]
      subject = .records(selection.entity)
      isOne = held == 1
    case .values(let values, let name, _):
      pieces = [
        Piece(
          text: "", sentences: ["\(Self.name(of: name)): \(Words.count(values.count, "value", "values"))"])
      ]
      subject = .values
      isOne = false
    case .record(let id):
      subject = .records(id)
      isOne = true
    }
    if !pieces.isEmpty {
      let root = PathSyntax(
        root: path.syntax.root, hops: Array(path.syntax.hops.dropLast(hops.count)), range: path.rootRange)
      let text = SyntaxPrinter.text(of: root)
      pieces[0].text = text.isEmpty ? "_" : text
    }
    for hop in hops { add(hop) }
  }

  private static func name(of held: String) -> String {
    held == "_" ? "the last result" : "the variable \(held)"
  }

  // MARK: Hops

  private mutating func add(_ hop: Hop) {
    let text = SyntaxPrinter.text(of: [hop])
    switch hop.kind {
    case .member(let name, let eager):
      pieces.append(Piece(text: ".\(text)", sentences: member(name, eager)))
    case .closure(let name, let includesStart, let eager):
      var sentences = step(at: name.range).map { relationship($0, eager) } ?? []
      sentences.insert(
        "again and again, until nothing new is met; "
          + (includesStart ? "the start belongs to it" : "the start only if a cycle comes back to it"), at: 0)
      sentences.append("the nearest first, and by key where they are equally far")
      pieces.append(Piece(text: ".\(text)", sentences: sentences))
      ownerOfPositions = nil
      isOne = false
    case .verb(let name, let arguments):
      pieces.append(Piece(text: ".\(text)", sentences: verb(name, arguments)))
    case .keys(let keys):
      let key = keys.map { SyntaxPrinter.text(of: $0.kind) }.joined(separator: ", ")
      pieces.append(Piece(text: text, sentences: ["only the \(noun.one) with the key \(key)"]))
    case .slice(let lower, let upper):
      pieces.append(Piece(text: text, sentences: [positions(lower, upper)]))
    case .filter(let condition):
      let those = if case .groups = subject { "groups" } else { "those" }
      pieces.append(
        Piece(text: text, sentences: ["only \(those) with \(SyntaxPrinter.text(of: condition))"]))
    case .shape(let fields): shape(fields)
    }
  }

  private func step(at range: SourceRange) -> BoundStep? { path.steps.first { $0.range == range } }

  private mutating func member(_ name: Name, _ eager: EagerMark?) -> [String] {
    if let step = step(at: name.range) { return follow(step, eager) }
    let owner = subject
    subject = .values
    if case .depth(let range) = path.output, range == name.range {
      return ["how many hops away each is at the least"]
    }
    guard case .records(let id) = owner, case .attribute(let index) = schema.member(named: name.text, of: id)
    else { return [] }
    return [attribute(index, of: schema[id])]
  }

  private mutating func follow(_ step: BoundStep, _ eager: EagerMark?) -> [String] {
    let sentences = relationship(step, eager)
    let source = schema[step.relationship.source].nouns.one
    if step.relationship.isToMany {
      ownerOfPositions = isOne ? nil : source
      isOne = false
    } else {
      ownerOfPositions = nil
    }
    subject = .records(step.relationship.target)
    return sentences
  }

  private func relationship(_ step: BoundStep, _ eager: EagerMark?) -> [String] {
    let relationship = step.relationship
    let source = schema[relationship.source]
    let target = schema[relationship.target]
    var sentences = ["\(relationship.kindWords) to \(target.name): \(schema.pairs(of: relationship))"]
    if let sentence = relationship.severalParents(in: schema) { sentences.append(sentence) }
    if let junction = relationship.junction, !junction.payload.isEmpty {
      let link = schema[junction.entity]
      let payload = junction.payload.map { link.attributes[$0].name }
      sentences.append("\(link.name) carries \(Words.list(payload)) beside the link")
    }
    if let inverse = relationship.inverse {
      sentences.append("the other way: \(schema[schema[inverse].source].name).\(schema[inverse].name)")
    }
    switch relationship.origin {
    case .declared: break
    case .inferred: sentences.append("~ guessed by its name: the database declares no such key")
    case .manual: sentences.append("related by hand, and not declared in the database")
    }
    switch relationship.derivation {
    // The words before say these already.
    case .column, .parentTable, .childPlural, .childSingular, .farPlural: break
    case .given: sentences.append("named by hand")
    case .childRole, .everydayWord, .childWithoutParent, .longer:
      sentences.append("named after: \(relationship.derivation.words)")
    }
    if !relationship.isToMany, !relationship.isRequired, step.closure == nil {
      sentences.append("\(Words.article(source.nouns.one)) without one gives no row")
    }
    if eager != nil, let strategy = step.strategy {
      sentences.append("loaded by \(strategy.rawValue): \(strategy.summary)")
    }
    return sentences
  }

  private func attribute(_ index: Int, of entity: Entity) -> String {
    let attribute = entity.attributes[index]
    var words = attribute.type.isEmpty ? "any value" : attribute.type.lowercased()
    if entity.primaryKey.contains(index) {
      words += ", \(entity.primaryKey.count > 1 ? "part of " : "")the key"
    }
    words += attribute.isNullable ? ", may be NULL" : ", never NULL"
    if attribute.generated != .no { words += ", worked out from other columns" }
    if case .relationship(let id) = schema.relationship(byColumn: index, of: entity.id) {
      words += ", refers to \(schema[schema[id].target].name)"
    }
    let relationships = schema.relationships(wantingNameOf: index, in: entity.id)
    if !relationships.isEmpty { words += "; the relationship is \(Words.list(relationships))" }
    return words
  }

  // MARK: Verbs

  private mutating func verb(_ name: Name, _ arguments: [Argument]) -> [String] {
    guard let verb = Verb(rawValue: name.text.lowercased()) else { return [] }
    let texts = arguments.map { SyntaxPrinter.text(of: $0.expression) }
    let first = texts.first
    switch verb {
    case .sort: return ["sorted by \(Words.order(arguments.map(\.expression)))"]
    case .take: return [positions(nil, first.flatMap { Int($0) })]
    case .skip: return [positions(first.flatMap { Int($0) }, nil)]
    case .first: return [positions(nil, 1)]
    case .last: return [positions(-1, nil)]
    case .distinct:
      if case .records = subject { return ["changes nothing: each record is there once already"] }
      return ["each value once, where it was first"]
    case .count: return [first.map { "how many have \($0)" } ?? "how many, counted by SQL"]
    case .sum: return ["the sum\(of(first)); NULLs are passed over"]
    case .avg: return ["the mean\(of(first)); NULLs are passed over"]
    case .min: return ["the least\(of(first)); NULLs are passed over"]
    case .max: return ["the greatest\(of(first)); NULLs are passed over"]
    case .any: return ["1 if there is one\(first.map { " with \($0)" } ?? ""), else 0"]
    case .all: return ["1 if each has \(first ?? "it"), else 0; 1 if there is none"]
    case .group:
      subject = .groups
      return [
        "one row for each \(Words.list(texts)), the largest group first", "NULL is a group of its own",
      ]
    case .with:
      return arguments.map { argument in
        let strategy = argument.label?.text ?? LoadingStrategy.selectin.rawValue
        return "\(SyntaxPrinter.text(of: argument.expression)) loaded ahead, by \(strategy); narrows nothing"
      }
    }
  }

  private func of(_ argument: String?) -> String { argument.map { " of \($0)" } ?? "" }

  private var noun: (one: String, several: String) {
    switch subject {
    case .records(let id): schema[id].nouns
    case .values: ("value", "values")
    case .groups: ("group", "groups")
    }
  }

  /// As in `the first three of each author`.
  private func positions(_ lower: Int?, _ upper: Int?) -> String {
    guard case .records = subject else { return Words.positions(lower, upper, "") }
    if let owner = ownerOfPositions { return Words.positions(lower, upper, " of each \(owner)") }
    // After a to-one hop or a closure there is one set, whatever it was reached from.
    let isWhole = pieces.count > 1 && !isOne && !path.steps.isEmpty
    return Words.positions(lower, upper, isWhole ? " of all" : "")
  }

  // MARK: Shapes

  private mutating func shape(_ fields: [Field]) {
    switch path.output {
    case .shape(let shape):
      pieces.append(
        Piece(text: "{…}", sentences: ["\(Words.count(shape.fields.count, "field", "fields")) of each"]))
      add(shape, indent: 1)
    case .groups(let groups):
      pieces.append(Piece(text: "{…}", sentences: ["the columns: \(Words.list(groups.columns.map(\.name)))"]))
    case .records, .values, .depth: break
    }
  }

  private mutating func add(_ shape: BoundShape, indent: Int) {
    for field in shape.fields {
      let inner = Explanation(field.path, schema: schema, held: nil)
      let isList = inner.path.steps.contains { $0.relationship.isToMany || $0.closure != nil }
      var sentences: [String] = []
      switch (field.path.aggregate, field.path.output) {
      case (.some, _): sentences = inner.pieces.last?.sentences ?? []
      case (nil, .values):
        sentences = [(isList ? "a list: " : "") + (inner.pieces.last?.sentences.first ?? "")]
      case (nil, .depth): sentences = ["how many hops away it is at the least"]
      case (nil, .records), (nil, .shape), (nil, .groups):
        let target = field.path.entity(in: schema).map { schema[$0].nouns }
        let one = target?.one ?? "record"
        sentences = [isList ? "a list of \(target?.several ?? "records")" : "one \(one), or NULL"]
      }
      for piece in inner.pieces where piece.text.hasPrefix("[") || piece.isVerbOfRecords {
        sentences += piece.sentences
      }
      pieces.append(Piece(text: String(repeating: "  ", count: indent) + field.name, sentences: sentences))
      if case .shape(let nested) = field.path.output { add(nested, indent: indent + 1) }
    }
  }

  // MARK: What comes of it

  /// As in `text, one for each book`.
  ///
  /// - Parameter estimate: how many rows the entity at the end has, where that is known without reading them.
  func result(estimate: Int?) -> String {
    let about = estimate.map { ", at most about \(Words.grouped($0))" } ?? ""
    if let aggregate = path.aggregate {
      switch aggregate.function {
      case .count, .sum, .avg: return "one number"
      case .min, .max: return "one value"
      case .any, .all: return "1 or 0"
      }
    }
    let nouns = path.entity(in: schema).map { schema[$0].nouns } ?? (one: "row", several: "rows")
    switch path.output {
    case .records:
      if case .values = path.root { return path.isSingle ? "one value" : "values" }
      return path.isSingle ? "one \(nouns.one)" : "\(nouns.several), each once\(about)"
    case .values(let bound):
      let type = schema[bound.entity].attributes[bound.index].type.lowercased()
      let what = type.isEmpty ? "a value" : type
      if path.isDistinct { return "\(what), each value once\(about)" }
      return path.isSingle ? "one value: \(what)" : "\(what), one for each \(nouns.one)\(about)"
    case .depth: return "a number for each \(nouns.one)\(about)"
    case .shape: return path.isSingle ? "one nested row" : "nested rows, one for each \(nouns.one)\(about)"
    case .groups(let groups): return "rows of \(Words.list(groups.columns.map(\.name)))"
    }
  }
}

extension Explanation.Piece {
  fileprivate var isVerbOfRecords: Bool {
    [".sort(", ".take(", ".skip(", ".first(", ".last("].contains { text.hasPrefix($0) }
  }
}

extension Schema {
  /// The columns that must be equal, over the junction where there is one.
  fileprivate func pairs(of relationship: Relationship) -> String {
    func text(_ pairs: [AttributePair], _ from: EntityID, _ to: EntityID) -> String {
      pairs.map { pair in
        "\(self[from].name).\(self[from].attributes[pair.from].name) = "
          + "\(self[to].name).\(self[to].attributes[pair.to].name)"
      }.joined(separator: " and ")
    }
    guard let junction = relationship.junction else {
      return text(relationship.pairs, relationship.source, relationship.target)
    }
    return text(junction.sourcePairs, relationship.source, junction.entity) + " and "
      + text(junction.targetPairs, junction.entity, relationship.target)
  }
}
