internal import Language

/// Examples in the words that lead up to them.
enum ExampleText {
  /// The first of them begins a sentence.
  static func words(_ examples: [Example]) -> [Sentence] {
    examples.enumerated().map { index, example in
      guard let lead = lead(example.role) else { return Sentence(type: example.text) }
      return
        "\(index == 0 ? lead.prefix(1).uppercased() + lead.dropFirst() : lead): \(type: example.text)"
    }
  }

  private static func lead(_ role: Example.Role?) -> String? {
    switch role {
    case .likeThis: "as in"
    case .byPosition: "by position"
    case .byCondition: "by a condition"
    case .byKey: "by key"
    case .one: "one"
    case .several: "several"
    case .ofRelationship: "of a relationship"
    case .ofRecords: "or of the records"
    case nil: nil
    }
  }
}
