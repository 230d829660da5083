package import SQL

/// The attributes that name a record to a person, and the name that their values make.
package enum Label {
  /// A text column called like a name, or two called like the parts of a person's name, or one called like a title;
  /// else the only unique text column; else any `…_name` or `…_title`; else the only other column of a table of two.
  ///
  /// Never part of the key or of a foreign key, which name nothing.
  /// A column called `name` goes before a unique one: a book is known by its title, not by its ISBN.
  static func attributes(of table: CatalogTable, columnForms: [String], singular: String, keys: Set<Int>)
    -> [Int]
  {
    let free = table.columns.indices.filter { !keys.contains($0) && !table.primaryKey.contains($0) }
    let texts = free.filter { table.columns[$0].affinity == .text || table.columns[$0].declaredType.isEmpty }
    let names = texts.map { columnForms[$0] }
    func column(_ name: String) -> Int? {
      names.firstIndex { $0.hasSameBytes(as: name) }.map { texts[$0] }
    }
    for name in ["name", singular + "_name", "full_name", "display_name"] {
      if let found = column(name) { return [found] }
    }
    for (given, family) in personNames {
      if let given = column(given), let family = column(family) { return [given, family] }
    }
    for name in callingNames + ["title", singular + "_title"] + otherNames {
      if let found = column(name) { return [found] }
    }
    let unique = texts.filter { text in
      table.columns[text].affinity == .text && table.uniqueKeys.contains { $0.columns == [text] }
    }
    if unique.count == 1 { return unique }
    if let found = names.firstIndex(where: { $0.ends(in: "_name") || $0.ends(in: "_title") }) {
      return [texts[found]]
    }
    guard table.columns.count == 2, table.primaryKey.count == 1, free.count == 1,
      Naming.withoutIDSuffix(columnForms[free[0]]) == nil
    else { return [] }
    return free
  }

  /// What the values of a label say together: a lone one as it is, of several those that say something, with a space
  /// between them; NULL where none does.
  package static func value(_ parts: [Value]) -> Value {
    if parts.count == 1 { return parts[0] }
    let words = parts.compactMap { part -> String? in
      switch part {
      case .text(let text): text.string.isEmpty ? nil : text.string
      case .integer(let number): String(number)
      case .real(let number): number.description
      case .null, .blob: nil
      }
    }
    return words.isEmpty ? .null : Value(words.joined(separator: " "))
  }

  /// The parts of a person's name, in the order in which they are said.
  private static let personNames = [
    ("first_name", "last_name"), ("firstname", "lastname"), ("first_name", "surname"),
    ("forename", "surname"), ("given_name", "family_name"), ("given_name", "surname"), ("fname", "lname"),
    ("first", "last"),
  ]
  /// These go before `title`, which is a person's post.
  private static let callingNames = ["last_name", "surname", "username", "user_name", "login"]
  private static let otherNames = ["label", "subject", "headline", "caption", "company_name"]
}
