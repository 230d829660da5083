import Language
import ORM
import SQL

/// A path while it is bound, hop by hop.
struct PathBinding {
  /// What the hops so far lead to, which decides what may follow.
  enum Reached {
    case records(EntityID)
    /// An attribute, which may still turn out to be a foreign key used as a hop.
    case attribute(BoundAttribute)
    case depth
    /// The values of a variable or of the last result.
    case values
    case groups(GroupBinding)
    /// Nothing may follow, for this reason.
    case ended(Misplacement)
  }

  let binder: Binder
  var path: BoundPath
  var reached: Reached
  /// Whether the last step leads on from one record at the most.
  private(set) var startsFromOne = false

  init(binder: Binder, syntax: PathSyntax) throws(Diagnostic) {
    self.binder = binder
    switch syntax.root {
    case .lastResult(let range):
      guard let last = binder.scope.last else { throw Diagnostic(.noLastResult, at: syntax.range) }
      path = Self.path(from: last, name: "_", range: range, syntax)
    case .name(let name):
      if let held = binder.scope.variables[name.text] {
        path = Self.path(from: held, name: name.text, range: name.range, syntax)
      } else {
        path = BoundPath(root: .entity(try binder.entity(name)), rootRange: name.range, syntax: syntax)
      }
    }
    reached = path.entity(in: binder.schema).map { .records($0) } ?? .values
  }

  /// For a field of a shape: a path that begins at the record that the braces describe.
  init(binder: Binder, field: Field, of entity: EntityID) {
    self.binder = binder
    let start = SourceRange(field.range.lower, field.range.lower)
    path = BoundPath(
      root: .record(entity), rootRange: start, isSingle: true,
      syntax: PathSyntax(root: .lastResult(start), hops: field.hops, range: field.range))
    reached = .records(entity)
  }

  private static func path(
    from held: Held, name: String, range: SourceRange, _ syntax: PathSyntax
  ) -> BoundPath {
    switch held {
    case .records(let selection, let isSingle):
      BoundPath(root: .held(selection, name: name), rootRange: range, isSingle: isSingle, syntax: syntax)
    case .values(let values, let collation):
      BoundPath(
        root: .values(values, name: name, collation), rootRange: range, isSingle: values.count == 1,
        syntax: syntax)
    }
  }

  func finished() throws(Diagnostic) -> BoundPath {
    var path = path
    switch reached {
    case .attribute(let attribute): path.output = .values(attribute)
    case .groups(let groups): path.output = .groups(groups.bound())
    case .records, .depth, .values, .ended: break
    }
    return path
  }

  // MARK: Hops

  mutating func bind(_ hop: Hop) throws(Diagnostic) {
    if case .ended(let reason) = reached {
      throw Diagnostic(
        .misplaced(reason), at: hop.range, suggestions: reason == .hopAfterShape ? beforeShape(hop) : [])
    }
    if case .groups(var groups) = reached {
      let goesOn: Bool
      do throws(Diagnostic) { goesOn = try groups.bind(hop) } catch { throw withColumnsMeant(error, hop) }
      if goesOn {
        reached = .groups(groups)
      } else {
        // The only thing that ends groups: how many there are.
        path.output = .groups(groups.bound())
        path.aggregate = BoundAggregate(function: .count, range: hop.range)
        path.isSingle = true
        reached = .ended(.hopAfterAggregate)
      }
      return
    }
    switch hop.kind {
    case .member(let name, let eager): try member(name, eager, hop)
    case .closure(let name, let includesStart, let eager):
      try closure(name, includesStart: includesStart, eager, hop)
    case .verb(let name, let arguments): try verb(name, arguments, hop)
    case .keys(let keys): try self.keys(keys, hop)
    case .slice(let lower, let upper): try slice(Slice(lower: lower, upper: upper), hop)
    case .filter(let expression):
      let id = try records(for: hop)
      do throws(Diagnostic) {
        refine(.filter(try ExpressionBinder(binder, entity: id).predicate(expression)))
      } catch { throw withTextMeant(error, expression, hop, of: id) }
    case .shape(let fields):
      let id = try records(for: hop)
      path.output = .shape(try ShapeBinding(binder, entity: id, of: path).shape(fields))
      reached = .ended(.hopAfterShape)
    }
  }

  /// The entity that a hop starts from; a foreign-key column becomes the hop it stands for.
  mutating func records(for hop: Hop) throws(Diagnostic) -> EntityID {
    switch reached {
    case .records(let id): return id
    case .attribute(let attribute):
      let name = binder.schema[attribute.entity].attributes[attribute.index].name
      guard
        let relationship = try binder.relationship(
          ofColumn: attribute.index, in: attribute.entity, at: attribute.range)
      else {
        throw Diagnostic(
          .hopAfterValue(
            hop: SyntaxPrinter.text(of: [hop]), attribute: name,
            relationships: binder.schema.relationships(
              wantingNameOf: attribute.index, in: attribute.entity)),
          at: hop.range, suggestions: hop.position.map { [$0] } ?? [])
      }
      follow(relationship, range: attribute.range)
      return relationship.target
    case .depth:
      throw Diagnostic(
        .hopAfterValue(hop: SyntaxPrinter.text(of: [hop]), attribute: "depth", relationships: []),
        at: hop.range)
    case .values, .groups, .ended:
      if case .values(_, let name, _) = path.root, name != "_" {
        throw Diagnostic(.variableIsNotRecords(name), at: path.rootRange)
      }
      throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange)
    }
  }

  private mutating func member(_ name: Name, _ eager: EagerMark?, _ hop: Hop) throws(Diagnostic) {
    let id = try records(for: hop)
    if eager == nil, isDepth(name, of: id) {
      path.output = .depth(name.range)
      reached = .depth
      return
    }
    if let eager {
      let relationship = try binder.relationship(name, of: id)
      return follow(relationship, strategy: try binder.strategy(eager), range: name.range)
    }
    let member: Binder.Member
    do throws(Diagnostic) { member = try binder.member(name, of: id) } catch {
      throw withManagerMeant(error, name, hop)
    }
    switch member {
    case .attribute(let attribute):
      reached = .attribute(BoundAttribute(entity: id, index: attribute, range: name.range))
    case .relationship(let relationship): follow(relationship, range: name.range)
    }
  }

  /// Whether `depth` is asked of a closure, whose records have no attribute of that name.
  private func isDepth(_ name: Name, of id: EntityID) -> Bool {
    let isAfterClosure =
      path.steps.last.map { $0.closure != nil } ?? (binder.isInClosure && path.isAtRecord)
    guard name.text == "depth", isAfterClosure else { return false }
    if case .none = binder.schema.member(named: name.text, of: id) { return true }
    return false
  }

  private mutating func closure(
    _ name: Name, includesStart: Bool, _ eager: EagerMark?, _ hop: Hop
  ) throws(Diagnostic) {
    let id = try records(for: hop)
    let relationship = try binder.relationship(name, of: id)
    guard relationship.target == id else {
      throw Diagnostic(
        .misplaced(
          .closureElsewhere(
            name.text, from: binder.schema[id].name, to: binder.schema[relationship.target].name)),
        at: hop.range)
    }
    guard binder.schema[id].identity != .none else {
      throw Diagnostic(.noKey(entity: binder.schema[id].name), at: hop.range)
    }
    var strategy: LoadingStrategy?
    if let eager { strategy = try binder.strategy(eager) }
    follow(
      relationship, closure: includesStart ? .zeroOrMore : .oneOrMore, strategy: strategy, range: name.range)
  }

  private mutating func follow(
    _ relationship: Relationship, closure: BoundStep.Closure? = nil, strategy: LoadingStrategy? = nil,
    range: SourceRange
  ) {
    startsFromOne = path.isSingle || path.steps.isEmpty && isSingleRoot
    path.steps.append(
      BoundStep(relationship: relationship, closure: closure, strategy: strategy, range: range))
    reached = .records(relationship.target)
    if relationship.isToMany || closure != nil { path.isSingle = false }
  }

  mutating func refine(_ refinement: Refinement) {
    if path.steps.isEmpty {
      path.refinements.append(refinement)
    } else {
      path.steps[path.steps.count - 1].refinements.append(refinement)
    }
  }

  // MARK: Keys and positions

  private mutating func keys(_ keys: [Literal], _ hop: Hop) throws(Diagnostic) {
    let id = try records(for: hop)
    let key: Key
    do throws(Diagnostic) { key = try binder.key(keys, of: id, at: hop.range) } catch {
      throw withLabelMeant(error, keys, hop, of: id)
    }
    if case .entity = path.root, path.steps.isEmpty, path.refinements.isEmpty {
      path.root = .key(id, key)
      path.rootRange = path.rootRange.union(hop.range)
    } else {
      for (value, column) in zip(key.values, binder.schema[id].primaryKey) {
        refine(.filter(.binary(.attribute([], column), .equal, .value(value))))
      }
    }
    // A key is one record's, whatever leads to it.
    path.isSingle = true
  }

  private var isSingleRoot: Bool {
    switch path.root {
    case .key, .record: true
    case .entity, .values: false
    case .held(let selection, _): selection.slots.count == 1
    }
  }

  mutating func slice(_ slice: Slice, _ hop: Hop) throws(Diagnostic) {
    if case .records = reached {
      refine(.slice(slice))
    } else {
      path.slice = try composed(slice, hop)
    }
  }

  private func composed(_ slice: Slice, _ hop: Hop) throws(Diagnostic) -> Slice {
    guard let outer = path.slice else { return slice }
    guard outer.isFromStart, slice.isFromStart else {
      throw Diagnostic(.misplaced(.sliceOfSlice), at: hop.range)
    }
    let lower = (outer.lower ?? 0).addingReportingOverflow(slice.lower ?? 0)
    let upper = slice.upper.map { (outer.lower ?? 0).addingReportingOverflow($0) }
    let end = [outer.upper, upper.flatMap { $0.overflow ? nil : $0.partialValue }].compactMap { $0 }.min()
    return Slice(lower: lower.overflow ? .max : lower.partialValue, upper: end)
  }

  /// Whether a position counts within each parent, and there may be several parents.
  var isPerParent: Bool {
    guard case .records = reached, let last = path.steps.last, last.narrowsEach else { return false }
    return !startsFromOne
  }
}

extension BoundPath {
  /// Whether it still stands at the record where it began.
  fileprivate var isAtRecord: Bool {
    if case .record = root { steps.isEmpty } else { false }
  }
}

extension Hop {
  /// The positions that a key behind values was meant as: `[:1]` for `[0]`.
  fileprivate var position: String? {
    guard case .keys(let keys) = kind, keys.count == 1, case .integer(let place) = keys[0].kind else {
      return nil
    }
    return switch place {
    case 0: "[:1]"
    case -1: "[-1:]"
    case .min, .max: nil
    default: "[\(place):\(place + 1)]"
    }
  }
}
