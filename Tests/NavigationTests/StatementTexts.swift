/// What `StatementTests` expects: a path, then each list of statements under the strategies that send it, with what
/// was bound behind the arrow.
enum StatementTexts {
  static let all = [
    #"""
    author
    lazy, selectin, joined, flat
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
    """#,
    #"""
    author[3]
    lazy, selectin, joined, flat
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 3
    """#,
    #"""
    author[3].name
    lazy, selectin, joined
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 3
    flat
      - SELECT name FROM author WHERE id = ? ← 3
    """#,
    #"""
    author[1].books.title
    lazy, selectin
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 1
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        1
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book.id, book.title,
        book.year, book.author_id, book.publisher_id FROM author LEFT JOIN book ON book.author_id =
        author.id WHERE author.id = ? ORDER BY book.id ← 1
    flat
      - SELECT book.title FROM author JOIN book ON book.author_id = author.id WHERE author.id = ?
        ORDER BY book.id ← 1
    """#,
    #"""
    author.books.title
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        1
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        2
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        3
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        4
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id IN (?, ?, ?, ?)
        ORDER BY author_id, id ← 1, 2, 3, 4
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book.id, book.title,
        book.year, book.author_id, book.publisher_id FROM author LEFT JOIN book ON book.author_id =
        author.id ORDER BY author.id, book.id
    flat
      - SELECT book.title FROM author JOIN book ON book.author_id = author.id ORDER BY author.id,
        book.id
    """#,
    #"""
    book.author.name
    lazy
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 1
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 2
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 3
    selectin
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE id IN (?, ?, ?) ORDER BY id ← 1, 2, 3
    joined
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id, author.id,
        author.name, author.country, author.mentor_id FROM book LEFT JOIN author ON author.id =
        book.author_id ORDER BY book.id
    flat
      - SELECT author.name FROM book JOIN author ON author.id = book.author_id GROUP BY author.id
        ORDER BY min(book.id)
    """#,
    #"""
    book.publisher.name
    lazy
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT id, name FROM publisher WHERE id = ? ← 1
      - SELECT id, name FROM publisher WHERE id = ? ← 2
      - SELECT id, name FROM publisher WHERE id = ? ← 7
    selectin
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT id, name FROM publisher WHERE id IN (?, ?, ?) ORDER BY id ← 1, 2, 7
    joined
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id, publisher.id,
        publisher.name FROM book LEFT JOIN publisher ON publisher.id = book.publisher_id ORDER BY
        book.id
    flat
      - SELECT publisher.name FROM book JOIN publisher ON publisher.id = book.publisher_id GROUP BY
        publisher.id ORDER BY min(book.id)
    """#,
    #"""
    author.profile.bio
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT author_id, bio FROM profile WHERE author_id = ? ORDER BY author_id ← 1
      - SELECT author_id, bio FROM profile WHERE author_id = ? ORDER BY author_id ← 2
      - SELECT author_id, bio FROM profile WHERE author_id = ? ORDER BY author_id ← 3
      - SELECT author_id, bio FROM profile WHERE author_id = ? ORDER BY author_id ← 4
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT author_id, bio FROM profile WHERE author_id IN (?, ?, ?, ?) ORDER BY author_id,
        author_id ← 1, 2, 3, 4
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, profile.author_id,
        profile.bio FROM author LEFT JOIN profile ON profile.author_id = author.id ORDER BY
        author.id, profile.author_id
    flat
      - SELECT profile.bio FROM author JOIN profile ON profile.author_id = author.id ORDER BY
        author.id
    """#,
    #"""
    profile.author.name
    lazy
      - SELECT author_id, bio FROM profile ORDER BY author_id
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 1
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 3
    selectin
      - SELECT author_id, bio FROM profile ORDER BY author_id
      - SELECT id, name, country, mentor_id FROM author WHERE id IN (?, ?) ORDER BY id ← 1, 3
    joined
      - SELECT profile.author_id, profile.bio, author.id, author.name, author.country,
        author.mentor_id FROM profile LEFT JOIN author ON author.id = profile.author_id ORDER BY
        profile.author_id
    flat
      - SELECT author.name FROM profile JOIN author ON author.id = profile.author_id ORDER BY
        profile.author_id
    """#,
    #"""
    book.genres.name
    lazy
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code ← 1
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code ← 2
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code ← 3
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code ← 4
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code ← 5
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code ← 6
    selectin
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT book_genre.book_id, genre.code, genre.name FROM book_genre JOIN genre ON genre.code
        = book_genre.genre_code WHERE book_genre.book_id IN (?, ?, ?, ?, ?, ?) ORDER BY
        book_genre.book_id, genre.code ← 1, 2, 3, 4, 5, 6
    joined
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id, genre.code,
        genre.name FROM book LEFT JOIN (book_genre JOIN genre ON genre.code =
        book_genre.genre_code) ON book_genre.book_id = book.id ORDER BY book.id, genre.code
    flat
      - SELECT name FROM (SELECT code, name, min(position) AS position FROM (SELECT genre.code,
        genre.name, row_number() OVER (ORDER BY book.id, genre.code) AS position FROM book JOIN
        (book_genre JOIN genre ON genre.code = book_genre.genre_code) ON book_genre.book_id =
        book.id) AS genre GROUP BY code) AS genre ORDER BY position
    """#,
    #"""
    genre["F"].books.author.name
    lazy
      - SELECT code, name FROM genre WHERE code = ? ← 'F'
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id FROM book_genre
        JOIN book ON book.id = book_genre.book_id WHERE book_genre.genre_code = ? ORDER BY book.id
        ← 'F'
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 1
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 2
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 3
    selectin
      - SELECT code, name FROM genre WHERE code = ? ← 'F'
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id FROM book_genre
        JOIN book ON book.id = book_genre.book_id WHERE book_genre.genre_code = ? ORDER BY book.id
        ← 'F'
      - SELECT id, name, country, mentor_id FROM author WHERE id IN (?, ?, ?) ORDER BY id ← 1, 2, 3
    joined
      - SELECT genre.code, genre.name, book.id, book.title, book.year, book.author_id,
        book.publisher_id, author.id, author.name, author.country, author.mentor_id FROM genre LEFT
        JOIN (book_genre JOIN book ON book.id = book_genre.book_id) ON book_genre.genre_code =
        genre.code LEFT JOIN author ON author.id = book.author_id WHERE genre.code = ? ORDER BY
        book.id ← 'F'
    flat
      - SELECT name FROM (SELECT id, name, country, mentor_id, min(position) AS position FROM
        (SELECT author.id, author.name, author.country, author.mentor_id, row_number() OVER (ORDER
        BY book.id) AS position FROM genre JOIN (book_genre JOIN book ON book.id =
        book_genre.book_id) ON book_genre.genre_code = genre.code JOIN author ON author.id =
        book.author_id WHERE genre.code = ?) AS author GROUP BY id) AS author ORDER BY position ←
        'F'
    """#,
    #"""
    author.mentor.name
    lazy, selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 9
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, author_2.id,
        author_2.name, author_2.country, author_2.mentor_id FROM author LEFT JOIN author AS
        author_2 ON author_2.id = author.mentor_id ORDER BY author.id
    flat
      - SELECT author_2.name FROM author JOIN author AS author_2 ON author_2.id = author.mentor_id
        GROUP BY author_2.id ORDER BY min(author.id)
    """#,
    #"""
    author.mentees.name
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 1
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 2
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 3
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 4
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id IN (?, ?, ?, ?) ORDER BY
        mentor_id, id ← 1, 2, 3, 4
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, author_2.id,
        author_2.name, author_2.country, author_2.mentor_id FROM author LEFT JOIN author AS
        author_2 ON author_2.mentor_id = author.id ORDER BY author.id, author_2.id
    flat
      - SELECT author_2.name FROM author JOIN author AS author_2 ON author_2.mentor_id = author.id
        ORDER BY author.id, author_2.id
    """#,
    #"""
    author.mentees.mentees.name
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 1
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 2
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 3
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id = ? ORDER BY id ← 4
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE mentor_id IN (?, ?, ?, ?) ORDER BY
        mentor_id, id ← 1, 2, 3, 4
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, author_2.id,
        author_2.name, author_2.country, author_2.mentor_id, author_3.id, author_3.name,
        author_3.country, author_3.mentor_id FROM author LEFT JOIN author AS author_2 ON
        author_2.mentor_id = author.id LEFT JOIN author AS author_3 ON author_3.mentor_id =
        author_2.id ORDER BY author.id, author_2.id, author_3.id
    flat
      - SELECT author_3.name FROM author JOIN author AS author_2 ON author_2.mentor_id = author.id
        JOIN author AS author_3 ON author_3.mentor_id = author_2.id ORDER BY author.id,
        author_2.id, author_3.id
    """#,
    #"""
    author.books[year > 1960].sort(-year)[:2].title
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? AND year > ?
        ORDER BY year DESC, id LIMIT 2 ← 1, 1960
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? AND year > ?
        ORDER BY year DESC, id LIMIT 2 ← 2, 1960
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? AND year > ?
        ORDER BY year DESC, id LIMIT 2 ← 3, 1960
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? AND year > ?
        ORDER BY year DESC, id LIMIT 2 ← 4, 1960
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY year DESC, id) AS position
        FROM book WHERE author_id IN (?, ?, ?, ?) AND year > ?) AS book WHERE position <= 2 ORDER
        BY author_id, position ← 1, 2, 3, 4, 1960
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book.id, book.title,
        book.year, book.author_id, book.publisher_id FROM author LEFT JOIN (SELECT id, title, year,
        author_id, publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY year DESC, id)
        AS position FROM book WHERE year > ?) AS book ON book.author_id = author.id AND
        book.position <= 2 ORDER BY author.id, book.position ← 1960
    flat
      - SELECT book.title FROM author JOIN (SELECT id, title, year, author_id, publisher_id,
        dense_rank() OVER (PARTITION BY author_id ORDER BY year DESC, id) AS position FROM book
        WHERE year > ?) AS book ON book.author_id = author.id WHERE book.position <= 2 ORDER BY
        author.id, book.position ← 1960
    """#,
    #"""
    author.books[-1:].genres[:1].name
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY id DESC) AS
        position_from_end FROM book WHERE author_id = ?) AS book WHERE position_from_end <= 1 ORDER
        BY position_from_end DESC ← 1
      - SELECT id, title, year, author_id, publisher_id FROM (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY id DESC) AS
        position_from_end FROM book WHERE author_id = ?) AS book WHERE position_from_end <= 1 ORDER
        BY position_from_end DESC ← 2
      - SELECT id, title, year, author_id, publisher_id FROM (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY id DESC) AS
        position_from_end FROM book WHERE author_id = ?) AS book WHERE position_from_end <= 1 ORDER
        BY position_from_end DESC ← 3
      - SELECT id, title, year, author_id, publisher_id FROM (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY id DESC) AS
        position_from_end FROM book WHERE author_id = ?) AS book WHERE position_from_end <= 1 ORDER
        BY position_from_end DESC ← 4
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code LIMIT 1 ← 3
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code LIMIT 1 ← 5
      - SELECT genre.code, genre.name FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = ? ORDER BY genre.code LIMIT 1 ← 6
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY id DESC) AS
        position_from_end FROM book WHERE author_id IN (?, ?, ?, ?)) AS book WHERE
        position_from_end <= 1 ORDER BY author_id, position_from_end DESC ← 1, 2, 3, 4
      - SELECT parent_1, code, name FROM (SELECT genre.code, genre.name, book_genre.book_id AS
        parent_1, dense_rank() OVER (PARTITION BY book_genre.book_id ORDER BY genre.code) AS
        position FROM book_genre JOIN genre ON genre.code = book_genre.genre_code WHERE
        book_genre.book_id IN (?, ?, ?)) AS genre WHERE position <= 1 ORDER BY parent_1, position ←
        3, 5, 6
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book.id, book.title,
        book.year, book.author_id, book.publisher_id, genre.code, genre.name FROM author LEFT JOIN
        (SELECT id, title, year, author_id, publisher_id, dense_rank() OVER (PARTITION BY author_id
        ORDER BY id DESC) AS position_from_end FROM book) AS book ON book.author_id = author.id AND
        book.position_from_end <= 1 LEFT JOIN (SELECT genre.code, genre.name, book_genre.book_id AS
        parent_1, dense_rank() OVER (PARTITION BY book_genre.book_id ORDER BY genre.code) AS
        position FROM book_genre JOIN genre ON genre.code = book_genre.genre_code) AS genre ON
        genre.parent_1 = book.id AND genre.position <= 1 ORDER BY author.id, book.position_from_end
        DESC, genre.position
    flat
      - SELECT name FROM (SELECT code, name, min(position) AS position FROM (SELECT genre.code,
        genre.name, row_number() OVER (ORDER BY author.id, book.position_from_end DESC,
        genre.position) AS position FROM author JOIN (SELECT id, title, year, author_id,
        publisher_id, dense_rank() OVER (PARTITION BY author_id ORDER BY id DESC) AS
        position_from_end FROM book) AS book ON book.author_id = author.id JOIN (SELECT genre.code,
        genre.name, book_genre.book_id AS parent_1, dense_rank() OVER (PARTITION BY
        book_genre.book_id ORDER BY genre.code) AS position FROM book_genre JOIN genre ON
        genre.code = book_genre.genre_code) AS genre ON genre.parent_1 = book.id WHERE
        book.position_from_end <= 1 AND genre.position <= 1) AS genre GROUP BY code) AS genre ORDER
        BY position
    """#,
    #"""
    book.author.sort(country)[:2].name
    lazy
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 1
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 2
      - SELECT id, name, country, mentor_id FROM author WHERE id = ? ← 3
      - SELECT id, dense_rank() OVER (ORDER BY country) AS position FROM author WHERE id IN (?, ?,
        ?) ← 1, 2, 3
    selectin
      - SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id
      - SELECT id, name, country, mentor_id FROM author WHERE id IN (?, ?, ?) ORDER BY id ← 1, 2, 3
      - SELECT id, dense_rank() OVER (ORDER BY country) AS position FROM author WHERE id IN (?, ?,
        ?) ← 1, 2, 3
    joined
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id, author.id,
        author.name, author.country, author.mentor_id FROM book LEFT JOIN author ON author.id =
        book.author_id ORDER BY book.id
      - SELECT id, dense_rank() OVER (ORDER BY country) AS position FROM author WHERE id IN (?, ?,
        ?) ← 1, 2, 3
    flat
      - SELECT name FROM (SELECT id, name, country, mentor_id, min(position) AS position FROM
        (SELECT author.id, author.name, author.country, author.mentor_id, row_number() OVER (ORDER
        BY book.id) AS position FROM book JOIN author ON author.id = book.author_id) AS author
        GROUP BY id) AS author ORDER BY country, position LIMIT 2
    """#,
    #"""
    loan.copy.shelf
    lazy
      - SELECT id, book_id, number, member FROM loan ORDER BY id
      - SELECT book_id, number, shelf FROM copy WHERE book_id = ? AND number = ? ← 1, 1
      - SELECT book_id, number, shelf FROM copy WHERE book_id = ? AND number = ? ← 1, 2
    selectin
      - SELECT id, book_id, number, member FROM loan ORDER BY id
      - SELECT book_id, number, shelf FROM copy WHERE (book_id, number) IN (WITH key(k0, k1) AS
        (VALUES (?, ?), (?, ?)) SELECT k0, k1 FROM key) ORDER BY book_id, number ← 1, 1, 1, 2
    joined
      - SELECT loan.id, loan.book_id, loan.number, loan.member, copy.book_id, copy.number,
        copy.shelf FROM loan LEFT JOIN copy ON copy.book_id = loan.book_id AND copy.number =
        loan.number ORDER BY loan.id
    flat
      - SELECT copy.shelf FROM loan JOIN copy ON copy.book_id = loan.book_id AND copy.number =
        loan.number GROUP BY copy.book_id, copy.number ORDER BY min(loan.id)
    """#,
    #"""
    copy.loans[:1].member
    lazy
      - SELECT book_id, number, shelf FROM copy ORDER BY book_id, number
      - SELECT id, book_id, number, member FROM loan WHERE book_id = ? AND number = ? ORDER BY id
        LIMIT 1 ← 1, 1
      - SELECT id, book_id, number, member FROM loan WHERE book_id = ? AND number = ? ORDER BY id
        LIMIT 1 ← 1, 2
      - SELECT id, book_id, number, member FROM loan WHERE book_id = ? AND number = ? ORDER BY id
        LIMIT 1 ← 2, 1
    selectin
      - SELECT book_id, number, shelf FROM copy ORDER BY book_id, number
      - SELECT id, book_id, number, member FROM (SELECT id, book_id, number, member, dense_rank()
        OVER (PARTITION BY book_id, number ORDER BY id) AS position FROM loan WHERE (book_id,
        number) IN (WITH key(k0, k1) AS (VALUES (?, ?), (?, ?), (?, ?)) SELECT k0, k1 FROM key)) AS
        loan WHERE position <= 1 ORDER BY book_id, number, position ← 1, 1, 1, 2, 2, 1
    joined
      - SELECT copy.book_id, copy.number, copy.shelf, loan.id, loan.book_id, loan.number,
        loan.member FROM copy LEFT JOIN (SELECT id, book_id, number, member, dense_rank() OVER
        (PARTITION BY book_id, number ORDER BY id) AS position FROM loan) AS loan ON loan.book_id =
        copy.book_id AND loan.number = copy.number AND loan.position <= 1 ORDER BY copy.book_id,
        copy.number, loan.position
    flat
      - SELECT loan.member FROM copy JOIN (SELECT id, book_id, number, member, dense_rank() OVER
        (PARTITION BY book_id, number ORDER BY id) AS position FROM loan) AS loan ON loan.book_id =
        copy.book_id AND loan.number = copy.number WHERE loan.position <= 1 ORDER BY copy.book_id,
        copy.number, loan.position
    """#,
    #"""
    copy[1, 2].loans.member
    lazy, selectin
      - SELECT book_id, number, shelf FROM copy WHERE book_id = ? AND number = ? ← 1, 2
      - SELECT id, book_id, number, member FROM loan WHERE book_id = ? AND number = ? ORDER BY id ←
        1, 2
    joined
      - SELECT copy.book_id, copy.number, copy.shelf, loan.id, loan.book_id, loan.number,
        loan.member FROM copy LEFT JOIN loan ON loan.book_id = copy.book_id AND loan.number =
        copy.number WHERE copy.book_id = ? AND copy.number = ? ORDER BY loan.id ← 1, 2
    flat
      - SELECT loan.member FROM copy JOIN loan ON loan.book_id = copy.book_id AND loan.number =
        copy.number WHERE copy.book_id = ? AND copy.number = ? ORDER BY loan.id ← 1, 2
    """#,
    #"""
    book[author.country = "US" and publisher is null].title
    lazy, selectin, joined
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id FROM book LEFT
        JOIN author ON author.id = book.author_id WHERE author.country = ? AND book.publisher_id IS
        NULL ORDER BY book.id ← 'US'
    flat
      - SELECT book.title FROM book LEFT JOIN author ON author.id = book.author_id WHERE
        author.country = ? AND book.publisher_id IS NULL ORDER BY book.id ← 'US'
    """#,
    #"""
    author[books.year < 1950].name
    lazy, selectin, joined
      - SELECT author.id, author.name, author.country, author.mentor_id FROM author WHERE EXISTS
        (SELECT 1 FROM book WHERE book.author_id = author.id AND book.year < ?) ORDER BY author.id
        ← 1950
    flat
      - SELECT author.name FROM author WHERE EXISTS (SELECT 1 FROM book WHERE book.author_id =
        author.id AND book.year < ?) ORDER BY author.id ← 1950
    """#,
    #"""
    author[books.count() > 1 and not mentees.any()].name
    lazy, selectin, joined
      - SELECT author.id, author.name, author.country, author.mentor_id FROM author WHERE (SELECT
        count(*) FROM book WHERE book.author_id = author.id) > ? AND NOT EXISTS (SELECT 1 FROM
        author AS author_2 WHERE author_2.mentor_id = author.id) ORDER BY author.id ← 1
    flat
      - SELECT author.name FROM author WHERE (SELECT count(*) FROM book WHERE book.author_id =
        author.id) > ? AND NOT EXISTS (SELECT 1 FROM author AS author_2 WHERE author_2.mentor_id =
        author.id) ORDER BY author.id ← 1
    """#,
    #"""
    author[books.genres.name = "Essay"].books.title
    lazy, selectin
      - SELECT author.id, author.name, author.country, author.mentor_id FROM author WHERE EXISTS
        (SELECT 1 FROM book WHERE book.author_id = author.id AND EXISTS (SELECT 1 FROM book_genre
        JOIN genre ON genre.code = book_genre.genre_code WHERE book_genre.book_id = book.id AND
        genre.name = ?)) ORDER BY author.id ← 'Essay'
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        2
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book_2.id, book_2.title,
        book_2.year, book_2.author_id, book_2.publisher_id FROM author LEFT JOIN book AS book_2 ON
        book_2.author_id = author.id WHERE EXISTS (SELECT 1 FROM book WHERE book.author_id =
        author.id AND EXISTS (SELECT 1 FROM book_genre JOIN genre ON genre.code =
        book_genre.genre_code WHERE book_genre.book_id = book.id AND genre.name = ?)) ORDER BY
        author.id, book_2.id ← 'Essay'
    flat
      - SELECT book_2.title FROM author JOIN book AS book_2 ON book_2.author_id = author.id WHERE
        EXISTS (SELECT 1 FROM book WHERE book.author_id = author.id AND EXISTS (SELECT 1 FROM
        book_genre JOIN genre ON genre.code = book_genre.genre_code WHERE book_genre.book_id =
        book.id AND genre.name = ?)) ORDER BY author.id, book_2.id ← 'Essay'
    """#,
    #"""
    author.sort(-country)[1:3].books.publisher.name
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY country DESC, id LIMIT 2 OFFSET 1
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        4
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        3
      - SELECT id, name FROM publisher WHERE id = ? ← 7
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY country DESC, id LIMIT 2 OFFSET 1
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id IN (?, ?) ORDER
        BY author_id, id ← 4, 3
      - SELECT id, name FROM publisher WHERE id = ? ← 7
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book.id, book.title,
        book.year, book.author_id, book.publisher_id, publisher.id, publisher.name FROM (SELECT id,
        name, country, mentor_id FROM author ORDER BY country DESC, id LIMIT 2 OFFSET 1) AS author
        LEFT JOIN book ON book.author_id = author.id LEFT JOIN publisher ON publisher.id =
        book.publisher_id ORDER BY author.country DESC, author.id, book.id
    flat
      - SELECT name FROM (SELECT id, name, min(position) AS position FROM (SELECT publisher.id,
        publisher.name, row_number() OVER (ORDER BY author.country DESC, author.id, book.id) AS
        position FROM (SELECT id, name, country, mentor_id FROM author ORDER BY country DESC, id
        LIMIT 2 OFFSET 1) AS author JOIN book ON book.author_id = author.id JOIN publisher ON
        publisher.id = book.publisher_id) AS publisher GROUP BY id) AS publisher ORDER BY position
    """#,
    #"""
    author.books!.genres!joined.name
    lazy, selectin, joined, flat
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT book.id, book.title, book.year, book.author_id, book.publisher_id, genre.code,
        genre.name FROM book LEFT JOIN (book_genre JOIN genre ON genre.code =
        book_genre.genre_code) ON book_genre.book_id = book.id WHERE book.author_id IN (?, ?, ?, ?)
        ORDER BY book.author_id, book.id, genre.code ← 1, 2, 3, 4
    """#,
    #"""
    author.books.year.distinct()[:2]
    lazy
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        1
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        2
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        3
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY id ←
        4
    selectin
      - SELECT id, name, country, mentor_id FROM author ORDER BY id
      - SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id IN (?, ?, ?, ?)
        ORDER BY author_id, id ← 1, 2, 3, 4
    joined
      - SELECT author.id, author.name, author.country, author.mentor_id, book.id, book.title,
        book.year, book.author_id, book.publisher_id FROM author LEFT JOIN book ON book.author_id =
        author.id ORDER BY author.id, book.id
    flat
      - SELECT year FROM (SELECT book.year, row_number() OVER (ORDER BY author.id, book.id) AS
        position FROM author JOIN book ON book.author_id = author.id) AS book GROUP BY year ORDER
        BY min(position) LIMIT 2
    """#,
    #"""
    author.books.count()
    lazy, selectin, joined, flat
      - SELECT count(*) FROM author JOIN book ON book.author_id = author.id
    """#,
    #"""
    book.author.count()
    lazy, selectin, joined, flat
      - SELECT count(DISTINCT author.id) FROM book JOIN author ON author.id = book.author_id
    """#,
    #"""
    book.genres.name.distinct().count()
    lazy, selectin, joined, flat
      - SELECT count(*) FROM (SELECT name FROM (SELECT genre.name, row_number() OVER (ORDER BY
        book.id, genre.code) AS position FROM book JOIN (book_genre JOIN genre ON genre.code =
        book_genre.genre_code) ON book_genre.book_id = book.id) AS genre GROUP BY name) AS genre
    """#,
    #"""
    genre.books[year in (1968, 1971)].count()
    lazy, selectin, joined, flat
      - SELECT count(DISTINCT book.id) FROM genre JOIN (book_genre JOIN book ON book.id =
        book_genre.book_id) ON book_genre.genre_code = genre.code WHERE book.year IN (?, ?) ← 1968,
        1971
    """#,
  ]
}
