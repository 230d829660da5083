import Language
import Navigation

extension BoundPath {
  /// What it gives where that is neither records nor values.
  var rowsWithoutRecords: RowsWithoutRecords? {
    guard aggregate == nil else { return nil }
    switch output {
    case .records, .values, .depth: return nil
    case .shape: return .shape
    case .groups: return .groups
    }
  }
}
