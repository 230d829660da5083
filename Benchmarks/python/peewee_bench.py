"""Peewee: models and prefetch. It has no identity map."""

import workloads

try:
    import peewee
    from peewee import JOIN, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField
except ImportError:
    workloads.skip("peewee is not installed")

database = SqliteDatabase(None)


class Library(Model):
    class Meta:
        database = database


class Author(Library):
    name = TextField()
    country = TextField()
    born = IntegerField()
    died = IntegerField(null=True)


class Book(Library):
    title = TextField()
    author = ForeignKeyField(Author, backref="books")
    publisher_id = IntegerField(null=True)
    year = IntegerField()
    pages = IntegerField()
    language = TextField()


class Member(Library):
    name = TextField()
    email = TextField(null=True)
    joined_on = TextField()


class Loan(Library):
    member = ForeignKeyField(Member)
    book = ForeignKeyField(Book, backref="loans")
    borrowed_on = TextField()

    class Meta:
        primary_key = peewee.CompositeKey("member", "book", "borrowed_on")


def connect(path, counting):
    database.init(f"file:{path}?mode=ro", uri=True)
    database.connect()
    count = 0
    if counting:
        execute = database.execute_sql

        def counted(*arguments, **options):
            nonlocal count
            count += 1
            return execute(*arguments, **options)

        database.execute_sql = counted
    authors = Author.select().order_by(Author.id)
    books = Book.select().order_by(Book.id)

    def titles(found):
        return found, [book.title for author in found for book in author.books]

    def names(found):
        return found, [book.author.name for book in found]

    def lazy():
        found = list(authors.clone())
        kept = [list(author.books.order_by(Book.id)) for author in found]
        return (found, kept), [book.title for some in kept for book in some]

    def three_levels():
        found = peewee.prefetch(authors.clone(), books.clone(), Loan.select(), Member.select())
        reached = [loan for author in found for book in author.books for loan in book.loans]
        return found, [loan.member.name for loan in reached]

    def by_key():
        author = Author.get_by_id(3)
        kept = list(author.books.order_by(Book.id))
        return (author, kept), [book.title for book in kept]

    def records():
        found = list(books.clone())
        return found, [book.title for book in found]

    return {
        "W1": lazy,
        "W2b": lambda: names(list(books.select_extend(Author).join(Author, JOIN.LEFT_OUTER))),
        "W3": lambda: titles(peewee.prefetch(authors.clone(), books.clone())),
        "W4": three_levels,
        "W5": lambda: names(list(books.clone())),
        "W6": by_key,
        "W7": records,
    }, lambda: count


workloads.main(connect)
