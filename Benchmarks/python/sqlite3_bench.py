"""The sqlite3 module alone: tuples, no records and no identity map. What Python itself costs."""

import sqlite3

import workloads

AUTHOR = "a.id, a.name, a.country, a.born, a.died"
BOOK = "b.id, b.title, b.author_id, b.publisher_id, b.year, b.pages, b.language"
MEMBER = "m.id, m.name, m.email, m.joined_on"
AUTHOR_BY_KEY = f"SELECT {AUTHOR} FROM author a WHERE a.id = ?"
BOOKS_OF = f"SELECT {BOOK} FROM book b WHERE b.author_id = ? ORDER BY b.id"
CHUNK = 500


def connect(database, counting):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    count = 0

    def rows(sql, keys=()):
        nonlocal count
        count += 1
        return connection.execute(sql, keys).fetchall()

    def chunks(head, keys, tail):
        found = []
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            found += rows(f"{head} ({','.join('?' * len(some))}) {tail}", some)
        return found

    def all_authors():
        return rows(f"SELECT {AUTHOR} FROM author a ORDER BY a.id")

    def books_in(authors):
        return chunks(f"SELECT {BOOK} FROM book b WHERE b.author_id IN", [author[0] for author in authors],
                      "ORDER BY b.author_id, b.id")

    def lazy():
        books = [(author, rows(BOOKS_OF, (author[0],))) for author in all_authors()]
        return books, [book[1] for _, some in books for book in some]

    def joined_to_many():
        found = rows(f"SELECT {AUTHOR}, {BOOK} FROM author a LEFT JOIN book b ON b.author_id = a.id"
                     " ORDER BY a.id, b.id")
        return found, [row[6] for row in found if row[5] is not None]

    def joined_to_one():
        found = rows(f"SELECT {BOOK}, {AUTHOR} FROM book b LEFT JOIN author a ON a.id = b.author_id"
                     " ORDER BY b.id")
        return found, [row[8] for row in found]

    def select_in():
        authors = all_authors()
        books = books_in(authors)
        return (authors, books), [book[1] for book in books]

    def three_levels():
        authors = all_authors()
        books = books_in(authors)
        borrowers = chunks(f"SELECT l.book_id, {MEMBER} FROM loan l JOIN member m ON m.id = l.member_id"
                           " WHERE l.book_id IN", [book[0] for book in books], "ORDER BY l.book_id, m.id")
        return (authors, books, borrowers), [member[2] for member in borrowers]

    def identity_map():
        books = rows(f"SELECT {BOOK} FROM book b ORDER BY b.id")
        authors = {}
        names = []
        for book in books:
            author = authors.get(book[2])
            if author is None:
                author = authors[book[2]] = rows(AUTHOR_BY_KEY, (book[2],))[0]
            names.append(author[1])
        return (books, authors), names

    def by_key():
        author = rows(AUTHOR_BY_KEY, (3,))[0]
        books = rows(BOOKS_OF, (author[0],))
        return (author, books), [book[1] for book in books]

    def records():
        books = rows(f"SELECT {BOOK} FROM book b ORDER BY b.id")
        return books, [book[1] for book in books]

    return {
        "W1": lazy, "W2": joined_to_many, "W2b": joined_to_one, "W3": select_in, "W4": three_levels,
        "W5": identity_map, "W6": by_key, "W7": records,
    }, lambda: count


workloads.main(connect)
