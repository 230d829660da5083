import SQL

/// Chooses the attribute that names a record to a person.
enum Label {
  /// A text column called like a name or title; else the only unique text column; else any `…_name` or
  /// `…_title`; else the only other column of a table of two.
  ///
  /// Never part of the key or of a foreign key, which name nothing.
  /// A column called `name` goes before a unique one: a book is known by its title, not by its ISBN.
  static func attribute(of table: CatalogTable, columnForms: [String], singular: String, keys: Set<Int>)
    -> Int?
  {
    let free = table.columns.indices.filter { !keys.contains($0) && !table.primaryKey.contains($0) }
    let texts = free.filter { table.columns[$0].affinity == .text || table.columns[$0].declaredType.isEmpty }
    let names = texts.map { columnForms[$0] }
    let wanted = ["name", singular + "_name"] + personNames + ["title", singular + "_title"] + otherNames
    for name in wanted {
      if let found = names.firstIndex(where: { $0.hasSameBytes(as: name) }) { return texts[found] }
    }
    let unique = texts.filter { text in
      table.columns[text].affinity == .text && table.uniqueKeys.contains { $0.columns == [text] }
    }
    if unique.count == 1 { return unique[0] }
    if let found = names.firstIndex(where: { $0.ends(in: "_name") || $0.ends(in: "_title") }) {
      return texts[found]
    }
    guard table.columns.count == 2, table.primaryKey.count == 1, free.count == 1 else { return nil }
    return Naming.withoutIDSuffix(columnForms[free[0]]) == nil ? free[0] : nil
  }

  /// These go before `title`, which is a person's post.
  private static let personNames = [
    "full_name", "display_name", "last_name", "surname", "username", "user_name", "login",
  ]
  private static let otherNames = ["label", "subject", "headline", "caption", "company_name"]
}
