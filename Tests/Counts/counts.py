"""The statements that a path takes in Kin and in SQLAlchemy, side by side.

A difference is an error unless it stands in KNOWN, with its reason.
"""

import json
import os
import subprocess
import sys
import tempfile

from sqlalchemy import Column, ForeignKey, Integer, String, Table, create_engine, event, select
from sqlalchemy.orm import Session, declarative_base, joinedload, relationship, selectinload, subqueryload

Base = declarative_base()

book_genre = Table(
    "book_genre", Base.metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("genre_id", ForeignKey("genre.id"), primary_key=True, index=True))


class Author(Base):
    __tablename__ = "author"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    mentor_id = Column(ForeignKey("author.id"), index=True)
    mentor = relationship("Author", remote_side=[id], back_populates="mentees")
    mentees = relationship("Author", back_populates="mentor", order_by="Author.id")
    books = relationship("Book", back_populates="author", order_by="Book.id")
    awards = relationship("Award", back_populates="author", order_by="Award.id")
    profile = relationship("Profile", back_populates="author", uselist=False)


class Profile(Base):
    __tablename__ = "profile"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("author.id"), unique=True)
    author = relationship("Author", back_populates="profile")


class Award(Base):
    __tablename__ = "award"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("author.id"), index=True)
    author = relationship("Author", back_populates="awards")


class Publisher(Base):
    __tablename__ = "publisher"
    id = Column(Integer, primary_key=True)


class Book(Base):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    title = Column(String)
    author_id = Column(ForeignKey("author.id"), index=True)
    publisher_id = Column(ForeignKey("publisher.id"), index=True)
    author = relationship("Author", back_populates="books")
    publisher = relationship("Publisher")
    genres = relationship("Genre", secondary=book_genre, back_populates="books", order_by="Genre.id")
    reviews = relationship("Review", back_populates="book", order_by="Review.id")


class Genre(Base):
    __tablename__ = "genre"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    books = relationship("Book", secondary=book_genre, back_populates="genres", order_by="Book.id")


class Review(Base):
    __tablename__ = "review"
    id = Column(Integer, primary_key=True)
    book_id = Column(ForeignKey("book.id"), index=True)
    book = relationship("Book", back_populates="reviews")


# The path in Kin, the root and its key in SQLAlchemy, and the chains of relationships that it walks.
PATHS = [
    ("author[3].books.title", Author, 3, [["books"]]),
    ("author[3].books.genres.name", Author, 3, [["books", "genres"]]),
    ("author.books", Author, None, [["books"]]),
    ("author.books.genres", Author, None, [["books", "genres"]]),
    ("author.books.reviews", Author, None, [["books", "reviews"]]),
    ("author{id, books{id}, awards{id}}", Author, None, [["books"], ["awards"]]),
    ("book{id, genres{id}, reviews{id}}", Book, None, [["genres"], ["reviews"]]),
    ("book.author", Book, None, [["author"]]),
    ("book.publisher", Book, None, [["publisher"]]),
    ("book.author.profile", Book, None, [["author", "profile"]]),
    ("author.profile", Author, None, [["profile"]]),
    ("profile.author", Profile, None, [["author"]]),
    ("author.mentor", Author, None, [["mentor"]]),
    ("author.mentees", Author, None, [["mentees"]]),
    ("genre.books.author", Genre, None, [["books", "author"]]),
]

LOADERS = {"lazy": None, "joined": joinedload, "selectin": selectinload, "subquery": subqueryload}

KNOWN = {
    ("author.mentor", "selectin"): "Kin fetches no record again that the session holds",
    ("author.mentor", "subquery"): "Kin fetches no record again that the session holds",
}


def fill(engine):
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(Publisher(id=i) for i in range(1, 6))
        session.add_all(Genre(id=i, name=f"genre {i}") for i in range(1, 9))
        session.flush()
        for i in range(1, 11):
            session.add(Author(id=i, name=f"author {i}", mentor_id=i - 1 if i % 2 == 0 else None))
            session.flush()
        session.add_all(Profile(id=i, author_id=i) for i in range(1, 9))
        session.add_all(Award(id=i, author_id=(i - 1) // 4 + 1) for i in range(1, 41))
        for i in range(1, 101):
            publisher = None if i % 10 == 0 else i % 5 + 1
            session.add(Book(id=i, title=f"book {i}", author_id=(i - 1) // 10 + 1, publisher_id=publisher))
        session.flush()
        session.add_all(Review(id=i, book_id=(i - 1) // 3 + 1) for i in range(1, 301))
        session.flush()
        session.execute(
            book_genre.insert(),
            [{"book_id": i, "genre_id": g} for i in range(1, 101) for g in {i % 8 + 1, (i + 3) % 8 + 1}])
        session.commit()


def walk(objects, chain):
    if not chain:
        return
    for item in objects:
        found = getattr(item, chain[0])
        if found is not None:
            walk(found if isinstance(found, list) else [found], chain[1:])


def sqlalchemy_count(engine, entity, key, chains, loader):
    options = []
    for chain in chains if loader else []:
        option, owner = None, entity
        for name in chain:
            attribute = getattr(owner, name)
            option = loader(attribute) if option is None else getattr(option, loader.__name__)(attribute)
            owner = attribute.property.mapper.class_
        options.append(option)
    statements = []
    with Session(engine) as session:
        listen = lambda connection, cursor, text, *rest: statements.append(text)
        event.listen(engine, "before_cursor_execute", listen)
        try:
            if key is None:
                query = select(entity).order_by(*entity.__mapper__.primary_key).options(*options)
                objects = session.scalars(query).unique().all()
            else:
                objects = [session.get(entity, key, options=options)]
            for chain in chains:
                walk(objects, chain)
        finally:
            event.remove(engine, "before_cursor_execute", listen)
    return len(statements)


def kin_count(kin, database, path, strategy):
    run = subprocess.run(
        [kin, database, "--stats", "--load", strategy, "-c", path], capture_output=True, text=True, check=True)
    return json.loads(run.stderr.splitlines()[-1])["queries"]


def main(kin):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "counts.db")
        engine = create_engine(f"sqlite:///{database}")
        fill(engine)
        print(f"{'path':36}{'strategy':10}{'SQLAlchemy':>11}{'Kin':>5}")
        for path, entity, key, chains in PATHS:
            for strategy, loader in LOADERS.items():
                theirs = sqlalchemy_count(engine, entity, key, chains, loader)
                ours = kin_count(kin, database, path, strategy)
                note = ""
                if theirs != ours:
                    note = KNOWN.get((path, strategy), "")
                    failures += not note
                    note = note or "DIFFERS"
                print(f"{path:36}{strategy:10}{theirs:11}{ours:5}  {note}".rstrip())
        engine.dispose()
    print("All as expected." if not failures else f"{failures} differ.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
