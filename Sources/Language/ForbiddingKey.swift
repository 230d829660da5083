/// A foreign key that forbade a write, in names as they are typed.
package struct ForbiddingKey: Hashable, Sendable {
  /// Rows that refer to what the write would take away.
  package struct Referring: Hashable, Sendable {
    /// nil where it is not known.
    package var count: Int?
    /// What one of them is, and what several are; nil where there is no word for them.
    package var one: String?
    package var several: String?
    /// What the foreign key says of the change, as in `restrict`.
    package var action: String

    package init(count: Int?, one: String?, several: String?, action: String) {
      self.count = count
      self.one = one
      self.several = several
      self.action = action
    }
  }

  /// As in `book.author_id`.
  package var reference: String
  /// The table that it refers to.
  package var target: String
  /// The key in question, as in `3`; nil where there are several.
  package var key: String?
  /// The columns of that key where they are not the primary key.
  package var columns: [String]
  /// nil where what is referred to is missing.
  package var referring: Referring?

  package init(
    reference: String, target: String, key: String?, columns: [String], referring: Referring?
  ) {
    self.reference = reference
    self.target = target
    self.key = key
    self.columns = columns
    self.referring = referring
  }
}
