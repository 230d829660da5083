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
  size_t from, to;
} Book;

typedef struct {
  int64_t id;
  Text name, email, joined_on;
} Member;

#define AUTHOR "a.id, a.name, a.country, a.born, a.died"
#define BOOK "b.id, b.title, b.author_id, b.publisher_id, b.year, b.pages, b.language"
#define MEMBER "m.id, m.name, m.email, m.joined_on"

static LIST(Author) authors;
static LIST(Book) books;
static LIST(Member) borrowers;

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

/// The statement `head (?, ?, …) tail` with a place for each of `count` keys.
static sqlite3_stmt *prepareIn(const char *head, size_t count, const char *tail) {
  static char sql[2048];
  size_t length = (size_t)snprintf(sql, sizeof sql, "%s(", head);
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
      some = prepareIn("SELECT " BOOK " FROM book b WHERE b.author_id IN ", wanted,
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

/// W4. author.books.members.name, selectin: the members who borrowed each book, through loan.
static Sum threeLevels(void) {
  readAuthors();
  readBooksOfAll();
  Map map = {NULL, 0, 0};
  for (size_t b = 0; b < books.count; b++) put(&map, books.items[b].id, b);
  sqlite3_stmt *some = NULL;
  size_t places = 0;
  for (size_t from = 0; from < books.count; from += places) {
    size_t wanted = chunkFrom(from, books.count);
    if (wanted != places) {
      check(sqlite3_finalize(some));
      some = prepareIn("SELECT l.book_id, " MEMBER " FROM loan l JOIN member m ON m.id = l.member_id"
                       " WHERE l.book_id IN ", wanted, " ORDER BY l.book_id, m.id");
      places = wanted;
    }
    for (size_t i = 0; i < places; i++)
      check(sqlite3_bind_int64(some, (int)i + 1, books.items[from + i].id));
    int64_t id = 0;
    Book *book = NULL;
    while (step(some)) {
      if (!book || sqlite3_column_int64(some, 0) != id) {
        id = sqlite3_column_int64(some, 0);
        const size_t *position = find(&map, id);
        if (!position) fail("a loan of a book that was not asked for");
        book = &books.items[*position];
        book->from = borrowers.count;
      }
      readMember(some, 1);
      book->to = borrowers.count;
    }
  }
  check(sqlite3_finalize(some));
  Sum sum = {0, 0};
  for (size_t a = 0; a < authors.count; a++)
    for (size_t b = authors.items[a].from; b < authors.items[a].to; b++)
      for (size_t m = books.items[b].from; m < books.items[b].to; m++) {
        sum.rows++;
        sum.bytes += (size_t)borrowers.items[m].name.length;
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

enum { iterations = 2000 };

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

/// `process` is one path by key in a process of its own; whoever starts it takes the time.
static const struct {
  const char *name;
  Sum (*run)(void);
  int rounds;
} workloads[] = {
  {"W1", lazy, 1}, {"W2", joinedToMany, 1}, {"W2b", joinedToOne, 1}, {"W3", selectIn, 1},
  {"W4", threeLevels, 1}, {"W5", identityMap, 1}, {"W6", warm, iterations}, {"W7", records, 1},
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
