// The C library as Swift can call it: its variadic functions and casting macros get inline wrappers.
#ifndef KIN_CSQLITE_SHIM_H
#define KIN_CSQLITE_SHIM_H

#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

static inline int kin_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int kin_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// Weak, because not every build of the library has them.
void *sqlite3_preupdate_hook(
    sqlite3 *, void (*)(void *, sqlite3 *, int, char const *, char const *, sqlite3_int64, sqlite3_int64), void *)
    __attribute__((weak));
int sqlite3_preupdate_old(sqlite3 *, int, sqlite3_value **) __attribute__((weak));
int sqlite3_preupdate_new(sqlite3 *, int, sqlite3_value **) __attribute__((weak));
int sqlite3_preupdate_count(sqlite3 *) __attribute__((weak));
int sqlite3_preupdate_depth(sqlite3 *) __attribute__((weak));

// Whether each row is told of before it changes; no function ends it.
static inline int kin_watch_rows(
    sqlite3 *database,
    void (*told)(void *, sqlite3 *, int, char const *, char const *, sqlite3_int64, sqlite3_int64), void *context) {
  if (!sqlite3_preupdate_hook) return 0;
  sqlite3_preupdate_hook(database, told, context);
  return 1;
}

// Of the row that is being told of: 0 for one of the statement itself.
static inline int kin_row_depth(sqlite3 *database) {
  return sqlite3_preupdate_depth ? sqlite3_preupdate_depth(database) : 0;
}

static inline int kin_row_columns(sqlite3 *database) {
  return sqlite3_preupdate_count ? sqlite3_preupdate_count(database) : 0;
}

static inline sqlite3_value *kin_row_before(sqlite3 *database, int column) {
  sqlite3_value *value = 0;
  if (sqlite3_preupdate_old) sqlite3_preupdate_old(database, column, &value);
  return value;
}

static inline sqlite3_value *kin_row_after(sqlite3 *database, int column) {
  sqlite3_value *value = 0;
  if (sqlite3_preupdate_new) sqlite3_preupdate_new(database, column, &value);
  return value;
}

static inline int kin_row_values(sqlite3 *database, int column, sqlite3_value **before, sqlite3_value **after) {
  *before = kin_row_before(database, column);
  *after = kin_row_after(database, column);
  return *before && *after;
}

static inline int kin_row_becomes_null(sqlite3 *database, int column) {
  sqlite3_value *before = 0, *after = 0;
  return kin_row_values(database, column, &before, &after) && sqlite3_value_type(after) == SQLITE_NULL;
}

static inline int kin_row_changes(sqlite3 *database, int column) {
  sqlite3_value *before = 0, *after = 0;
  if (!kin_row_values(database, column, &before, &after)) return 0;
  int kind = sqlite3_value_type(before);
  if (kind != sqlite3_value_type(after)) return 1;
  switch (kind) {
    case SQLITE_NULL: return 0;
    case SQLITE_INTEGER: return sqlite3_value_int64(before) != sqlite3_value_int64(after);
    case SQLITE_FLOAT: return sqlite3_value_double(before) != sqlite3_value_double(after);
    default: {
      const void *left = sqlite3_value_blob(before), *right = sqlite3_value_blob(after);
      int count = sqlite3_value_bytes(before);
      return count != sqlite3_value_bytes(after) || (count > 0 && __builtin_memcmp(left, right, count) != 0);
    }
  }
}

// Before the first connection; afterwards it does nothing.
static inline int kin_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
static inline int kin_take_no_uris(void) { return sqlite3_config(SQLITE_CONFIG_URI, 0); }
static inline int kin_get_page_cache(sqlite3_pcache_methods2 *methods) {
  return sqlite3_config(SQLITE_CONFIG_GETPCACHE2, methods);
}
static inline int kin_set_page_cache(sqlite3_pcache_methods2 *methods) {
  return sqlite3_config(SQLITE_CONFIG_PCACHE2, methods);
}

static inline int kin_db_config_flag(sqlite3 *database, int option, int value) {
  int result = 0;
  return sqlite3_db_config(database, option, value, &result);
}

#endif
