package import SQL

extension Value {
  /// Lends the value as a row would.
  package func withCell<R>(_ body: (Cell) -> R) -> R {
    switch self {
    case .null: body(.null)
    case .integer(let integer): body(.integer(integer))
    case .real(let real): body(.real(real))
    case .text(let text): text.utf8.withUnsafeBufferPointer { body(.text($0)) }
    case .blob(let bytes): bytes.withUnsafeBufferPointer { body(.blob($0)) }
    }
  }
}
