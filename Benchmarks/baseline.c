/// The yardstick: what each workload costs a plain C program that copies every value into a struct.
///
///     baseline [--tuned] DATABASE WORKLOAD
///
/// Plain means one connection with SQLite's default settings, no transaction, each statement prepared
/// once for its shape, text in a bump arena. `--tuned` adds one read transaction, a page cache of 64 MB
/// and mmap: about the floor. The answer is one line of JSON: the time after opening, and as a checksum
/// the rows that the path reaches and the bytes of the text that it names.

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// MARK: Memory

static _Noreturn void fail(const char *message) {
  fprintf(stderr, "baseline: %s\n", message);
  exit(1);
}

typedef struct {
  const char *bytes;
  int length;
} Text;

typedef struct {
  int64_t value;
  bool isNull;
} Integer;

enum { blockSize = 1 << 20 };

/// Text is copied here and never freed one by one.
static struct {
  char *block;
  size_t used;
} arena = {.used = blockSize};

static Text copy(const void *bytes, int length) {
  if (!bytes) return (Text){NULL, 0};
  if (length > blockSize) fail("a text longer than a block of the arena");
  if (arena.used + (size_t)length > blockSize) {
    arena.block = malloc(blockSize);
    if (!arena.block) fail("out of memory");
    arena.used = 0;
  }
  char *to = arena.block + arena.used;
  memcpy(to, bytes, (size_t)length);
  arena.used += (size_t)length;
  return (Text){to, length};
}

/// A list that doubles: `LIST(Book)` declares it, `PUSH` gives the place of a new last element.
#define LIST(Element) struct { Element *items; size_t count, capacity; }
#define PUSH(list) (grow((void **)&(list).items, (list).count, &(list).capacity, sizeof *(list).items), \
                    &(list).items[(list).count++])

static void grow(void **items, size_t count, size_t *capacity, size_t size) {
  if (count < *capacity) return;
  *capacity = *capacity ? *capacity * 2 : 64;
  *items = realloc(*items, *capacity * size);
  if (!*items) fail("out of memory");
}

/// An identity map: from a key, never 0, to the position of its record.
typedef struct {
  struct { int64_t key; size_t position; } *slots;
  size_t count, mask;
} Map;

static size_t slotOf(const Map *map, int64_t key) {
  size_t at = (uint64_t)key * 0x9E3779B97F4A7C15u >> 24;
  while (map->slots[at & map->mask].key && map->slots[at & map->mask].key != key) at++;
  return at & map->mask;
}

static const size_t *find(const Map *map, int64_t key) {
  if (!map->slots) return NULL;
  size_t slot = slotOf(map, key);
  return map->slots[slot].key ? &map->slots[slot].position : NULL;
}

static void put(Map *map, int64_t key, size_t position) {
  if (!map->slots || map->count * 2 > map->mask) {
    Map wider = {calloc(map->slots ? (map->mask + 1) * 2 : 64, sizeof *map->slots), map->count,
                 map->slots ? map->mask * 2 + 1 : 63};
    if (!wider.slots) fail("out of memory");
    for (size_t i = 0; map->slots && i <= map->mask; i++)
      if (map->slots[i].key) wider.slots[slotOf(&wider, map->slots[i].key)] = map->slots[i];
    free(map->slots);
    *map = wider;
  }
  size_t slot = slotOf(map, key);
  map->slots[slot].key = key;
  map->slots[slot].position = position;
  map->count++;
}

// MARK: Statements

static sqlite3 *database;
static int64_t statements;

static void check(int code) {
  if (code != SQLITE_OK) fail(sqlite3_errmsg(database));
}

static void run(const char *sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL)); }

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v2(database, sql, -1, &statement, NULL));
  return statement;
}

static bool step(sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(sqlite3_errmsg(database));
  statements++;
  check(sqlite3_reset(statement));
  return false;
}

static Integer integer(sqlite3_stmt *statement, int column) {
  bool isNull = sqlite3_column_type(statement, column) == SQLITE_NULL;
  return (Integer){isNull ? 0 : sqlite3_column_int64(statement, column), isNull};
}

static Text text(sqlite3_stmt *statement, int column) {
  const void *bytes = sqlite3_column_text(statement, column);
  return copy(bytes, sqlite3_column_bytes(statement, column));
}

// MARK: Records

/// A record's collection is the range `from..<to` of the list of its children.
typedef struct {
  int64_t id;
  Text name, country;
  Integer born, died;
  size_t from, to;
} Author;

typedef struct {
  int64_t id, author_id;
  Text title, language;
  Integer publisher_id, year, pages;
  size_t from, to, genresFrom, genresTo;
} Book;

typedef struct {
  int64_t id;
  Text name, email, joined_on;
} Member;

typedef struct {
  int64_t id;
  Text name;
  size_t from, to;
} Genre;

typedef struct {
  int64_t id;
  Text name;
  Integer manager_id;
  size_t badge;
} Employee;

typedef struct {
  int64_t id, employee_id;
  Text code;
} Badge;

#define AUTHOR "a.id, a.name, a.country, a.born, a.died"
#define BOOK "b.id, b.title, b.author_id, b.publisher_id, b.year, b.pages, b.language"
#define MEMBER "m.id, m.name, m.email, m.joined_on"

static LIST(Author) authors;
static LIST(Book) books;
static LIST(Member) borrowers;
static LIST(Genre) genres;
static LIST(Employee) employees;
static LIST(Badge) badges;

static Author *readAuthor(sqlite3_stmt *row, int from) {
  Author *author = PUSH(authors);
  *author = (Author){.id = sqlite3_column_int64(row, from), .name = text(row, from + 1),
                     .country = text(row, from + 2), .born = integer(row, from + 3),
                     .died = integer(row, from + 4)};
  return author;
}

static Book *readBook(sqlite3_stmt *row, int from) {
  Book *book = PUSH(books);
  *book = (Book){.id = sqlite3_column_int64(row, from), .title = text(row, from + 1),
                 .author_id = sqlite3_column_int64(row, from + 2), .publisher_id = integer(row, from + 3),
                 .year = integer(row, from + 4), .pages = integer(row, from + 5),
                 .language = text(row, from + 6)};
  return book;
}

static Member *readMember(sqlite3_stmt *row, int from) {
  Member *member = PUSH(borrowers);
  *member = (Member){.id = sqlite3_column_int64(row, from), .name = text(row, from + 1),
                     .email = text(row, from + 2), .joined_on = text(row, from + 3)};
  return member;
}

static Genre *readGenre(sqlite3_stmt *row, int from) {
  Genre *genre = PUSH(genres);
  *genre = (Genre){.id = sqlite3_column_int64(row, from), .name = text(row, from + 1)};
  return genre;
}

static Employee *readEmployee(sqlite3_stmt *row) {
  Employee *employee = PUSH(employees);
  *employee = (Employee){.id = sqlite3_column_int64(row, 0), .name = text(row, 1),
                         .manager_id = integer(row, 2)};
  return employee;
}

static void readAuthors(void) {
  sqlite3_stmt *all = prepare("SELECT " AUTHOR " FROM author a ORDER BY a.id");
  while (step(all)) readAuthor(all, 0);
  check(sqlite3_finalize(all));
}

static void readBooks(void) {
  sqlite3_stmt *all = prepare("SELECT " BOOK " FROM book b ORDER BY b.id");
  while (step(all)) readBook(all, 0);
  check(sqlite3_finalize(all));
}

// MARK: Workloads

typedef struct {
  size_t rows, bytes;
} Sum;

static Sum titles(void) {
  Sum sum = {0, 0};
  for (size_t a = 0; a < authors.count; a++)
    for (size_t b = authors.items[a].from; b < authors.items[a].to; b++) {
      sum.rows++;
      sum.bytes += (size_t)books.items[b].title.length;
    }
  return sum;
}

static void readBooksOf(Author *author, sqlite3_stmt *ofAuthor) {
  author->from = books.count;
  check(sqlite3_bind_int64(ofAuthor, 1, author->id));
  while (step(ofAuthor)) readBook(ofAuthor, 0);
  author->to = books.count;
}

/// W1. author.books.title, lazily: a statement for each author.
static Sum lazy(void) {
  readAuthors();
  sqlite3_stmt *ofAuthor = prepare("SELECT " BOOK " FROM book b WHERE b.author_id = ? ORDER BY b.id");
  for (size_t a = 0; a < authors.count; a++) readBooksOf(&authors.items[a], ofAuthor);
  check(sqlite3_finalize(ofAuthor));
  return titles();
}

/// W2. author.books.title, joined.
static Sum joinedToMany(void) {
  sqlite3_stmt *all = prepare("SELECT " AUTHOR ", " BOOK " FROM author a"
                              " LEFT JOIN book b ON b.author_id = a.id ORDER BY a.id, b.id");
  Author *author = NULL;
  while (step(all)) {
    if (!author || author->id != sqlite3_column_int64(all, 0)) {
      author = readAuthor(all, 0);
      author->from = author->to = books.count;
    }
    if (sqlite3_column_type(all, 5) == SQLITE_NULL) continue;
    readBook(all, 5);
    author->to = books.count;
  }
  check(sqlite3_finalize(all));
  return titles();
}

/// W2b. book.author.name, joined: an author is copied for each of her books.
static Sum joinedToOne(void) {
  sqlite3_stmt *all = prepare("SELECT " BOOK ", " AUTHOR " FROM book b"
                              " LEFT JOIN author a ON a.id = b.author_id ORDER BY b.id");
  Sum sum = {0, 0};
  while (step(all)) {
    Book *book = readBook(all, 0);
    book->from = authors.count;
    readAuthor(all, 7);
    book->to = authors.count;
  }
  check(sqlite3_finalize(all));
  for (size_t b = 0; b < books.count; b++) {
    sum.rows++;
    sum.bytes += (size_t)authors.items[books.items[b].from].name.length;
  }
  return sum;
}

enum { chunk = 500 };

/// The statement `head IN (?, ?, …) tail` with a place for each of `count` keys.
static sqlite3_stmt *prepareIn(const char *head, size_t count, const char *tail) {
  static char sql[2048];
  size_t length = (size_t)snprintf(sql, sizeof sql, "%s IN (", head);
  for (size_t i = 0; i < count; i++)
    length += (size_t)snprintf(sql + length, sizeof sql - length, i ? ",?" : "?");
  snprintf(sql + length, sizeof sql - length, ")%s", tail);
  return prepare(sql);
}

static size_t chunkFrom(size_t from, size_t count) { return count - from < chunk ? count - from : chunk; }

static void readBooksOfAll(void) {
  sqlite3_stmt *some = NULL;
  size_t places = 0, next = 0;
  for (size_t from = 0; from < authors.count; from += places) {
    size_t wanted = chunkFrom(from, authors.count);
    if (wanted != places) {
      check(sqlite3_finalize(some));
      some = prepareIn("SELECT " BOOK " FROM book b WHERE b.author_id", wanted,
                       " ORDER BY b.author_id, b.id");
      places = wanted;
    }
    for (size_t i = 0; i < places; i++)
      check(sqlite3_bind_int64(some, (int)i + 1, authors.items[from + i].id));
    while (step(some)) readBook(some, 0);
  }
  check(sqlite3_finalize(some));
  for (size_t a = 0; a < authors.count; a++) {
    authors.items[a].from = next;
    while (next < books.count && books.items[next].author_id == authors.items[a].id) next++;
    authors.items[a].to = next;
  }
}

/// W3. author.books.title, selectin: a statement for each 500 authors.
static Sum selectIn(void) {
  readAuthors();
  readBooksOfAll();
  return titles();
}

/// The books of all authors in one pass, as they lie in their table.
///
/// Gives their positions author by author, which are the ranges of the authors.
static const size_t *readBooksOfAllAtOnce(void) {
  Map map = {NULL, 0, 0};
  for (size_t a = 0; a < authors.count; a++) put(&map, authors.items[a].id, a);
  readBooks();
  size_t *places = malloc((books.count + 1) * sizeof *places), next = 0;
  if (!places) fail("out of memory");
  for (size_t b = 0; b < books.count; b++) {
    const size_t *owner = find(&map, books.items[b].author_id);
    if (owner) authors.items[*owner].to++;
  }
  for (size_t a = 0; a < authors.count; a++) {
    size_t count = authors.items[a].to;
    authors.items[a].from = authors.items[a].to = next;
    next += count;
  }
  for (size_t b = 0; b < books.count; b++) {
    const size_t *owner = find(&map, books.items[b].author_id);
    if (owner) places[authors.items[*owner].to++] = b;
  }
  free(map.slots);
  return places;
}

/// Runs `head IN (?, …) tail` for each 500 of some keys, or `head IS NOT NULL tail` at once when they are all there
/// are. A row begins with the key that it belongs to.
static void eachLinked(const int64_t *keys, size_t count, bool isAtOnce, const char *head, const char *tail,
                       void (*take)(size_t owner, bool isFirst, sqlite3_stmt *row)) {
  Map map = {NULL, 0, 0};
  for (size_t i = 0; i < count; i++) put(&map, keys[i], i);
  sqlite3_stmt *some = NULL;
  size_t places = 0;
  for (size_t from = 0; from < count; from += places) {
    size_t wanted = isAtOnce ? count : chunkFrom(from, count);
    if (isAtOnce) {
      char sql[512];
      snprintf(sql, sizeof sql, "%s IS NOT NULL%s", head, tail);
      some = prepare(sql);
    } else if (wanted != places) {
      check(sqlite3_finalize(some));
      some = prepareIn(head, wanted, tail);
    }
    places = wanted;
    for (size_t i = 0; i < places && !isAtOnce; i++)
      check(sqlite3_bind_int64(some, (int)i + 1, keys[from + i]));
    int64_t id = 0;
    size_t owner = 0;
    bool isAny = false;
    while (step(some)) {
      bool isFirst = !isAny || sqlite3_column_int64(some, 0) != id;
      if (isFirst) {
        id = sqlite3_column_int64(some, 0);
        const size_t *position = find(&map, id);
        if (!position) fail("a row of a key that was not asked for");
        owner = *position;
      }
      isAny = true;
      take(owner, isFirst, some);
    }
  }
  check(sqlite3_finalize(some));
  free(map.slots);
}

static const int64_t *bookKeys(void) {
  int64_t *keys = malloc((books.count + 1) * sizeof *keys);
  if (!keys) fail("out of memory");
  for (size_t b = 0; b < books.count; b++) keys[b] = books.items[b].id;
  return keys;
}

static void takeMember(size_t owner, bool isFirst, sqlite3_stmt *row) {
  Book *book = &books.items[owner];
  if (isFirst) book->from = borrowers.count;
  readMember(row, 1);
  book->to = borrowers.count;
}

static void takeGenre(size_t owner, bool isFirst, sqlite3_stmt *row) {
  Book *book = &books.items[owner];
  if (isFirst) book->genresFrom = genres.count;
  readGenre(row, 1);
  book->genresTo = genres.count;
}

static void readMembersOfAll(bool isAtOnce) {
  eachLinked(bookKeys(), books.count, isAtOnce,
             "SELECT l.book_id, " MEMBER " FROM loan l JOIN member m ON m.id = l.member_id"
             " WHERE l.book_id",
             " ORDER BY l.book_id, m.id", takeMember);
}

static void readGenresOfAll(bool isAtOnce) {
  eachLinked(bookKeys(), books.count, isAtOnce,
             "SELECT l.book_id, g.id, g.name FROM book_genre l JOIN genre g ON g.id = l.genre_id"
             " WHERE l.book_id",
             " ORDER BY l.book_id, g.id", takeGenre);
}

/// W4. author.books.members.name, one statement a level: the members who borrowed each book, through loan.
static Sum threeLevels(void) {
  readAuthors();
  const size_t *places = readBooksOfAllAtOnce();
  readMembersOfAll(true);
  Sum sum = {0, 0};
  for (size_t a = 0; a < authors.count; a++)
    for (size_t p = authors.items[a].from; p < authors.items[a].to; p++) {
      const Book *book = &books.items[places[p]];
      for (size_t m = book->from; m < book->to; m++) {
        sum.rows++;
        sum.bytes += (size_t)borrowers.items[m].name.length;
      }
    }
  return sum;
}

/// W5. book.author.name, lazily through an identity map: a statement for each author, once.
static Sum identityMap(void) {
  readBooks();
  sqlite3_stmt *byKey = prepare("SELECT " AUTHOR " FROM author a WHERE a.id = ?");
  Map map = {NULL, 0, 0};
  Sum sum = {0, 0};
  for (size_t b = 0; b < books.count; b++) {
    int64_t key = books.items[b].author_id;
    const size_t *position = find(&map, key);
    if (!position) {
      check(sqlite3_bind_int64(byKey, 1, key));
      while (step(byKey)) {
        readAuthor(byKey, 0);
        put(&map, key, authors.count - 1);
      }
      position = find(&map, key);
      if (!position) continue;
    }
    sum.rows++;
    sum.bytes += (size_t)authors.items[*position].name.length;
  }
  check(sqlite3_finalize(byKey));
  return sum;
}

enum { iterations = 2000, coldRounds = 1000 };

/// W6. author[3].books.title, warm: the time is that of one of 2,000 rounds, each with records of its own.
static Sum byKey(int rounds) {
  sqlite3_stmt *one = prepare("SELECT " AUTHOR " FROM author a WHERE a.id = ?");
  sqlite3_stmt *ofAuthor = prepare("SELECT " BOOK " FROM book b WHERE b.author_id = ? ORDER BY b.id");
  Sum sum = {0, 0};
  for (int i = 0; i < rounds; i++) {
    authors.count = books.count = arena.used = 0;
    if (!arena.block) arena.used = blockSize;
    statements = 0;
    check(sqlite3_bind_int64(one, 1, 3));
    while (step(one)) readAuthor(one, 0);
    for (size_t a = 0; a < authors.count; a++) readBooksOf(&authors.items[a], ofAuthor);
    sum = titles();
  }
  check(sqlite3_finalize(one));
  check(sqlite3_finalize(ofAuthor));
  return sum;
}

static Sum warm(void) { return byKey(iterations); }
static Sum once(void) { return byKey(1); }

/// W7. book: every record, and the bytes of its titles.
static Sum records(void) {
  readBooks();
  Sum sum = {books.count, 0};
  for (size_t b = 0; b < books.count; b++) sum.bytes += (size_t)books.items[b].title.length;
  return sum;
}

/// W8. book{title, genres{name}, members{name}}, one statement each: two collections side by side.
static Sum siblings(void) {
  readBooks();
  readGenresOfAll(true);
  readMembersOfAll(true);
  Sum sum = {0, 0};
  for (Book *book = books.items; book < books.items + books.count; book++) {
    sum.bytes += (size_t)book->title.length;
    for (size_t g = book->genresFrom; g < book->genresTo; g++) {
      sum.rows++;
      sum.bytes += (size_t)genres.items[g].name.length;
    }
    for (size_t m = book->from; m < book->to; m++) {
      sum.rows++;
      sum.bytes += (size_t)borrowers.items[m].name.length;
    }
  }
  return sum;
}

/// W9. book.genres.name, selectin: many-to-many from the many.
static Sum genresOfBooks(void) {
  readBooks();
  readGenresOfAll(false);
  Sum sum = {0, 0};
  for (size_t b = 0; b < books.count; b++)
    for (size_t g = books.items[b].genresFrom; g < books.items[b].genresTo; g++) {
      sum.rows++;
      sum.bytes += (size_t)genres.items[g].name.length;
    }
  return sum;
}

static void takeBook(size_t owner, bool isFirst, sqlite3_stmt *row) {
  if (isFirst) genres.items[owner].from = books.count;
  readBook(row, 1);
  genres.items[owner].to = books.count;
}

/// W10. genre.books.title, selectin: the same the other way, from the few.
static Sum booksOfGenres(void) {
  sqlite3_stmt *all = prepare("SELECT g.id, g.name FROM genre g ORDER BY g.id");
  while (step(all)) readGenre(all, 0);
  check(sqlite3_finalize(all));
  int64_t *keys = malloc((genres.count + 1) * sizeof *keys);
  if (!keys) fail("out of memory");
  for (size_t g = 0; g < genres.count; g++) keys[g] = genres.items[g].id;
  eachLinked(keys, genres.count, false,
             "SELECT l.genre_id, " BOOK " FROM book_genre l JOIN book b ON b.id = l.book_id"
             " WHERE l.genre_id",
             " ORDER BY l.genre_id, b.id", takeBook);
  Sum sum = {0, 0};
  for (size_t g = 0; g < genres.count; g++)
    for (size_t b = genres.items[g].from; b < genres.items[g].to; b++) {
      sum.rows++;
      sum.bytes += (size_t)books.items[b].title.length;
    }
  return sum;
}

/// W11. employee[1].reports+.name: twenty levels by one recursive statement, linked to those above by a map.
static Sum closure(void) {
  sqlite3_stmt *one = prepare("SELECT id, name, manager_id FROM employee WHERE id = ?");
  check(sqlite3_bind_int64(one, 1, 1));
  while (step(one)) readEmployee(one);
  check(sqlite3_finalize(one));
  sqlite3_stmt *below = prepare(
    "WITH RECURSIVE reached (id) AS (SELECT id FROM employee WHERE manager_id = ?"
    " UNION SELECT e.id FROM reached JOIN employee e ON e.manager_id = reached.id)"
    " SELECT e.id, e.name, e.manager_id FROM reached JOIN employee e ON e.id = reached.id"
    " ORDER BY e.manager_id, e.id");
  check(sqlite3_bind_int64(below, 1, 1));
  Map map = {NULL, 0, 0};
  put(&map, 1, 0);
  while (step(below)) {
    Employee *employee = readEmployee(below);
    put(&map, employee->id, employees.count - 1);
  }
  check(sqlite3_finalize(below));
  Sum sum = {0, 0};
  for (size_t e = 1; e < employees.count; e++) {
    if (!find(&map, employees.items[e].manager_id.value)) continue;
    sum.rows++;
    sum.bytes += (size_t)employees.items[e].name.length;
  }
  return sum;
}

static void takeBadge(size_t owner, bool isFirst, sqlite3_stmt *row) {
  (void)isFirst;
  employees.items[owner].badge = badges.count;
  Badge *badge = PUSH(badges);
  *badge = (Badge){.id = sqlite3_column_int64(row, 1), .code = text(row, 2),
                   .employee_id = sqlite3_column_int64(row, 3)};
}

/// W12. employee.badge.code, selectin: one-to-one from the side that is referred to.
static Sum oneToOne(void) {
  sqlite3_stmt *all = prepare("SELECT id, name, manager_id FROM employee ORDER BY id");
  while (step(all)) readEmployee(all);
  check(sqlite3_finalize(all));
  int64_t *keys = malloc((employees.count + 1) * sizeof *keys);
  if (!keys) fail("out of memory");
  for (size_t e = 0; e < employees.count; e++) keys[e] = employees.items[e].id;
  eachLinked(keys, employees.count, false,
             "SELECT b.employee_id, b.id, b.code, b.employee_id FROM badge b WHERE b.employee_id",
             " ORDER BY b.employee_id", takeBadge);
  Sum sum = {0, 0};
  for (size_t e = 0; e < employees.count; e++) {
    sum.rows++;
    sum.bytes += (size_t)badges.items[employees.items[e].badge].code.length;
  }
  return sum;
}

static void takeBookOfAuthor(size_t owner, bool isFirst, sqlite3_stmt *row) {
  if (isFirst) authors.items[owner].from = books.count;
  readBook(row, 1);
  authors.items[owner].to = books.count;
}

/// W13. author.books[year > 1990].title, selectin: each author's books, narrowed.
static Sum filtered(void) {
  readAuthors();
  int64_t *keys = malloc((authors.count + 1) * sizeof *keys);
  if (!keys) fail("out of memory");
  for (size_t a = 0; a < authors.count; a++) keys[a] = authors.items[a].id;
  eachLinked(keys, authors.count, false,
             "SELECT b.author_id, " BOOK " FROM book b WHERE b.year > 1990 AND b.author_id",
             " ORDER BY b.author_id, b.id", takeBookOfAuthor);
  return titles();
}

/// W14. author[K].books.title, another K in each of 1,000 rounds; the sum is that of all rounds.
static Sum coldKeys(void) {
  sqlite3_stmt *last = prepare("SELECT max(id) FROM author");
  int64_t count = 0;
  while (step(last)) count = sqlite3_column_int64(last, 0);
  check(sqlite3_finalize(last));
  sqlite3_stmt *one = prepare("SELECT " AUTHOR " FROM author a WHERE a.id = ?");
  sqlite3_stmt *ofAuthor = prepare("SELECT " BOOK " FROM book b WHERE b.author_id = ? ORDER BY b.id");
  Sum whole = {0, 0};
  for (int64_t round = 0; round < coldRounds; round++) {
    authors.count = books.count = arena.used = 0;
    if (!arena.block) arena.used = blockSize;
    statements = 0;
    check(sqlite3_bind_int64(one, 1, 1 + round * 7919 % count));
    while (step(one)) readAuthor(one, 0);
    for (size_t a = 0; a < authors.count; a++) readBooksOf(&authors.items[a], ofAuthor);
    Sum sum = titles();
    whole.rows += sum.rows;
    whole.bytes += sum.bytes;
  }
  check(sqlite3_finalize(one));
  check(sqlite3_finalize(ofAuthor));
  return whole;
}

/// `process` is one path by key in a process of its own; whoever starts it takes the time.
static const struct {
  const char *name;
  Sum (*run)(void);
  int rounds;
} workloads[] = {
  {"W1", lazy, 1}, {"W2", joinedToMany, 1}, {"W2b", joinedToOne, 1}, {"W3", selectIn, 1},
  {"W4", threeLevels, 1}, {"W5", identityMap, 1}, {"W6", warm, iterations}, {"W7", records, 1},
  {"W8", siblings, 1}, {"W9", genresOfBooks, 1}, {"W10", booksOfGenres, 1}, {"W11", closure, 1},
  {"W12", oneToOne, 1}, {"W13", filtered, 1}, {"W14", coldKeys, coldRounds},
  {"process", once, 1},
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int main(int count, char **arguments) {
  bool tuned = count == 4 && !strcmp(arguments[1], "--tuned");
  if (count != 3 && !tuned) {
    fprintf(stderr, "usage: baseline [--tuned] DATABASE WORKLOAD\n");
    return 2;
  }
  const char *path = arguments[count - 2], *wanted = arguments[count - 1];
  check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL));
  run("SELECT count(*) FROM sqlite_schema");
  if (tuned) run("PRAGMA cache_size = -65536; PRAGMA mmap_size = 17179869184");
  for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++) {
    if (strcmp(workloads[i].name, wanted)) continue;
    double start = now();
    if (tuned) run("BEGIN");
    Sum sum = workloads[i].run();
    if (tuned) run("COMMIT");
    double elapsed = (now() - start) / workloads[i].rounds;
    printf("{\"workload\":\"%s\",\"microseconds\":%.1f,\"rows\":%zu,\"bytes\":%zu,\"statements\":%lld}\n",
           workloads[i].name, elapsed, sum.rows, sum.bytes, (long long)statements);
    return 0;
  }
  fprintf(stderr, "baseline: no workload named %s\n", wanted);
  return 2;
}
