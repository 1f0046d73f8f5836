// Takes records from one database into a flat file, and from there into another.

#include "plain.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A row of the flat file; the record's bytes follow.
struct row {
  int64_t stream;
  int64_t sequence;
  int64_t latest;
  uint8_t id[UUID_SIZE];
  uint8_t attempt[UUID_SIZE];
  uint32_t has_attempt;
  uint32_t size;
};

enum { COMPANY_SIZE = 64 };

static void write_all(const void *bytes, size_t size, FILE *to) {
  if (fwrite(bytes, 1, size, to) != size) fail("the flat file cannot be written");
}

static void read_all(void *bytes, size_t size, FILE *from) {
  if (fread(bytes, 1, size, from) != size) fail("the flat file is cut off");
}

int dump(const char *file, const char *rows) {
  sqlite3 *database = open_database(file);
  FILE *out = fopen(rows, "wb");
  if (!out) fail("the flat file cannot be made");
  sqlite3_stmt *counts =
    prepare(database, "SELECT (SELECT max(id) FROM stream), (SELECT max(position) FROM record)");
  if (sqlite3_step(counts) != SQLITE_ROW) fail(sqlite3_errmsg(database));
  int64_t header[2] = {sqlite3_column_int64(counts, 0), sqlite3_column_int64(counts, 1)};
  sqlite3_finalize(counts);
  write_all(header, sizeof header, out);

  sqlite3_stmt *streams = prepare(database, "SELECT company FROM stream ORDER BY id");
  while (sqlite3_step(streams) == SQLITE_ROW) {
    char company[COMPANY_SIZE] = {0};
    strncpy(company, (const char *)sqlite3_column_text(streams, 0), COMPANY_SIZE - 1);
    write_all(company, sizeof company, out);
  }
  sqlite3_finalize(streams);

  sqlite3_stmt *records = prepare(
    database,
    "SELECT stream, sequence, latest, id, attempt, bytes FROM record ORDER BY position");
  while (sqlite3_step(records) == SQLITE_ROW) {
    struct row row = {
      .stream = sqlite3_column_int64(records, 0),
      .sequence = sqlite3_column_int64(records, 1),
      .latest = sqlite3_column_int64(records, 2),
    };
    memcpy(row.id, sqlite3_column_blob(records, 3), UUID_SIZE);
    const void *attempt = sqlite3_column_blob(records, 4);
    row.has_attempt = attempt != NULL;
    if (attempt) memcpy(row.attempt, attempt, UUID_SIZE);
    const void *bytes = sqlite3_column_blob(records, 5);
    row.size = (uint32_t)sqlite3_column_bytes(records, 5);
    write_all(&row, sizeof row, out);
    write_all(bytes, row.size, out);
  }
  sqlite3_finalize(records);
  if (fclose(out)) fail("the flat file cannot be written");
  sqlite3_close(database);
  report(header[1], 0);
  return 0;
}

// Makes the same tables, indexes and triggers that another database has.
static void make_tables(sqlite3 *database, const char *like) {
  sqlite3 *model = open_database(like);
  sqlite3_stmt *made = prepare(
    model, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
  while (sqlite3_step(made) == SQLITE_ROW)
    execute(database, (const char *)sqlite3_column_text(made, 0));
  sqlite3_finalize(made);
  sqlite3_close(model);
}

static void insert_heads(
  sqlite3 *database, int64_t count, char (*companies)[COMPANY_SIZE], const int64_t *sizes
) {
  sqlite3_stmt *head = prepare(database, "INSERT INTO stream (id, company, size) VALUES (?, ?, ?)");
  for (int64_t index = 0; index < count; index++) {
    sqlite3_bind_int64(head, 1, index + 1);
    sqlite3_bind_text(head, 2, companies[index], -1, SQLITE_STATIC);
    sqlite3_bind_int64(head, 3, sizes[index]);
    run(database, head);
  }
  sqlite3_finalize(head);
}

static void insert_records(sqlite3 *database, int64_t count, FILE *in, int64_t *sizes) {
  sqlite3_stmt *insert = prepare(
    database,
    "INSERT INTO record (position, stream, sequence, id, attempt, latest, hash, bytes) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  static uint8_t bytes[RECORD_LIMIT];
  for (int64_t position = 1; position <= count; position++) {
    struct row row;
    uint8_t hash[HASH_SIZE];
    read_all(&row, sizeof row, in);
    if (row.size > sizeof bytes) fail("the flat file is damaged");
    read_all(bytes, row.size, in);
    record_hash(bytes, row.size, hash);
    sqlite3_bind_int64(insert, 1, position);
    sqlite3_bind_int64(insert, 2, row.stream);
    sqlite3_bind_int64(insert, 3, row.sequence);
    sqlite3_bind_blob(insert, 4, row.id, UUID_SIZE, SQLITE_STATIC);
    if (row.has_attempt)
      sqlite3_bind_blob(insert, 5, row.attempt, UUID_SIZE, SQLITE_STATIC);
    else
      sqlite3_bind_null(insert, 5);
    sqlite3_bind_int64(insert, 6, row.latest);
    sqlite3_bind_blob(insert, 7, hash, HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 8, bytes, (int)row.size, SQLITE_STATIC);
    run(database, insert);
    sizes[row.stream - 1] += 1;
  }
  sqlite3_finalize(insert);
}

// Inserts every record and the head of every stream in one transaction, with the pragmas that the
// library uses for a new ledger: no journal for a file that is thrown away when something fails,
// and one sync at the end. Company log and status are left out.
int import_rows(const char *rows, const char *like, const char *file) {
  FILE *in = fopen(rows, "rb");
  if (!in) fail("the flat file cannot be read");
  double start = seconds_now();
  sqlite3 *database = open_database(file);
  execute(
    database,
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; "
    "PRAGMA cache_size = -32000;");
  make_tables(database, like);
  int64_t header[2];
  read_all(header, sizeof header, in);
  char(*companies)[COMPANY_SIZE] = malloc((size_t)header[0] * COMPANY_SIZE);
  int64_t *sizes = calloc((size_t)header[0], sizeof *sizes);
  if (!companies || !sizes) fail("there is no memory left");
  read_all(companies, (size_t)header[0] * COMPANY_SIZE, in);
  execute(database, "BEGIN IMMEDIATE");
  insert_records(database, header[1], in, sizes);
  insert_heads(database, header[0], companies, sizes);
  execute(database, "COMMIT");
  sqlite3_close(database);
  int descriptor = open(file, O_RDONLY);
  if (descriptor < 0 || fsync(descriptor)) fail("the database cannot be synced");
  close(descriptor);
  report(header[1], seconds_now() - start);
  free(companies);
  free(sizes);
  fclose(in);
  return 0;
}
