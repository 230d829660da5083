import SQL

/// The records of one entity as a FROM with conditions and an order, before it is decided what to select of them.
struct RecordSource {
  let entity: Entity
  let alias: String
  var source: Select.Source
  var joins: [Select.Join] = []
  var conditions: [SQLExpression] = []
  /// Ends with the identity, so that the order is total.
  var order: [Select.OrderTerm]
  var limit: Select.Limit?
  /// The relationship that they are the targets of.
  var relationship: Relationship?
  /// What must equal the key of a source record, when the records are those of a relationship.
  var parent: [SQLExpression] = []
  /// The columns in it as they are stored, as long as nothing stands around them.
  var foreignKey: [SQLExpression] = []
  /// What tells the rows of a junction apart that may link one pair twice.
  var link: [SQLExpression] = []
  /// Whether it names columns of a statement around it.
  var isCorrelated = false
  /// How far each record of a closure is.
  var depth: SQLExpression?
  /// To-one hops that a condition or an order has joined already.
  var joined: [[RelationshipID]: String] = [:]
  /// Whether it needs a hidden column of a table in a pair, which nobody sees once the pair stands after JOIN.
  var hidesIdentity = false

  /// Whether it can stand after JOIN as it is.
  var isPlain: Bool { joins.isEmpty && limit == nil && !hidesIdentity }

  var columns: [SQLExpression] { entity.storedColumns.map { .column($0, of: alias) } }
  var identity: [SQLExpression] { entity.identityColumns.map { .column($0, of: alias) } }

  /// Makes it a subselect of the same alias, so that what follows applies to what there is so far.
  ///
  /// - Parameter ranked: from which end positions are counted, and for each of what.
  mutating func wrap(
    positionName: String, ranked: (from: Bool, fromEnd: Bool, partition: [SQLExpression])? = nil
  ) {
    var inner = Select(columns: columns.map { Select.Column($0) }, from: source)
    inner.isCorrelated = isCorrelated
    inner.joins = joins
    inner.conditions = conditions
    inner.limit = limit
    var outerParent: [SQLExpression] = []
    for (index, expression) in parent.enumerated() {
      // A column of the entity is there under its own name already.
      if case .column(let name, of: alias) = expression, entity.storedColumns.contains(where: { $0 == name })
      {
        outerParent.append(expression)
      } else {
        let name = free("parent_\(index + 1)")
        inner.columns.append(Select.Column(expression, as: name))
        outerParent.append(.column(name, of: alias))
      }
    }
    var outerLink: [SQLExpression] = []
    for (index, expression) in link.enumerated() {
      let name = free("link_\(index + 1)")
      inner.columns.append(Select.Column(expression, as: name))
      outerLink.append(.column(name, of: alias))
    }
    if let own = depth {
      let name = free("depth")
      inner.columns.append(Select.Column(own, as: name))
      depth = .column(name, of: alias)
    }
    if let ranked {
      // Rows of one target share a rank, however often a junction names it; without an identity rows differ.
      let function = entity.identityColumns.isEmpty ? "row_number" : "dense_rank"
      if ranked.from {
        inner.columns.append(
          Select.Column(.window(function, partition: ranked.partition, order: order), as: positionName))
      }
      if ranked.fromEnd {
        var rank = SQLExpression.window(function, partition: ranked.partition, order: order.map(\.reversed))
        if entity.identityColumns.isEmpty, order.isEmpty || entity.kind != .table {
          // Rows of a view that are alike, or in no order at all, do not turn round with it.
          let total = SQLExpression.window("count", partition: ranked.partition, order: [])
          let place = SQLExpression.window(function, partition: ranked.partition, order: order)
          rank = .infix(.infix(total, "+", .number(1)), "-", place)
        }
        inner.columns.append(Select.Column(rank, as: positionName + "_from_end"))
      }
      order =
        ranked.from
        ? [Select.OrderTerm(.column(positionName, of: alias))]
        : [Select.OrderTerm(.column(positionName + "_from_end", of: alias), descending: true)]
    } else {
      if limit != nil { inner.order = order }
      let isOwn = order.allSatisfy { term in
        guard case .column(let name, of: alias) = term.expression else { return false }
        return entity.storedColumns.contains { $0 == name }
      }
      // An order that is counted already goes along as it is; any other becomes one number a row.
      if !isOwn, order.count == 1, case .column(_, of: alias) = order[0].expression {
        inner.columns.append(Select.Column(order[0].expression))
      } else if !isOwn || (limit != nil && order.isEmpty && entity.identityColumns.isEmpty) {
        // Of rows in no order SQLite would cut others, those that are first in the order around them.
        inner.columns.append(
          Select.Column(.window("row_number", partition: [], order: order), as: positionName))
        order = [Select.OrderTerm(.column(positionName, of: alias))]
      }
    }
    source = .select(inner, alias: alias)
    joins = []
    conditions = []
    limit = nil
    hidesIdentity = false
    joined = [:]
    parent = outerParent
    link = outerLink
  }

  /// A name for a position that no attribute has.
  var positionName: String {
    var name = "position"
    while [name, name + "_from_end"].contains(where: { free($0) != $0 }) { name += "_" }
    return name
  }

  /// A name like this one that no attribute has.
  private func free(_ name: String) -> String {
    var name = name
    while entity.storedColumns.contains(where: { $0.isSameName(as: name) }) { name += "_" }
    return name
  }
}

extension Entity {
  /// The columns that a record keeps: its attributes, and the hidden identity where there is no other.
  var storedColumns: [String] {
    switch identity {
    case .hidden(let name): attributes.map(\.name) + [name]
    case .columns, .none: attributes.map(\.name)
    }
  }

  var hasHiddenIdentity: Bool {
    if case .hidden = identity { true } else { false }
  }

  /// The columns that tell the rows apart; empty when nothing does.
  var identityColumns: [String] {
    identityIndexes.map { storedColumns[$0] }
  }

  /// Indexes into `storedColumns`.
  package var identityIndexes: [Int] {
    switch identity {
    case .columns(let columns): columns
    case .hidden: [attributes.count]
    case .none: []
    }
  }
}
