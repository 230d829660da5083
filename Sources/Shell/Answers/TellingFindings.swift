import Language
import Navigation
import Rendering

/// From what was found out about a line to what is said of it, with the line to type instead.
extension LineFindings {
  /// Each as a sentence, the most costly first.
  ///
  /// - Parameter way: where the line went on from: it is there no more when another line is typed, so that line begins
  ///   with the way to it.
  func told(after way: LastResult.Way?) -> [Finding] {
    var all: [Finding] = []
    if let found = nPlusOne {
      let again = found.instead.isContinued ? way?.statements ?? 0 : 0
      all.append(
        .nPlusOne(
          parent: found.owner, parentQueries: found.statementsBefore, relationship: found.relationship,
          queries: found.statements, instead: found.instead.text(after: way),
          insteadQueries: again + found.insteadStatements))
    }
    for join in joins {
      let instead = join.instead.text(after: way)
      switch join.kind {
      case .multiplied(let rows, let apart):
        all.append(
          .multipliedRows(relationships: join.relationships, rows: rows, apart: apart, instead: instead))
      case .repeated(let cells, let apart):
        all.append(
          .repeatedCells(relationships: join.relationships, cells: cells, apart: apart, instead: instead))
      }
    }
    if let found = unused {
      all.append(
        .unusedEagerLoad(
          relationships: found.relationships, records: found.rows, instead: found.instead.text(after: way)))
    }
    return all + missingIndexes.map(\.finding)
  }
}

extension PathSyntax {
  /// Whether it goes on from the last result.
  fileprivate var isContinued: Bool {
    if case .lastResult = root { true } else { false }
  }

  /// The path as it can be typed next; where rows of SQL began it, the setting that does the same.
  fileprivate func text(after way: LastResult.Way?) -> String {
    guard isContinued else { return SyntaxPrinter.text(of: self) }
    guard var path = way?.path else { return "load selectin" }
    path.hops += hops
    return SyntaxPrinter.text(of: path)
  }
}

extension MissingIndex {
  var finding: Finding {
    .missingIndex(table: table, columns: columns, reading: reading.finding, create: create)
  }
}

extension MissingIndex.Reading {
  fileprivate var finding: Finding.Reading {
    switch self {
    case .scans(let each, let times): .scans(rowsEach: each, times: times)
    case .rows(let count): .rows(count)
    case .automaticIndex(let each, let times): .automaticIndex(rowsEach: each, times: times)
    }
  }
}
