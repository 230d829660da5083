import ORM

extension HelpEntry {
  /// A new idea is one entry here.
  static let ideas = [
    HelpEntry(
      "eager", "eagerly", "eager loading",
      says:
        "Related rows are asked for before they are needed: one query for all records together, and not one for each. The"
        + " ! behind a relationship does it for that hop; the strategies selectin, joined and subquery do it for all.",
      more: "loading",
      examples: [
        ("author.books!.title", "two queries, however many there are"),
        ("author.books.title", "lazily: one query, then one more for each"),
        ("compare author.books.title", "what each way takes"), ("load selectin", "eagerly from now on"),
      ]),

    HelpEntry(
      "query", "sent",
      says: "A question to the database in SQL. The footer counts those that a line took: each is a trip.",
      more: "queries",
      examples: [("author.books.title", "see the footer"), ("queries", "all so far, added up")]),
    HelpEntry(
      "the sql whole", "whole",
      says: "Beside a result its SQL is told in short. This shows all of it, over several lines.",
      more: "sql",
      examples: [("sql last", "of the line before"), ("sql full", "of each line from now on")]),
    HelpEntry(
      "statement", "statements", "sql statement",
      says:
        "One sentence of SQL, up to its semicolon. One that is sent to the database is called a query here.",
      more: "sql both ways", examples: [("sql of author.books.title", "the path as one statement")]),
    HelpEntry(
      "strategy", "strategies", "loading strategy",
      says: "How related rows are loaded: how many queries it takes, and never what comes out.",
      more: "loading",
      examples: [
        ("compare author.books.title", "one path under each of them"), ("load", "the one in force"),
        ("help loading", "each of them"),
      ]),
    HelpEntry(
      "hop", "hops", "step", "segment",
      says: "One step of a path, from records to what they lead to. Hop 0 is where a path begins.",
      more: "paths",
      examples: [("author.books", "one hop, over books"), ("author.books.title?", "the hops of a path")]),
    HelpEntry(
      "entity", "entities", "table",
      says: "What the rows of a table are records of; it is called by the name of the table.", more: "tables",
      examples: [
        ("tables", "all of them"), ("author?", "one of them"),
        ("last table", "the last result again, as a table to look at"),
      ]),
    HelpEntry(
      "record", "records", "row", "rows",
      says:
        "A row is what the database gives; a record is a row with a key, which is one and the same wherever a path meets"
        + " it. The footer counts those that came out.",
      more: "values",
      examples: [("author[3]", "one record"), ("last record", "the last result again, a card for each row")]),
    HelpEntry(
      "attribute", "attributes", "column", "columns", "field",
      says: "What is known of each record of an entity: a column of its table.", more: "paths",
      examples: [("author?", "those of an entity"), ("author.books.title", "one behind a path")]),
    HelpEntry(
      "bag",
      says: "In a set each is there once, as records are; in a bag as often as it comes, as values are.",
      more: "values"),
    HelpEntry(
      "predicate", "condition", "conditions",
      says: "What is true or not of each record: in brackets it keeps those of which it is true.",
      more: "filters", examples: [("author[id > 3]", "")]),
    HelpEntry(
      "identity map", says: "It keeps one record for each row: who meets the row again gets that one.",
      more: "session"),
    HelpEntry(
      "cell", "cells", says: "One value of one row. Strategies differ in how many the database must send.",
      more: "compare", examples: [("compare author.books.title", "")]),
    HelpEntry(
      "path",
      says: "A line that begins at a table and goes from hop to hop, with a dot before each.",
      more: "paths",
      examples: [("author.books.title", ""), ("author.books.title?", "what it means")]),
    HelpEntry(
      "relationship", "relationships",
      says: "What leads from one record to others, over a foreign key, and back. There are four kinds:",
      more: "tables", kinds: [.manyToOne, .oneToMany, .oneToOne, .manyToMany]),
    HelpEntry(
      "kind", says: "How many records a relationship leads to, and how many lead to each of them:",
      more: "relationship", kinds: [.manyToOne, .oneToMany, .oneToOne, .manyToMany]),
    HelpEntry(
      "again and again", "the start and again and again",
      says:
        "A relationship of a table with itself, followed until nothing new is met: + does it, and * keeps the start.",
      more: "closures"),
    HelpEntry(
      "depth", "level",
      says: "How many times a closure, as in mother+, has followed the relationship: 1 is the mother.",
      more: "closures"),
    HelpEntry(
      "transaction", "transactions", "commit", "rollback",
      says:
        "Changes that hold together: begin opens one, commit keeps all that it changed, rollback undoes all of it."
        + " While one is open, the prompt has a *.",
      more: "sql both ways"),
    HelpEntry(
      "cascade", "on delete cascade", says: "Who refers to a deleted row is deleted with it.",
      more: "describe"),
    HelpEntry(
      "set null", "on delete set null", says: "Who refers to a deleted row stays, and refers to nothing.",
      more: "describe"),
    HelpEntry(
      "set default", "on delete set default",
      says: "Who refers to a deleted row stays, and refers to what the column has by default.",
      more: "describe"),
    HelpEntry(
      "restrict", "no action", "on delete",
      says:
        "What happens to those who refer to a row that is deleted. restrict and no action: the row stays, deleting it is an"
        + " error; cascade deletes them, set null lets them refer to nothing.",
      more: "describe"),
    HelpEntry(
      "junction", "through",
      says: "A table that only links two others, over which Kin leads as if it were not there.",
      more: "tables", kinds: [.manyToMany]),
    HelpEntry(
      "payload", "carries",
      says: "What a junction knows of each link beside the two that it links, as the grade of an enrollment.",
      more: "junction"),
    HelpEntry(
      "view", says: "A question that the database keeps under a name: it is read as a table is.",
      more: "tables"),
    HelpEntry(
      "many-to-one", "to-one", says: "Each record leads to one other at the most, over its foreign key.",
      more: "relationship", kinds: [.manyToOne]),
    HelpEntry(
      "one-to-one", says: "Each record leads to one other at the most, and no two to the same.",
      more: "relationship", kinds: [.oneToOne, .oneToOneReverse]),
    HelpEntry(
      "one-to-many", "to-many", says: "Each record leads to those whose foreign key refers to it.",
      more: "relationship", kinds: [.oneToMany]),
    HelpEntry(
      "many-to-many", says: "Each record leads to many and many lead to it, mostly over a junction.",
      more: "relationship", kinds: [.manyToMany]),
    HelpEntry(
      "key", "primary", "primary key",
      says: "What tells a record from all others of its table. In brackets it picks one.", more: "positions",
      examples: [("author[3]", "by its key"), ("author[:1]", "by its position: the first")]),
    HelpEntry(
      "unique", says: "No two rows have the same value there.", more: "describe"),
    HelpEntry(
      "position", "index of a row", says: "Where a row stands, counted from 0. With a colon it is no key.",
      more: "positions", examples: [("author[:1]", "the first"), ("author[-1:]", "the last")]),
    HelpEntry(
      "slice", "slices", says: "The rows between two positions; the end is left out.", more: "positions",
      examples: [("author[:3]", "the first three"), ("author[-2:]", "the last two")]),
    HelpEntry(
      "index", "indexes",
      says: "It finds the rows with a value without reading all of the table, as the index of a book does.",
      more: "doctor",
      examples: [
        ("author?", "which relationships have one"), ("explain author.books.title", "which ones a path uses"),
        ("doctor", "which are missing"),
      ]),
    HelpEntry(
      "rowid", "oid", "_rowid_",
      says:
        "The number by which SQLite keeps a row. Where the key is one integer, that is the number; else SQL alone can name"
        + " it, as in select rowid.",
      more: "key"),
    HelpEntry(
      "median",
      says:
        "The one in the middle, when all stand in their order: compare tells it of the times. No verb works it out; avg"
        + " gives the mean.",
      more: "aggregates"),
    HelpEntry(
      "foreign key", "refers to", says: "Columns that hold the key of another record.", more: "relationship",
      kinds: [.manyToOne]),
    HelpEntry(
      "round trip", "a round trip", "trip", "round", "waiting", "at n ms", "at n s", "at a round trip",
      says:
        "The way of a query to the database and back. The time at 2 ms is what the queries would take where each waits so"
        + " long, as over a network.",
      more: "roundtrip", examples: [("set roundtrip 50ms", "as if from another continent")]),
    HelpEntry(
      "why",
      says:
        "Why a query was sent: the mark before it stands below the piece of the line that needed it. log tells it of every"
        + " query so far, and talk teach in a sentence below each.",
      more: "log", examples: [("set talk teach", ""), ("author.books.title", ""), ("log", "")]),
    HelpEntry(
      "next", says: "The lines of the tour, one after the other: while it is on, each names the next.",
      examples: [("help tour", "from the beginning, and where one is")]),
  ]

  /// A new heading, or a new word of a footer, is one entry here.
  static let screen = [
    HelpEntry(
      "footer", says: "The last line of an answer: rows, queries, the strategy, and the time it took.",
      examples: [("author.books.title", "")]),
    HelpEntry("ms", "time", "µs", "ns", says: "How long it took: 1 ms is a thousandth of a second."),
    HelpEntry("slowest", says: "How long the one took that took longest.", more: "queries"),
    HelpEntry(
      "hit", "hits", "miss", "misses",
      says: "A hit is a record that was in the session and took no query; a miss had to be loaded.",
      more: "session"),
    HelpEntry(
      "leads on", says: "Below a record: the relationships over which a path goes on from it.", more: "paths",
      examples: [("author[3]", "see below it"), ("author[3].books", "on from there")]),
    HelpEntry(
      "card", "cards",
      says: "One record, its attributes below each other, and below them where it leads.", more: "record",
      examples: [("author[3]", "a card"), ("last record", "the last result again, a card for each row")]),
    HelpEntry(
      "is also", "also", says: "Another name of the same relationship, which can be typed as well.",
      more: "names"),
    HelpEntry(
      "everyday word", says: "What people call the other side of such a column: children for mother_id.",
      more: "names"),
    HelpEntry(
      "stops at", "may stop at",
      says: "The hop at which a line ends as an error: the strategy raise lets no hop load anything.",
      more: "raise"),
    HelpEntry(
      "each once",
      says:
        "Of a path: each record comes once, in however many ways it is reached. Of a column: no two rows have the same"
        + " value.",
      more: "values"),
    HelpEntry(
      ".kin",
      says:
        "The ending of the file beside a database, library.db.kin beside library.db: relationships, labels and settings"
        + " that hold whenever it is open. keep writes it.",
      more: "keep"),
    HelpEntry(
      "init.kin",
      says:
        "The lines that a prompt begins with, in ~/.config/kin or $XDG_CONFIG_HOME/kin. save writes the settings there.",
      more: "save"),
    HelpEntry(
      "in the session", "holds the value", "holds the values",
      says: "It was loaded before, so that it takes no query now.", more: "session"),
    HelpEntry(
      "named after", says: "What gave the relationship its name: a column, or a table.", more: "names"),
    HelpEntry(
      "as written",
      says: "The path with its marks, under the strategy in force; the other rows leave marks out.",
      more: "plan"),
    HelpEntry(
      "here = there", "here", "there",
      says: "The columns that hang together: here of this table, there of the one that it leads to.",
      more: "relationship"),
    HelpEntry(
      "to", "leads to", says: "What the relationship leads to: → to one record, →→ to many.",
      more: "relationship"),
    HelpEntry(
      "type", "int", "integer", "text", "real", "numeric", "blob", "any", "date", "datetime",
      says:
        "What a column holds: integer is a whole number, real one with a fraction, text letters, blob bytes, numeric any"
        + " number. Below a heading stands the type that the table declares.",
      more: "describe"),
    HelpEntry(
      "null", "nulls",
      says:
        "NULL is no value: neither equal nor unequal to anything. As a heading: whether there may be none, or how many"
        + " there are none of.",
      more: "values",
      examples: [("set null -", "shows another sign for it"), ("set null auto", "and goes back")]),
    HelpEntry(
      "range", "least", "greatest", says: "The least and the greatest value of a column.", more: "profile"),
    HelpEntry(
      "most common", says: "The values that most rows have, and how many have each.", more: "profile"),
    HelpEntry("share", says: "How many of all rows that is, in a hundred.", more: "profile"),
    HelpEntry(
      "setting", "settings", "default", "can be", says: "What Kin can be told to do differently.",
      more: "set",
      examples: [("set", "all of them")]),
    HelpEntry(
      "variable", "value", "holds",
      says: "A variable is a name for a result: it keeps the records, and whatever was loaded from them.",
      more: "variables", examples: [("a = author[3]", "gives it"), ("vars", "all of them"), ("forget a", "")]),
    HelpEntry("meaning", "about", says: "What a name stands for, in words."),
    HelpEntry(
      "sample", "samples", says: "A database that comes with Kin, opened in memory: nothing in it is kept.",
      more: "open", examples: [("open sample", "all of them"), ("open sample shop", "")]),
    HelpEntry(
      "loaded for", "of", says: "For how many records the relationship is loaded, and of how many.",
      more: "session"),
    HelpEntry(
      "held by", says: "Which variables keep the records in memory; _ is the last result.", more: "session"),
    HelpEntry("memory", "bytes", says: "About how much room the records take in memory.", more: "session"),
    HelpEntry(
      "found", says: "What has the word in its name: a table, an attribute or a relationship.", more: "find"),
    HelpEntry("called by", says: "The attributes by which a person knows a record.", more: "label"),
    HelpEntry("in force", says: "How the next line is loaded; load sets it.", more: "load"),
    HelpEntry(
      "as planned", "planned", says: "The line took the queries and the rows that plan told before.",
      more: "plan"),
    HelpEntry("in parts", says: "One query would have been too large for the database.", more: "loading"),
    HelpEntry(
      "shown", "shortened", "left out", "more",
      says: "There was no room for all of it; the word behind it shows the rest.", more: "last",
      examples: [("last", "every row"), ("last record", "every column, whole values")]),
    HelpEntry(
      "without", says: "How many records lead nowhere over that relationship: their foreign key is NULL."),
    HelpEntry("explains", "met", says: "The line tells how many there are, and what to type."),
    HelpEntry(
      "severity", "wrong", "slow", "risk", "note",
      says:
        "How bad it is: wrong loses rows or refuses writes, slow reads whole tables, of risk nothing has gone wrong yet,"
        + " and a note is to be known.",
      more: "doctor"),
    HelpEntry(
      "finding", "remedy", says: "What is wrong, and what to type against it.", more: "doctor"),
    HelpEntry("write", "(write)", says: "The file that is open may be changed: kin --write FILE."),
    HelpEntry(
      "sandbox", "(sandbox)",
      says: "Changes stay in a copy in memory and are gone in the end: kin --sandbox FILE."),
  ]
}
