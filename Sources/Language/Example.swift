/// Something that could be typed instead, and what it would be.
package struct Example: Hashable, Sendable {
  package enum Role: Hashable, Sendable {
    /// What is typed in such a place.
    case likeThis
    case byPosition
    case byCondition
    case byKey
    /// One record, or several, where a key was given too much.
    case one
    case several
    /// Of what a relationship leads to, and not of one record.
    case ofRelationship
    /// Of the records, and not of their values.
    case ofRecords
  }

  /// nil where it goes without saying.
  package var role: Role?
  package var text: String

  package init(_ text: String, as role: Role? = nil) {
    self.text = text
    self.role = role
  }
}

/// A line that does something with a word that is no line by itself.
package struct WordLine: Hashable, Sendable {
  /// What the line does with it.
  package enum Use: Hashable, Sendable {
    case explains, shows, tells, changes, loads, prints
  }

  package var line: String
  package var use: Use

  package init(_ line: String, _ use: Use) {
    self.line = line
    self.use = use
  }
}
