import ORM

extension HelpEntry {
  /// A new mark is one entry here.
  static let marks = [
    HelpEntry(
      "!",
      says:
        "Behind a relationship: this hop is loaded for all records at once, eagerly, by selectin; !joined says how.",
      more: "loading",
      examples: [("author.books!.title", "two queries"), ("author.books.title", "one for each")]),
    HelpEntry(
      "+", says: "Behind a relationship of a table with itself: followed until nothing new is met.",
      more: "closures"),
    HelpEntry(
      "*",
      says:
        "Behind a relationship of a table with itself: as +, and the start is kept as well. Behind the name in the"
        + " prompt: changes are not committed yet. Behind a setting: not the default.",
      more: "closures"),
    HelpEntry(
      "?", says: "Behind a path: what it means, instead of running it.", more: "questions",
      examples: [("author?", "columns, keys and relationships"), ("author.books?", "what the path means")]),
    HelpEntry(
      "_", "result", "last result", says: "The last result; a line that begins with a dot goes on from it.",
      more: "variables"),
    HelpEntry(
      ".", says: "Leads on, to an attribute, a relationship or a verb.", more: "paths",
      examples: [
        ("author.books", "a relationship"), ("author.id", "an attribute"), ("author.count()", "a verb"),
      ]),
    HelpEntry(
      "[", "]", "[]", says: "A key, positions with a colon between them, or a condition.", more: "positions",
      examples: [
        ("author[3]", "a key"), ("author[:1]", "a position: the first"), ("author[id > 3]", "a condition"),
      ]),
    HelpEntry(
      "{", "}", "{}", says: "What to show of each record.", more: "shapes", examples: [("author{id}", "")]),
    HelpEntry(
      "(", ")", "()", says: "Behind a verb or a function: what it is to work with.", more: "verbs",
      examples: [("author.count()", "")]),
    HelpEntry(
      ":", says: "Between two positions, or behind the name of a field.", more: "positions",
      examples: [("author[:5]", "the first five")]),
    HelpEntry(
      "=", "==", says: "Compares in brackets; behind a word it gives the word what the path gives.",
      more: "variables", examples: [("a = author[3]", "a is a name for it from now on")]),
    HelpEntry(
      "<", ">", "<=", ">=", "!=", "<>",
      says: "Compares in brackets. Behind log or last, > writes into a file.", more: "filters"),
    HelpEntry("-", says: "Before what is sorted by: descending.", more: "sorting"),
    HelpEntry("||", says: "Joins two texts in a condition.", more: "filters"),
    HelpEntry("%", says: "Behind like: any characters. In profile: of a hundred rows.", more: "filters"),
    HelpEntry("\"", "'", says: "Around a text.", more: "filters"),
    HelpEntry("`", says: "Around a name that is no plain word.", more: "names"),
    HelpEntry("^", "^^^", says: "What the error below is about."),
    HelpEntry(
      "..>", says: "The line goes on: a bracket is open, or a semicolon is missing. Ctrl-C gives it up."),
    HelpEntry(
      "→", "->", says: "Leads to one record at the most. Ahead of a column: it refers to another table.",
      more: "relationship", kinds: [.manyToOne, .oneToOne]),
    HelpEntry(
      "→→", "->->", "->>", says: "Leads to many records.", more: "relationship",
      kinds: [.oneToMany, .manyToMany]),
    HelpEntry(
      "○", "●", "◐", "[x]", "[/]", "[ ]", "not loaded", "loaded", "loaded in part", "in part",
      says: "○ is not loaded, ● is loaded, ◐ is loaded in part. In a diagram ○ is one or none.", more: "tree"),
    HelpEntry(
      "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "(1)", "(2)", "(3)",
      says:
        "Which piece of the line sent which queries: the same mark stands below the piece and before them.",
      more: "sql"),
    HelpEntry(
      "×", says: "How many times: the same query was sent, or a value is there.", more: "sql"),
    HelpEntry("≈", "~=", says: "Estimated and not counted.", more: "plan"),
    HelpEntry(
      "~", says: "A relationship that nobody declared: the names of columns suggest it.", more: "undeclared"),
    HelpEntry(
      "…", "...",
      says:
        "Something is left out: last table or last record shows all of a result, sql last all of the SQL.",
      more: "last"),
    HelpEntry(
      "⋮", says: "Rows are left out here, or columns of a card; last shows all of them, last record too.",
      more: "last"),
    HelpEntry("·", "|", says: "Stands between things that are told side by side."),
    HelpEntry(
      "═", "===", says: "Below the columns of the key: what tells a record from all others.", more: "key"),
    HelpEntry(
      "─", "│", "---", "║", "┼", "┬", "┴", "┌", "┐", "└", "┘", "├", "┤", "•",
      says: "A line of a table, a tree or a diagram; it has no meaning of its own."),
    HelpEntry(
      "↺", says: "A relationship of a table with itself, as a book is the sequel of a book.", more: "closures"
    ),
    HelpEntry(
      "╪", "╱│╲", "╱", "╲", says: "At the end of a line of a diagram: ╱│╲ is many, ╪ one, ○ one or none.",
      more: "diagram"),
    HelpEntry(
      "█", "▉", "▊", "▋", "▌", "▍", "▎", "▏", "▇", says: "A bar, as long as the number beside it is large.",
      more: "compare"),
    HelpEntry(
      "⏎", "␛", "⇥", "␀", "␍",
      says: "A character of a text that cannot be shown as it is: the end of a line, an escape, a tab."),
    HelpEntry("–", says: "From the one number to the other. In a record: there is none."),
    HelpEntry("#", says: "Begins a comment. In a card and a diagram: the key.", more: "comments"),
  ]
}
