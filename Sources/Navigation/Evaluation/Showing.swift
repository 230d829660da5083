import Language
import ORM
import SQL

/// What of the records at the end of a path is shown.
extension Evaluator {
  func shown(_ path: BoundPath, _ walked: Walked) throws(Diagnostic) -> Answer {
    let selection = walked.selection
    let entity = schema[selection.entity]
    switch path.output {
    case .records, .groups:
      return Answer(
        content: .records(selection), session: session, columns: columns(of: entity), entity: entity.id,
        isSingle: path.isSingle)
    case .shape(let shape):
      let level = try nested(
        shape, of: selection, areAll: walked.areAll, depths: walked.depths?.all,
        after: prefix(of: path, upTo: path.steps.count))
      return Answer(
        content: .nested(NestedRecords(level)), session: session, columns: columns(of: level),
        entity: entity.id,
        isSingle: path.isSingle)
    case .depth:
      let values = (walked.depths?.all ?? []).map { Value.integer(Int64($0)) }
      return try rows(values, path, Answer.Column(name: "depth", type: "", isKey: false, isNumeric: true))
    case .values(let bound):
      let column = self.column(bound)
      if path.isDistinct {
        var values = try distinct(bound, of: selection, at: path.syntax.range)
        if let slice = path.slice { values = try cut(values, slice, at: path.syntax.range) }
        return rows(values, path, column)
      }
      var selection = selection
      if let slice = path.slice {
        selection = Selection(
          selection.entity, Array(selection.slots[slice.range(count: selection.slots.count)]))
      }
      return Answer(
        content: .values(selection, attribute: bound.index), session: session, columns: [column],
        isSingle: path.isSingle)
    }
  }

  /// A path that starts from values.
  func answer(
    _ path: BoundPath, over values: [Value], _ collation: Collation
  ) throws(Diagnostic) -> Answer {
    var column = Answer.Column(name: "value", type: "", isKey: false, isNumeric: false)
    column.collation = collation
    guard let aggregate = path.aggregate else { return try rows(values, path, column) }
    return number(
      try aggregated(aggregate, try kept(values, path, collation), collation: collation), aggregate.function)
  }

  /// The values of records, each once; nothing is made for those that are there already.
  private func distinct(
    _ bound: BoundAttribute, of selection: Selection, at range: SourceRange
  ) throws(Diagnostic) -> RowBuffer {
    let values = RowBuffer(distinctBy: schema[selection.entity].attributes[bound.index].collation)
    var count = 0
    try at(range) { () throws(DatabaseError) in
      try session.forEachRow(of: selection.entity, selection.slots[...], attributes: [bound.index]) {
        row throws(DatabaseError) in
        try session.look(count)
        count += 1
        values.append(row)
        return true
      }
    }
    return values
  }

  private func cut(_ values: RowBuffer, _ slice: Slice, at range: SourceRange) throws(Diagnostic) -> RowBuffer
  {
    let part = RowBuffer(columns: 1)
    try at(range) { () throws(DatabaseError) in
      try values.forEachRow(in: slice.range(count: values.count)) { row throws(DatabaseError) in
        try session.look(part.count)
        part.append(row)
        return true
      }
    }
    return part
  }

  private func rows(
    _ values: [Value], _ path: BoundPath, _ column: Answer.Column
  ) throws(Diagnostic) -> Answer {
    let buffer = RowBuffer(columns: 1)
    _ = try each(try kept(values, path, column.collation), at: path.syntax.range) { buffer.append([$0]) }
    return rows(buffer, path, column)
  }

  private func rows(_ buffer: RowBuffer, _ path: BoundPath, _ column: Answer.Column) -> Answer {
    var answer = Answer(content: .rows(buffer), session: session, columns: [column], isSingle: path.isSingle)
    answer.valuesOf = path.attribute?.entity
    return answer
  }

  /// What `distinct()` and a slice leave of values.
  func kept(
    _ values: [Value], _ path: BoundPath, _ collation: Collation
  ) throws(Diagnostic) -> [Value] {
    var values = values
    if path.isDistinct {
      var seen = DistinctValues(upTo: values.count, collation: collation)
      var firsts: [Value] = []
      for (index, value) in values.enumerated() {
        try look(index, at: path.syntax.range)
        if seen.insert(value) { firsts.append(value) }
      }
      values = firsts
    }
    return path.slice.map { Array(values[$0.range(count: values.count)]) } ?? values
  }

  /// What becomes of each, as `map` would have it, but a person can stop it.
  func each<Items: Sequence, Result>(
    _ items: Items, at range: SourceRange, _ transform: (Items.Element) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(items.underestimatedCount)
    for (index, item) in items.enumerated() {
      try look(index, at: range)
      results.append(try transform(item))
    }
    return results
  }

  /// Fails when a person has asked to stop; asked now and then, by the number of items done.
  func look(_ count: Int, at range: SourceRange) throws(Diagnostic) {
    guard count & 0x3FF == 0x3FF else { return }
    try at(range) { () throws(DatabaseError) in try session.executor.connection.checkInterrupt() }
  }

  func column(_ bound: BoundAttribute) -> Answer.Column {
    let entity = schema[bound.entity]
    return Answer.Column(entity.attributes[bound.index], isKey: entity.primaryKey.contains(bound.index))
  }

  func columns(of entity: Entity) -> [Answer.Column] {
    entity.attributes.enumerated().map { Answer.Column($1, isKey: entity.primaryKey.contains($0)) }
  }
}
