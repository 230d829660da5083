"""SQLAlchemy 2: declarative classes and a session, each workload as its documentation would write it."""

import workloads

try:
    from sqlalchemy import Column, ForeignKey, Table, create_engine, event, select
    from sqlalchemy.orm import (
        DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship, selectinload,
    )
except ImportError:
    workloads.skip("sqlalchemy is not installed")


class Base(DeclarativeBase):
    pass


loan = Table(
    "loan", Base.metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("borrowed_on", primary_key=True),
)


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str]
    born: Mapped[int]
    died: Mapped[int | None]
    books: Mapped[list["Book"]] = relationship(back_populates="author", order_by="Book.id")


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    publisher_id: Mapped[int | None]
    year: Mapped[int]
    pages: Mapped[int]
    language: Mapped[str]
    author: Mapped[Author] = relationship(back_populates="books")
    members: Mapped[list["Member"]] = relationship(secondary=loan, order_by="Member.id", viewonly=True)


class Member(Base):
    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    joined_on: Mapped[str]


def connect(database, counting):
    engine = create_engine(f"sqlite:///file:{database}?mode=ro&uri=true")
    count = 0
    if counting:
        @event.listens_for(engine, "before_cursor_execute")
        def counted(*_):
            nonlocal count
            count += 1
    session = Session(engine)
    session.connection()
    authors = select(Author).order_by(Author.id)
    books = select(Book).order_by(Book.id)

    def titles(found):
        return found, [book.title for author in found for book in author.books]

    def names(found):
        return found, [book.author.name for book in found]

    def lazy():
        return titles(session.scalars(authors).all())

    def joined_to_many():
        return titles(session.scalars(authors.options(joinedload(Author.books))).unique().all())

    def joined_to_one():
        return names(session.scalars(books.options(joinedload(Book.author))).all())

    def select_in():
        return titles(session.scalars(authors.options(selectinload(Author.books))).all())

    def three_levels():
        found = session.scalars(
            authors.options(selectinload(Author.books).selectinload(Book.members))
        ).all()
        return found, [member.name for author in found for book in author.books for member in book.members]

    def identity_map():
        return names(session.scalars(books).all())

    def by_key():
        with Session(engine) as fresh:
            author = fresh.get(Author, 3)
            return author, [book.title for book in author.books]

    def records():
        found = session.scalars(books).all()
        return found, [book.title for book in found]

    return {
        "W1": lazy, "W2": joined_to_many, "W2b": joined_to_one, "W3": select_in, "W4": three_levels,
        "W5": identity_map, "W6": by_key, "W7": records,
    }, lambda: count


workloads.main(connect)
