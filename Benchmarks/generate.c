/// Writes the benchmark library: `generate FILE [SCALE]`, the same bytes of data for the same scale.
///
/// Scale 1 is 10,000 authors, 100,000 books, 20,000 members and 200,000 loans. The children of one
/// parent lie scattered over their table, as they do where rows arrive in the order of the day, and
/// all text is ASCII, so that every language counts the same lengths.

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *database;

static void check(int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE) return;
  fprintf(stderr, "generate: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static void run(const char *sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL)); }

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v2(database, sql, -1, &statement, NULL));
  return statement;
}

static void insert(sqlite3_stmt *statement) {
  check(sqlite3_step(statement));
  check(sqlite3_reset(statement));
}

/// SplitMix64: small, and the same everywhere.
static uint64_t state = 1969;

static uint64_t next(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static int64_t below(int64_t limit) { return (int64_t)(next() % (uint64_t)limit); }

#define PICK(words) words[below(sizeof words / sizeof *words)]

static const char *const given[] = {
  "Ada", "Alice", "Amara", "Anna", "Ben", "Carlos", "Chidi", "Clara", "Daniel", "David", "Elena", "Emma",
  "Farid", "Fatima", "Freya", "George", "Grace", "Hana", "Hugo", "Ines", "Ivan", "James", "Jonas", "Julia",
  "Karim", "Kenji", "Laura", "Leila", "Lucas", "Maria", "Marta", "Mei", "Miguel", "Nadia", "Nina", "Noor",
  "Olga", "Omar", "Oscar", "Paula", "Pedro", "Priya", "Rafael", "Ravi", "Rosa", "Ruth", "Samuel", "Sana",
  "Sofia", "Tariq", "Theo", "Thomas", "Vera", "Victor", "Wei", "Yuki", "Yusuf", "Zoe",
};
static const char *const family[] = {
  "Abbott", "Achterberg", "Almeida", "Andersen", "Banerjee", "Baumann", "Bennett", "Bianchi", "Brennan",
  "Castillo", "Chen", "Costa", "Dubois", "Eriksson", "Farouk", "Fernandez", "Fischer", "Fitzgerald",
  "Garcia", "Haddad", "Hansen", "Holloway", "Horvat", "Ibrahim", "Ivanova", "Jansen", "Kaplan", "Kowalski",
  "Larsen", "Lefevre", "Lindqvist", "Marchetti", "Menon", "Moreau", "Morita", "Mwangi", "Nakamura", "Novak",
  "Nwosu", "O'Brien", "Okafor", "Oliveira", "Park", "Petrov", "Quiroga", "Rahman", "Rossi", "Santos",
  "Schneider", "Silva", "Tanaka", "Thorsen", "Underhill", "Vasquez", "Virtanen", "Weber", "Whitfield",
  "Yamamoto", "Zhang",
};
static const char *const quality[] = {
  "Amber", "Ancient", "Blind", "Broken", "Burning", "Crooked", "Distant", "Empty", "Fallen", "Forgotten",
  "Frozen", "Gentle", "Glass", "Golden", "Hidden", "Hollow", "Invisible", "Last", "Long", "Lost",
  "Midnight", "Northern", "Other", "Quiet", "Red", "Second", "Secret", "Silver", "Sleeping", "Unfinished",
  "White", "Winter",
};
static const char *const thing[] = {
  "Archive", "Atlas", "Bridge", "Cartographer", "City", "Clock", "Daughter", "Door", "Empire", "Fire",
  "Forest", "Garden", "Harbour", "House", "Island", "Journey", "Lantern", "Letter", "Library", "Lighthouse",
  "Machine", "Mirror", "Mountain", "Ocean", "Orchard", "Palace", "River", "Season", "Shadow", "Song",
  "Stone", "Summer", "Tower", "Traveller", "Voyage", "Witness",
};
static const char *const place[] = {
  "Alexandria", "Bergen", "Cordoba", "Dublin", "Florence", "Glass", "Havana", "Istanbul", "Kyoto", "Lagos",
  "Lisbon", "Memory", "Nowhere", "Patagonia", "Samarkand", "Silence", "Trieste", "Winter",
};
static const char *const country[] = {
  "AR", "BR", "CA", "CN", "DE", "EG", "ES", "FR", "GB", "IN", "IT", "JP", "KE", "KR", "MX", "NG", "PL",
  "PT", "SE", "TR", "US",
};
static const char *const language[] = {
  "Arabic", "Chinese", "English", "English", "English", "French", "German", "Italian", "Japanese", "Polish",
  "Russian", "Portuguese", "Spanish",
};
static const char *const house[] = {
  "Press", "Books", "House", "and Sons", "Editions", "Publishing",
};
static const char *const genre[] = {
  "Adventure", "Biography", "Children's", "Classic", "Comedy", "Crime", "Drama", "Dystopia", "Essay",
  "Fable", "Family saga", "Fantasy", "Gothic", "History", "Horror", "Memoir", "Mystery", "Myth", "Nature",
  "Philosophy", "Poetry", "Politics", "Romance", "Satire", "Science", "Science fiction", "Short stories",
  "Thriller", "Travel", "War",
};
enum { genres = sizeof genre / sizeof *genre };

static void bind_text(sqlite3_stmt *statement, int column, const char *text) {
  check(sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT));
}

static void bind_integer(sqlite3_stmt *statement, int column, int64_t value) {
  check(sqlite3_bind_int64(statement, column, value));
}

/// One draw a statement: C leaves the order in which arguments are evaluated to the compiler.
static void person(char *into, size_t size) {
  const char *first = PICK(given);
  char initial = (char)('A' + below(26));
  const char *last = PICK(family);
  snprintf(into, size, "%s %c. %s", first, initial, last);
}

static void title(char *into, size_t size) {
  const char *who = PICK(given);
  const char *how = PICK(quality);
  const char *what = PICK(thing);
  const char *where = PICK(place);
  switch (below(6)) {
  case 0: snprintf(into, size, "The %s %s", how, what); return;
  case 1: snprintf(into, size, "The %s of %s", what, where); return;
  case 2: snprintf(into, size, "A %s in %s", what, where); return;
  case 3: snprintf(into, size, "%s's %s", who, what); return;
  case 4: snprintf(into, size, "%s and the %s %s", who, how, what); return;
  default: snprintf(into, size, "The %s %s of %s", how, what, where); return;
  }
}

/// The day as text, counted from the first of January 2010 in months of 28 days: any day is a valid one.
static void day(char *into, size_t size, int64_t number) {
  snprintf(into, size, "%04d-%02d-%02d", (int)(2010 + number / 336), (int)(number / 28 % 12 + 1),
           (int)(number % 28 + 1));
}

/// A set of pairs, so that no member borrows the same book twice and every ORM agrees on the number of rows.
static struct {
  uint64_t *slots;
  uint64_t mask;
} pairs;

static int add_pair(int64_t member, int64_t book) {
  uint64_t key = (uint64_t)member << 32 | (uint64_t)book;
  for (uint64_t at = key * 0x9E3779B97F4A7C15u >> 20;; at++) {
    uint64_t *slot = &pairs.slots[at & pairs.mask];
    if (*slot == key) return 0;
    if (*slot == 0) return *slot = key, 1;
  }
}

static const char *const tables =
  "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL,"
  " born INTEGER NOT NULL, died INTEGER);"
  "CREATE TABLE publisher (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL);"
  "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL,"
  " author_id INTEGER NOT NULL REFERENCES author (id), publisher_id INTEGER REFERENCES publisher (id),"
  " year INTEGER NOT NULL, pages INTEGER NOT NULL, language TEXT NOT NULL);"
  "CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
  "CREATE TABLE book_genre (book_id INTEGER NOT NULL REFERENCES book (id),"
  " genre_id INTEGER NOT NULL REFERENCES genre (id), PRIMARY KEY (book_id, genre_id));"
  "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, joined_on TEXT NOT NULL);"
  "CREATE TABLE loan (member_id INTEGER NOT NULL REFERENCES member (id),"
  " book_id INTEGER NOT NULL REFERENCES book (id), borrowed_on TEXT NOT NULL, due_on TEXT NOT NULL,"
  " returned_on TEXT, PRIMARY KEY (member_id, book_id, borrowed_on));"
  "CREATE TABLE employee (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
  " manager_id INTEGER REFERENCES employee (id));"
  "CREATE TABLE badge (id INTEGER PRIMARY KEY, code TEXT NOT NULL,"
  " employee_id INTEGER NOT NULL UNIQUE REFERENCES employee (id));";

static const char *const indexes =
  "CREATE INDEX book_author ON book (author_id);"
  "CREATE INDEX book_publisher ON book (publisher_id);"
  "CREATE INDEX book_genre_genre ON book_genre (genre_id);"
  "CREATE INDEX loan_book ON loan (book_id);"
  "CREATE INDEX employee_manager ON employee (manager_id);";

enum { levels = 20 };

int main(int count, char **arguments) {
  double scale = count > 2 ? atof(arguments[2]) : 1;
  if (count < 2 || scale <= 0 || scale > 1000) {
    fprintf(stderr, "usage: generate FILE [SCALE]\n");
    return 2;
  }
  int64_t authors = (int64_t)(10000 * scale), publishers = (int64_t)(500 * scale), books = authors * 10;
  int64_t members = authors * 2, loans = authors * 20;
  if (authors < 10) {
    fprintf(stderr, "generate: the smallest scale is 0.001\n");
    return 2;
  }
  if (publishers < 1) publishers = 1;
  remove(arguments[1]);
  if (sqlite3_open(arguments[1], &database) != SQLITE_OK) check(SQLITE_ERROR);
  run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
  run(tables);
  char name[96], text[96], date[32];

  sqlite3_stmt *statement = prepare("INSERT INTO author VALUES (?, ?, ?, ?, ?)");
  for (int64_t id = 1; id <= authors; id++) {
    int64_t born = 1780 + below(220);
    person(name, sizeof name);
    bind_integer(statement, 1, id);
    bind_text(statement, 2, name);
    bind_text(statement, 3, PICK(country));
    bind_integer(statement, 4, born);
    if (born < 1940) bind_integer(statement, 5, born + 40 + below(50));
    else check(sqlite3_bind_null(statement, 5));
    insert(statement);
  }
  check(sqlite3_finalize(statement));

  statement = prepare("INSERT INTO publisher VALUES (?, ?, ?)");
  for (int64_t id = 1; id <= publishers; id++) {
    const char *founder = PICK(family);
    snprintf(name, sizeof name, "%s %s", founder, PICK(house));
    bind_integer(statement, 1, id);
    bind_text(statement, 2, name);
    bind_text(statement, 3, PICK(country));
    insert(statement);
  }
  check(sqlite3_finalize(statement));

  statement = prepare("INSERT INTO genre VALUES (?, ?)");
  for (int64_t id = 1; id <= genres; id++) {
    bind_integer(statement, 1, id);
    bind_text(statement, 2, genre[id - 1]);
    insert(statement);
  }
  check(sqlite3_finalize(statement));

  statement = prepare("INSERT INTO book VALUES (?, ?, ?, ?, ?, ?, ?)");
  sqlite3_stmt *link = prepare("INSERT INTO book_genre VALUES (?, ?)");
  for (int64_t id = 1; id <= books; id++) {
    title(text, sizeof text);
    bind_integer(statement, 1, id);
    bind_text(statement, 2, text);
    bind_integer(statement, 3, 1 + below(authors));
    if (below(10)) bind_integer(statement, 4, 1 + below(publishers));
    else check(sqlite3_bind_null(statement, 4));
    bind_integer(statement, 5, 1800 + below(225));
    bind_integer(statement, 6, 60 + below(900));
    bind_text(statement, 7, PICK(language));
    insert(statement);
    int64_t kind = below(genres);
    for (int64_t links = 1 + below(2); links > 0; links--) {
      bind_integer(link, 1, id);
      bind_integer(link, 2, 1 + kind);
      insert(link);
      kind = (kind + 1 + below(genres - 1)) % genres;
    }
  }
  check(sqlite3_finalize(statement));
  check(sqlite3_finalize(link));

  statement = prepare("INSERT INTO member VALUES (?, ?, ?, ?)");
  for (int64_t id = 1; id <= members; id++) {
    person(name, sizeof name);
    day(date, sizeof date, below(1680));
    bind_integer(statement, 1, id);
    bind_text(statement, 2, name);
    snprintf(text, sizeof text, "reader%lld@example.org", (long long)id);
    if (below(8)) bind_text(statement, 3, text);
    else check(sqlite3_bind_null(statement, 3));
    bind_text(statement, 4, date);
    insert(statement);
  }
  check(sqlite3_finalize(statement));

  for (pairs.mask = 1; pairs.mask < (uint64_t)loans * 2; pairs.mask *= 2) {}
  pairs.slots = calloc(pairs.mask, sizeof *pairs.slots);
  pairs.mask--;
  if (!pairs.slots) return 1;
  statement = prepare("INSERT INTO loan VALUES (?, ?, ?, ?, ?)");
  for (int64_t number = 0; number < loans; number++) {
    int64_t member, book, borrowed = 1680 + number * 3360 / loans;
    int64_t returned = borrowed + 1 + below(40);
    do {
      member = 1 + below(members);
      book = 1 + below(books);
    } while (!add_pair(member, book));
    bind_integer(statement, 1, member);
    bind_integer(statement, 2, book);
    day(date, sizeof date, borrowed);
    bind_text(statement, 3, date);
    day(date, sizeof date, borrowed + 21);
    bind_text(statement, 4, date);
    day(date, sizeof date, returned);
    if (returned < 5040) bind_text(statement, 5, date);
    else check(sqlite3_bind_null(statement, 5));
    insert(statement);
  }
  check(sqlite3_finalize(statement));

  // One at the top, and below her twenty levels of as many each; everybody has a badge.
  int64_t breadth = authors / levels > 0 ? authors / levels : 1, employees = 1 + breadth * levels;
  statement = prepare("INSERT INTO employee VALUES (?, ?, ?)");
  for (int64_t id = 1; id <= employees; id++) {
    person(name, sizeof name);
    bind_integer(statement, 1, id);
    bind_text(statement, 2, name);
    if (id > 1) bind_integer(statement, 3, id - 1 <= breadth ? 1 : id - breadth);
    else check(sqlite3_bind_null(statement, 3));
    insert(statement);
  }
  check(sqlite3_finalize(statement));
  statement = prepare("INSERT INTO badge VALUES (?, ?, ?)");
  for (int64_t id = 1; id <= employees; id++) {
    snprintf(text, sizeof text, "%c-%lld", (int)('A' + below(26)), (long long)id);
    bind_integer(statement, 1, id);
    bind_text(statement, 2, text);
    bind_integer(statement, 3, employees + 1 - id);
    insert(statement);
  }
  check(sqlite3_finalize(statement));

  run(indexes);
  run("COMMIT");
  check(sqlite3_close(database));
  return 0;
}
