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
