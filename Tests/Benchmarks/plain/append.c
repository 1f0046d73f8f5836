#include "plain.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

// One appended record: who appends, and what it says this time.
struct draft {
  const char *company;
  int64_t sequence;
  int selected;
  int64_t milliseconds;
  uint8_t id[UUID_SIZE];
  char bytes[1024];
  int size;
};

// A UUID of version 7: milliseconds, then random bits.
static void make_id(struct draft *draft) {
  if (getrandom(draft->id, UUID_SIZE, 0) != UUID_SIZE) fail("there are no random numbers");
  for (int index = 0; index < 6; index++)
    draft->id[index] = (uint8_t)(draft->milliseconds >> (40 - 8 * index));
  draft->id[6] = (uint8_t)(0x70 | (draft->id[6] & 0x0f));
  draft->id[8] = (uint8_t)(0x80 | (draft->id[8] & 0x3f));
}

static void make_record(struct draft *draft) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  draft->milliseconds = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  make_id(draft);
  struct tm utc;
  gmtime_r(&now.tv_sec, &utc);
  char time[96];
  snprintf(
    time, sizeof time, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
    utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, (int)(now.tv_nsec / 1000000));
  char id[40];
  const uint8_t *u = draft->id;
  snprintf(
    id, sizeof id, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", u[0],
    u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14], u[15]);
  draft->size = snprintf(
    draft->bytes, sizeof draft->bytes,
    "{\"authid\":\"system:bench\",\"authtype\":\"system\",\"data\":{\"selected\":%s},"
    "\"id\":\"%s\",\"recordedtime\":\"%s\",\"sequence\":\"%016lld\","
    "\"source\":\"/companies/%s\",\"specversion\":\"1.0\",\"subject\":\"fortnox\","
    "\"time\":\"%s\",\"type\":\"integration.serviceAccountSelected.v1\"}",
    draft->selected ? "true" : "false", id, time, (long long)draft->sequence, draft->company, time);
}

// The statements of one append. The last three are for the rows of the projections, and not there
// where records and the heads of their streams are all that is written.
struct statements {
  sqlite3_stmt *begin, *head, *last, *insert, *update, *commit, *line, *status, *progress;
};

// As long as the state of an integration of which little is known.
static const uint8_t state[12];

static void append_projected(
  sqlite3 *database, struct statements *sql, int64_t stream, int64_t position
) {
  sqlite3_bind_int64(sql->line, 1, position);
  run(database, sql->line);
  sqlite3_bind_int64(sql->status, 1, stream);
  sqlite3_bind_blob(sql->status, 2, state, sizeof state, SQLITE_STATIC);
  run(database, sql->status);
  sqlite3_bind_int64(sql->progress, 1, position);
  run(database, sql->progress);
}

static void append(sqlite3 *database, struct statements *sql, struct draft *draft) {
  run(database, sql->begin);
  sqlite3_bind_text(sql->head, 1, draft->company, -1, SQLITE_STATIC);
  if (sqlite3_step(sql->head) != SQLITE_ROW) fail("the company has no stream");
  int64_t stream = sqlite3_column_int64(sql->head, 0);
  draft->sequence = sqlite3_column_int64(sql->head, 1);
  sqlite3_reset(sql->head);
  int64_t position = 0, latest = 0;
  if (sqlite3_step(sql->last) == SQLITE_ROW) {
    position = sqlite3_column_int64(sql->last, 0);
    latest = sqlite3_column_int64(sql->last, 1);
  }
  sqlite3_reset(sql->last);

  make_record(draft);
  uint8_t hash[HASH_SIZE];
  record_hash((const uint8_t *)draft->bytes, (size_t)draft->size, hash);
  sqlite3_bind_int64(sql->insert, 1, position + 1);
  sqlite3_bind_int64(sql->insert, 2, stream);
  sqlite3_bind_int64(sql->insert, 3, draft->sequence);
  sqlite3_bind_blob(sql->insert, 4, draft->id, UUID_SIZE, SQLITE_STATIC);
  sqlite3_bind_int64(
    sql->insert, 5, draft->milliseconds > latest ? draft->milliseconds : latest);
  sqlite3_bind_blob(sql->insert, 6, hash, HASH_SIZE, SQLITE_STATIC);
  sqlite3_bind_blob(sql->insert, 7, draft->bytes, draft->size, SQLITE_STATIC);
  run(database, sql->insert);
  sqlite3_bind_int64(sql->update, 1, draft->sequence + 1);
  sqlite3_bind_int64(sql->update, 2, stream);
  run(database, sql->update);
  if (sql->line) append_projected(database, sql, stream, position + 1);
  run(database, sql->commit);
}

static void prepare_projected(sqlite3 *database, struct statements *sql) {
  sql->line = prepare(
    database,
    "INSERT INTO company_log (position, severity, code) "
    "VALUES (?, 'info', 'serviceAccountSelected')");
  sql->status = prepare(
    database,
    "INSERT OR REPLACE INTO integration_status (stream, provider, verdict, deadline, state) "
    "VALUES (?, 'fortnox', 'NEVER_STARTED', NULL, ?)");
  sql->progress = prepare(database, "UPDATE projection SET position = ?");
}

// Appends one record after another, each durable before the next begins.
int append_some(const char *file, const char *company, int count, int projected) {
  sqlite3 *database = open_database(file);
  execute(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
    "PRAGMA wal_autocheckpoint = 4000;");
  sqlite3_stmt *stream =
    prepare(database, "INSERT OR IGNORE INTO stream (company, size) VALUES (?, 0)");
  sqlite3_bind_text(stream, 1, company, -1, SQLITE_STATIC);
  run(database, stream);
  sqlite3_finalize(stream);
  struct statements sql = {
    .begin = prepare(database, "BEGIN IMMEDIATE"),
    .head = prepare(database, "SELECT id, size FROM stream WHERE company = ?"),
    .last = prepare(
      database, "SELECT position, latest FROM record ORDER BY position DESC LIMIT 1"),
    .insert = prepare(
      database,
      "INSERT INTO record (position, stream, sequence, id, latest, hash, bytes) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)"),
    .update = prepare(database, "UPDATE stream SET size = ? WHERE id = ?"),
    .commit = prepare(database, "COMMIT"),
  };
  if (projected) prepare_projected(database, &sql);
  struct draft draft = {.company = company};
  double start = seconds_now();
  for (int index = 0; index < count; index++) {
    draft.selected = !draft.selected;
    append(database, &sql, &draft);
  }
  report(count, seconds_now() - start);
  sqlite3_stmt *all[] = {sql.begin,  sql.head, sql.last,   sql.insert,  sql.update,
                         sql.commit, sql.line, sql.status, sql.progress};
  for (size_t index = 0; index < sizeof all / sizeof all[0]; index++) sqlite3_finalize(all[index]);
  sqlite3_close(database);
  return 0;
}
