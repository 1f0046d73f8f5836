// Reads every record along the log: to hash it, or to write it out.

#include "plain.h"

#include <stdio.h>

// Reads and hashes every record; decodes and folds nothing.
int scan(const char *file) {
  sqlite3 *database = open_database(file);
  double start = seconds_now();
  sqlite3_stmt *statement = prepare(database, "SELECT bytes FROM record ORDER BY position");
  int64_t count = 0;
  // Every hash counts in the outcome, so that none of the work can be left out.
  uint8_t all = 0;
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    uint8_t hash[HASH_SIZE];
    const uint8_t *bytes = sqlite3_column_blob(statement, 0);
    record_hash(bytes, (size_t)sqlite3_column_bytes(statement, 0), hash);
    all ^= hash[0];
    count += 1;
  }
  if (code != SQLITE_DONE) fail(sqlite3_errmsg(database));
  sqlite3_finalize(statement);
  report(count, seconds_now() - start);
  printf("all %d\n", all);
  sqlite3_close(database);
  return 0;
}

// Writes every record and a newline.
int export_lines(const char *file, const char *lines) {
  sqlite3 *database = open_database(file);
  FILE *out = fopen(lines, "wb");
  if (!out) fail("the lines have no place");
  double start = seconds_now();
  sqlite3_stmt *statement = prepare(database, "SELECT bytes FROM record ORDER BY position");
  int64_t count = 0;
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    size_t size = (size_t)sqlite3_column_bytes(statement, 0);
    if (fwrite(sqlite3_column_blob(statement, 0), 1, size, out) != size || putc('\n', out) == EOF)
      fail("the lines cannot be written");
    count += 1;
  }
  if (code != SQLITE_DONE) fail(sqlite3_errmsg(database));
  sqlite3_finalize(statement);
  if (fclose(out)) fail("the lines cannot be written");
  report(count, seconds_now() - start);
  sqlite3_close(database);
  return 0;
}
