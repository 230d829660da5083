import Rendering
import Testing

@Suite struct FooterTests {
  private func text(_ footer: Footer, width: Int? = nil, charset: Charset = .unicode) -> String {
    footer.text(as: Presentation(charset: charset, width: width))
  }

  @Test func pieces() {
    #expect(
      text(Footer(count: 6, queries: 2, strategy: "lazy", nanoseconds: 300_000))
        == " 6 rows · 2 queries · lazy · 0.3 ms\n")
    #expect(
      text(
        Footer(count: 1, noun: "author", queries: 0, reason: "already loaded", nanoseconds: 20_000),
        charset: .ascii)
        == " 1 author | 0 queries: already loaded | 0.02 ms\n")
    #expect(
      text(
        Footer(
          count: 10, noun: "author", ways: 100, skipped: [.init(count: 3, relationship: "publisher")],
          queries: 1))
        == " 10 authors, by 100 ways · 3 without publisher · 1 query\n")
    #expect(text(Footer(count: 10, noun: "person", nounPlural: "people", ways: 10)) == " 10 people\n")
    #expect(text(Footer(count: nil)) == "")
  }

  @Test func whatIsNotShown() {
    func facts(_ rows: Int, _ columns: Int, _ cells: Int, names: Int = 0) -> RenderedFacts {
      RenderedFacts(
        shownRows: rows, totalRows: 1_212, shownColumns: columns, totalColumns: 12, shortenedCells: cells,
        shortenedNames: names)
    }
    #expect(text(Footer(count: 1_212, facts: facts(40, 12, 0))) == " 1,212 rows, 40 shown: last\n")
    #expect(
      text(Footer(count: 1_212, facts: facts(1_212, 7, 3)))
        == " 1,212 rows · 12 columns, 7 shown: last record · 3 values shortened\n")
    #expect(
      text(Footer(count: 1_212, facts: facts(1_212, 12, 1)))
        == " 1,212 rows · 1 value shortened: last record\n")
    // Names are told only where nothing else tells the word.
    #expect(
      text(Footer(count: 1_212, facts: facts(1_212, 12, 1, names: 2)))
        == " 1,212 rows · 1 value shortened: last record\n")
    #expect(
      text(Footer(count: 1_212, facts: facts(1_212, 7, 0, names: 2)))
        == " 1,212 rows · 12 columns, 7 shown: last record\n")
    #expect(
      text(Footer(count: 1_212, facts: facts(1_212, 12, 0, names: 2)))
        == " 1,212 rows · 2 names shortened: last record\n")
  }

  @Test func latency() {
    let footer = Footer(
      count: 212, queries: 41, strategy: "lazy", nanoseconds: 2_300_000, roundTripNanoseconds: 2_000_000)
    #expect(text(footer) == " 212 rows · 41 queries · lazy · 2.3 ms here, ≈ 84 ms at 2 ms a round trip\n")
    #expect(
      text(Footer(count: 1, queries: .max, nanoseconds: 1_000_000, roundTripNanoseconds: .max))
        == " 1 row · 9,223,372,036,854,775,807 queries · 1.0 ms\n")
  }

  @Test func findings() {
    let findings: [Finding] = [
      .nPlusOne(
        parentQueries: 1,
        hops: [.init(owner: "author", relationship: "books", queries: 40, records: 40)],
        instead: "author.books!.title",
        insteadQueries: 2),
      .nPlusOne(
        parentQueries: 1,
        hops: [
          .init(owner: "order", relationship: "user", queries: 11, records: 36),
          .init(owner: "order", relationship: "items", queries: 1_036, records: 1_036),
        ], instead: "order{user!.name, items!.sum(quantity)}", insteadQueries: 3),
      .unusedEagerLoad(relationships: ["book.publisher"], records: 12, instead: "book.title"),
      .unusedEagerLoad(relationships: ["book.publisher", "book.genres"], records: 1, instead: "book.title"),
      .multipliedRows(
        relationships: ["books", "awards"], rows: 1_200, apart: 40, instead: "author.with(books, awards)"),
      .repeatedCells(
        relationships: ["invoices", "lines", "track"], cells: 60_480, apart: 15_675,
        instead: "customer.invoices!.lines!.track!"),
      .missingIndex(
        table: "book", columns: ["author_id"], reading: .scans(rowsEach: 1_000, times: 40),
        create: "CREATE INDEX book_author_id ON book (author_id);"),
      .missingIndex(
        table: "book", columns: ["author_id", "\u{1B}[1m"], reading: .scans(rowsEach: 1_000, times: 1),
        create: "CREATE INDEX book_author_id ON book (author_id);"),
      .missingIndex(table: "book", columns: ["a"], reading: .rows(1), create: "CREATE INDEX a ON book (a);"),
      .missingIndex(
        table: "book", columns: ["a"], reading: .automaticIndex(rowsEach: 1_000, times: 1),
        create: "CREATE INDEX a ON book (a);"),
      .missingIndex(
        table: "book", columns: ["a"], reading: .automaticIndex(rowsEach: 1_000, times: 2),
        create: "CREATE INDEX a ON book (a);"),
    ]
    let footer = Footer(count: 212, queries: 41, findings: findings)
    #expect(
      text(footer) == """
         212 rows · 41 queries
         N+1: 1 query for author, then 40 more for .books, one for each.  2 queries instead: author.books!.title
         N+1: 1 query for order, then 11 more for .user and 1,036 for .items, one at a time.  3 queries instead: order{user!.name, items!.sum(quantity)}
         Unused: 12 records loaded ahead for book.publisher, and nothing here reads them.  Without: book.title
         Unused: 1 record loaded ahead for book.publisher and book.genres, and nothing here reads them.  Without: book.title
         Multiplied: .books and .awards, beside each other in one join, gave 1,200 rows.  40 rows instead: author.with(books, awards)
         Repeated: .invoices, .lines and .track in one join fetched 60,480 cells, most of them more than once.  15,675 cells at most instead: customer.invoices!.lines!.track!
         No index: book has none on author_id, so 1,000 rows were read 40 times.  With one: CREATE INDEX book_author_id ON book (author_id);
         No index: book has none on author_id, ␛[1m, so 1,000 rows were read.  With one: CREATE INDEX book_author_id ON book (author_id);
         No index: book has none on a, so 1 row was read.  With one: CREATE INDEX a ON book (a);
         No index: book has none on a, so the database made one of 1,000 rows for this query, and threw it away.  With one: CREATE INDEX a ON book (a);
         No index: book has none on a, so the database made one of 1,000 rows 2 times, and threw it away.  With one: CREATE INDEX a ON book (a);

        """)
    #expect(
      text(Footer(count: 212, queries: 41, findings: [findings[0]]), width: 40) == """
         212 rows · 41 queries
         N+1: 1 query for author, then 40 more
         for .books, one for each.
         2 queries instead: author.books!.title

        """)
  }
}
