"""What is measured: workloads, lines in a process of their own, lines that are typed."""



WORKLOADS = {
    "W1": "lazy, author.books.title",
    "W2": "joined to-many, author.books.title",
    "W2b": "joined to-one, book.author.name",
    "W3": "selectin, author.books.title",
    "W4": "one pass a level, author.books.members.name",
    "W5": "identity map, book.author.name",
    "W6": "one path by key, warm",
    "W7": "all books as records",
    "W8": "two collections side by side, one pass each, book{title, genres{name}, members{name}}",
    "W9": "many-to-many, book.genres.name",
    "W10": "many-to-many, genre.books.title",
    "W11": "closure of twenty levels, employee[1].reports+.name",
    "W12": "one-to-one reverse, employee.badge.code",
    "W13": "a filter for each parent, author.books[year > 1990].title",
    "W14": "one path by key, another key each time",
}

PROCESS = "process"

# What Tab and the hint may take at any place of a line, the first time too: milliseconds.
TYPING = {"completion": 30, "hint": 5}

TYPED = [
    "item_1.parent.other.name",
    "item_1[17].parent.name",
    "item_1[name = \"Name 99\"].other.id",
    "item_2[name = \"Name 99\"].parent",
    "item_2[\"Name 9999",
    "item_1[\"Name 9999",
    "item_2[note",
    "item_1[12].item_2s[9",
    "item_1.parent{name, other{id, name}, n: id}",
    "item_1.with(parent, other: joined).sort(-name).take(3)",
    "item_1.group(parent.name)[count > 3]",
    "compare item_1.parent item_2.other",
    "select it.name from item_1 as it join item_2 on item_2.parent_id = it.id where it.no",
    "describe item_4",
    "set format csv",
    "item_1.parent.parent.parent.parent.parent.parent.parent",
    "item_1[parent.name = \"x\" and not other.any()].count()",
    "nothing.here",
]

# From Ctrl-C to the next prompt, or to the end of a batch: milliseconds.
STOPPING = {"stopping": 100}

# What takes seconds, and what it is that is stopped.
STOPPED = {
    "a long query": "select count(*) from item_0 as a, item_1 as b where a.note <> b.name",
    "a query that sorts": "select * from item_0 as a, (select 1 union select 2 union select 3) order by name desc, note",
    "a query for each record": "item_0.item_1.name",
    "two hops that load all": "item_0.item_1!selectin.item_2!selectin.name",
    "a nested result": "item_0{name, item_1{name}}",
    "rows that are printed": "item_0",
}

GOAL = {"W1": 1.0, "W2": 1.3, "W2b": 2.0, "W3": 1.3, "W4": 1.3, "W5": 1.0, "W6": 1.5, "W7": 1.5}

# The bytes of the values that a workload holds: eight for a number, for a text its length, none for NULL.
AUTHORS = "(SELECT sum(16 + length(name) + length(country) + 8 * (died NOT NULL)) FROM author)"

BOOKS = "(SELECT sum(32 + length(title) + length(language) + 8 * (publisher_id NOT NULL)) FROM book{})"

MEMBERS = "(SELECT sum(8 + length(name) + coalesce(length(email), 0) + length(joined_on)) FROM member)"

EMPLOYEES = "(SELECT sum(8 + length(name) + 8 * (manager_id NOT NULL)) FROM employee)"

ALL_BOOKS = BOOKS.format("")

HELD = {
    **dict.fromkeys(["W1", "W2", "W2b", "W3", "W5"], f"{AUTHORS} + {ALL_BOOKS}"),
    "W4": f"{AUTHORS} + {ALL_BOOKS} + {MEMBERS}", "W8": f"{ALL_BOOKS} + {MEMBERS}",
    **dict.fromkeys(["W7", "W9", "W10"], ALL_BOOKS), "W11": EMPLOYEES,
    "W12": f"{EMPLOYEES} + (SELECT sum(16 + length(code)) FROM badge)",
    "W13": f"{AUTHORS} + {BOOKS.format(' WHERE year > 1990')}",
}


class Case:
    """A line in a process of its own, and the SQL that asks the sqlite3 shell for the same rows."""

    def __init__(self, name, options, line, sql, goal=None, data="library"):
        self.name, self.options, self.line, self.sql = name, options, line, sql
        self.goal, self.data = goal, data


CASES = [
    Case("one path by key", [], "author[3].books.title",
         "SELECT title FROM book WHERE author_id = 3 ORDER BY id", goal=3.0),
    Case("one of 1,000 tables", [], "item_0[1].name", "SELECT name FROM item_0 WHERE id = 1", data="tables"),
    Case("two loans of each book of one author, joined", ["--load", "joined"], "author[3].books.loans[:2].due_on",
         """SELECT due_on FROM book JOIN (SELECT *, row_number() OVER (PARTITION BY book_id ORDER BY member_id,
            borrowed_on) AS position FROM loan WHERE book_id IN (SELECT id FROM book WHERE author_id = 3)) AS loan
            ON loan.book_id = book.id WHERE author_id = 3 AND position <= 2
            ORDER BY book.id, position"""),
    Case("readers of one author, joined", ["--load", "joined"], "author[3].books.members.name",
         """SELECT name FROM book JOIN loan ON loan.book_id = book.id JOIN member ON member.id = loan.member_id
            WHERE author_id = 3 GROUP BY member.id ORDER BY min(book.id), member.id"""),
    Case("books by language", [], "book.group(language){count()}",
         "SELECT language, count(*) FROM book GROUP BY language ORDER BY count(*) DESC, language"),
    Case("all books, CSV", [], "book", "SELECT * FROM book ORDER BY id"),
    Case("author.books.title, CSV", [], "author.books.title",
         "SELECT title FROM author JOIN book ON author_id = author.id ORDER BY author.id, book.id"),
    Case("author.books.members.name, CSV", [], "author.books.members.name",
         """SELECT name FROM member JOIN loan ON member_id = member.id JOIN book ON book_id = book.id
            GROUP BY member.id ORDER BY min(author_id * 1000000 + book.id), member.id"""),
]
