// Looks up what the library looks up for the same question, row for row: each lookup is prepared,
// stepped and finalized. Nothing is decoded, folded or explained.

#include "plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_LIMIT = 4096, PLACE_LIMIT = 100000, CITED_LIMIT = 32 };

struct place {
  char company[64];
  uint8_t attempt[UUID_SIZE];
  int64_t cited[CITED_LIMIT];
  int cited_count;
};

static struct place places[PLACE_LIMIT];

static void read_attempt(const char *text, uint8_t attempt[UUID_SIZE]) {
  for (int index = 0; index < UUID_SIZE; index++) {
    if (*text == '-') text++;
    unsigned byte;
    if (sscanf(text, "%2x", &byte) != 1) fail("an attempt of the sample is no UUID");
    attempt[index] = (uint8_t)byte;
    text += 2;
  }
}

static int read_sample(const char *file) {
  FILE *in = fopen(file, "r");
  if (!in) fail("the sample cannot be read");
  static char line[LINE_LIMIT];
  int count = 0;
  while (count < PLACE_LIMIT && fgets(line, sizeof line, in)) {
    struct place *place = &places[count++];
    char *company = strtok(line, " \n"), *attempt = strtok(NULL, " \n"), *cited;
    if (!company || !attempt) fail("a line of the sample is too short");
    snprintf(place->company, sizeof place->company, "%s", company);
    read_attempt(attempt, place->attempt);
    while ((cited = strtok(NULL, " \n"))) {
      if (place->cited_count == CITED_LIMIT) fail("a line of the sample is too long");
      place->cited[place->cited_count++] = atoll(cited);
    }
  }
  fclose(in);
  return count;
}

static sqlite3 *database;
// Every byte count goes into the outcome, so that no row can be left out.
static int64_t bytes;

// Steps through all rows; answers with how many there are.
static int64_t step_all(sqlite3_stmt *statement, int blob) {
  int64_t rows = 0;
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    if (sqlite3_column_blob(statement, blob)) bytes += sqlite3_column_bytes(statement, blob);
    rows += 1;
  }
  if (code != SQLITE_DONE) fail(sqlite3_errmsg(database));
  sqlite3_finalize(statement);
  return rows;
}

static int64_t find_stream(const struct place *place) {
  sqlite3_stmt *sql = prepare(database, "SELECT id, size FROM stream WHERE company = ?");
  sqlite3_bind_text(sql, 1, place->company, -1, SQLITE_STATIC);
  if (sqlite3_step(sql) != SQLITE_ROW) fail("a company of the sample has no stream");
  int64_t stream = sqlite3_column_int64(sql, 0);
  sqlite3_finalize(sql);
  return stream;
}

// Whether the projections are at the log's end.
static void find_progress(void) {
  step_all(prepare(database, "SELECT name, fingerprint, position, stopped FROM projection"), 1);
  step_all(
    prepare(database, "SELECT position, latest FROM record ORDER BY position DESC LIMIT 1"), 1);
}

static int64_t look_status(const struct place *place) {
  int64_t stream = find_stream(place);
  find_progress();
  sqlite3_stmt *sql =
    prepare(database, "SELECT provider, state FROM integration_status WHERE stream = ?");
  sqlite3_bind_int64(sql, 1, stream);
  return step_all(sql, 1);
}

static int64_t look_why(const struct place *place) {
  int64_t found = look_status(place);
  execute(database, "COMMIT; BEGIN");
  int64_t stream = find_stream(place);
  for (int index = 0; index < place->cited_count; index++) {
    sqlite3_stmt *sql =
      prepare(database, "SELECT position, bytes FROM record WHERE stream = ? AND sequence = ?");
    sqlite3_bind_int64(sql, 1, stream);
    sqlite3_bind_int64(sql, 2, place->cited[index]);
    step_all(sql, 1);
  }
  return found;
}

static int64_t look_log(const struct place *place) {
  int64_t stream = find_stream(place);
  find_progress();
  sqlite3_stmt *sql = prepare(
    database,
    "SELECT record.position, record.bytes FROM record "
    "JOIN company_log ON company_log.position = record.position "
    "WHERE record.stream = ? ORDER BY record.sequence");
  sqlite3_bind_int64(sql, 1, stream);
  return step_all(sql, 1);
}

static int64_t look_attempt(const struct place *place) {
  sqlite3_stmt *sql =
    prepare(database, "SELECT position, bytes FROM record WHERE attempt = ? ORDER BY position");
  sqlite3_bind_blob(sql, 1, place->attempt, UUID_SIZE, SQLITE_STATIC);
  return step_all(sql, 1);
}

static int64_t look_records(const struct place *place) {
  sqlite3_stmt *sql =
    prepare(database, "SELECT position, bytes FROM record WHERE stream = ? ORDER BY sequence");
  sqlite3_bind_int64(sql, 1, find_stream(place));
  return step_all(sql, 1);
}

static int64_t look_failures(const struct place *place) {
  (void)place;
  find_progress();
  sqlite3_stmt *sql = prepare(
    database,
    "SELECT stream.company, stream.size, integration_status.state FROM stream "
    "JOIN integration_status ON integration_status.stream = stream.id "
    "WHERE integration_status.provider = 'fortnox' ORDER BY stream.company");
  return step_all(sql, 2);
}

int look(const char *what, const char *file, const char *sample, int rounds) {
  static const struct {
    const char *name;
    int64_t (*run)(const struct place *);
  } table[] = {
    {"status", look_status}, {"why", look_why},         {"log", look_log},
    {"attempt", look_attempt}, {"records", look_records}, {"failures", look_failures},
  };
  int64_t (*question)(const struct place *) = NULL;
  for (size_t index = 0; index < sizeof table / sizeof table[0]; index++)
    if (!strcmp(table[index].name, what)) question = table[index].run;
  if (!question) fail("there is no such lookup");
  database = open_database(file);
  int count = read_sample(sample);
  if (question == look_failures) count = 1;
  int64_t rows = 0;
  double start = 0;
  // The first round finds the pages, as on the other side.
  for (int round = -1; round < rounds; round++) {
    if (round == 0) {
      start = seconds_now();
      rows = 0;
    }
    for (int index = 0; index < count; index++) {
      execute(database, "BEGIN");
      rows += question(&places[index]);
      execute(database, "COMMIT");
    }
  }
  report((int64_t)rounds * count, seconds_now() - start);
  printf("rows %lld\nbytes %lld\n", (long long)rows, (long long)bytes);
  sqlite3_close(database);
  return 0;
}
