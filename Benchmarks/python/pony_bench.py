"""Pony: entities in a db_session. It has no choice of loading strategy: it batches by itself."""

import os

import workloads

try:
    from pony import orm
    from pony.orm import Database, Optional, PrimaryKey, Required, Set
except ImportError:
    workloads.skip("pony is not installed")

database = Database()


class Author(database.Entity):
    _table_ = "author"
    id = PrimaryKey(int)
    name = Required(str)
    country = Required(str)
    born = Required(int)
    died = Optional(int)
    books = Set("Book")


class Book(database.Entity):
    _table_ = "book"
    id = PrimaryKey(int)
    title = Required(str)
    author = Required(Author, column="author_id")
    publisher_id = Optional(int)
    year = Required(int)
    pages = Required(int)
    language = Required(str)
    members = Set("Member", table="loan", column="member_id")


class Member(database.Entity):
    _table_ = "member"
    id = PrimaryKey(int)
    name = Required(str)
    email = Optional(str, nullable=True)
    joined_on = Required(str)
    books = Set(Book, column="book_id")


def connect(path, counting):
    database.bind("sqlite", os.path.abspath(path))
    database.generate_mapping(check_tables=False)

    def in_session(work):
        def run():
            with orm.db_session:
                return work()
        return run

    def lazy():
        found = Author.select().order_by(Author.id)[:]
        return found, [book.title for author in found for book in author.books]

    def borrowers():
        found = Author.select().order_by(Author.id)[:]
        return found, [member.name for author in found for book in author.books for member in book.members]

    def names():
        found = Book.select().order_by(Book.id)[:]
        return found, [book.author.name for book in found]

    def by_key():
        author = Author[3]
        return author, [book.title for book in author.books]

    def records():
        found = Book.select().order_by(Book.id)[:]
        return found, [book.title for book in found]

    def statements():
        local = database.local_stats.get(None)
        return local.db_count if local else 0

    work = {"W1": lazy, "W4": borrowers, "W5": names, "W6": by_key, "W7": records}
    return {name: in_session(function) for name, function in work.items()}, statements


workloads.main(connect)
