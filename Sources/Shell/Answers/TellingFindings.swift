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
      // What the line has loaded first is counted already, but for SQL that has to be typed again.
      let isPaid = found.statementsForStart > 0 && way?.path.isContinued != true
      let again = found.instead.isContinued && !isPaid ? way?.statements ?? 0 : 0
      let queries = again + found.insteadStatements
      if queries < found.total {
        all.append(
          .nPlusOne(
            parentQueries: found.statementsBefore,
            hops: found.lazyHops, instead: found.instead.text(after: way), insteadQueries: queries))
      }
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

extension NPlusOne {
  /// Its hops; a relationship that was followed twice from the same place, for its records and for their number, is
  /// one.
  fileprivate var lazyHops: [Finding.LazyHop] {
    hops.reduce(into: []) { told, hop in
      let known = told.firstIndex { $0.owner == hop.owner && $0.relationship == hop.relationship }
      if let known {
        told[known].queries += hop.statements
        told[known].records += hop.cohort
      } else {
        told.append(
          Finding.LazyHop(
            owner: hop.owner, relationship: hop.relationship, queries: hop.statements, records: hop.cohort))
      }
    }
  }
}

extension PathSyntax {
  /// Whether it goes on from the last result.
  var isContinued: Bool {
    if case .lastResult = root { true } else { false }
  }

  /// The path as it can be typed next; where many rows of SQL began it, behind them.
  fileprivate func text(after way: LastResult.Way?) -> Sentence {
    guard isContinued else { return Sentence(type: SyntaxPrinter.text(of: self)) }
    guard var path = way?.path else { return Sentence(type: SyntaxPrinter.text(of: self)) }
    path.hops += hops
    let text = SyntaxPrinter.text(of: path)
    return path.isContinued ? "the SQL again, then \(type: text)" : Sentence(type: text)
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
