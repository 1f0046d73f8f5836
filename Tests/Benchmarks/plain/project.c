// Writes the rows of both projections once more, into tables beside them, and swaps the two: what is
// left of a rebuild where nothing is read, decoded or folded.

#include "plain.h"

#include <stdio.h>

static const char *const make =
  "CREATE TABLE company_log_next (position INTEGER PRIMARY KEY, severity TEXT NOT NULL, "
  "code TEXT NOT NULL) STRICT;"
  "CREATE TABLE integration_status_next (stream INTEGER NOT NULL, provider TEXT NOT NULL, "
  "verdict TEXT NOT NULL, deadline INTEGER, state BLOB NOT NULL, PRIMARY KEY (stream, provider)) "
  "STRICT, WITHOUT ROWID;";

static const char *const swap =
  "DROP TABLE company_log; ALTER TABLE company_log_next RENAME TO company_log;"
  "DROP TABLE integration_status;"
  "ALTER TABLE integration_status_next RENAME TO integration_status;";

// Reads rows and inserts them, a value at a time, as somebody does who has them in hand.
static int64_t copy(sqlite3 *database, const char *rows, const char *insert) {
  sqlite3_stmt *from = prepare(database, rows);
  sqlite3_stmt *to = prepare(database, insert);
  int columns = sqlite3_column_count(from);
  int64_t count = 0;
  int code;
  while ((code = sqlite3_step(from)) == SQLITE_ROW) {
    for (int column = 0; column < columns; column++)
      sqlite3_bind_value(to, column + 1, sqlite3_column_value(from, column));
    run(database, to);
    count += 1;
  }
  if (code != SQLITE_DONE) fail(sqlite3_errmsg(database));
  sqlite3_finalize(from);
  sqlite3_finalize(to);
  return count;
}

int project(const char *file) {
  sqlite3 *database = open_database(file);
  execute(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
    "PRAGMA wal_autocheckpoint = 4000;");
  double start = seconds_now();
  execute(database, "BEGIN IMMEDIATE");
  execute(database, make);
  int64_t lines = copy(
    database, "SELECT position, severity, code FROM company_log ORDER BY position",
    "INSERT INTO company_log_next (position, severity, code) VALUES (?, ?, ?)");
  int64_t states = copy(
    database,
    "SELECT stream, provider, verdict, deadline, state FROM integration_status "
    "ORDER BY stream, provider",
    "INSERT INTO integration_status_next (stream, provider, verdict, deadline, state) "
    "VALUES (?, ?, ?, ?, ?)");
  execute(database, swap);
  execute(database, "COMMIT");
  // Closing moves the log into the database, on our side as well as here.
  sqlite3_close(database);
  report(lines, seconds_now() - start);
  printf("integrations %lld\n", (long long)states);
  return 0;
}
