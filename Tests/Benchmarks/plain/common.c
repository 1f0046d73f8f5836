// SHA256_Init and its like have less to do for a short message than the EVP functions that OpenSSL
// would rather see, and plain C shall be as fast as it can.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "plain.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void record_hash(const uint8_t *bytes, size_t count, uint8_t hash[HASH_SIZE]) {
  static const uint8_t leaf = 0;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, &leaf, 1);
  SHA256_Update(&context, bytes, count);
  SHA256_Final(hash, &context);
}

double seconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void report(int64_t count, double seconds) {
  printf("count %lld\nseconds %.9f\n", (long long)count, seconds);
}

void fail(const char *what) {
  fprintf(stderr, "plain: %s\n", what);
  exit(74);
}

sqlite3 *open_database(const char *file) {
  sqlite3 *database;
  if (sqlite3_open(file, &database) != SQLITE_OK) fail(sqlite3_errmsg(database));
  sqlite3_busy_timeout(database, 30000);
  return database;
}

sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    fail(sqlite3_errmsg(database));
  return statement;
}

void execute(sqlite3 *database, const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sqlite3_errmsg(database));
}

void run(sqlite3 *database, sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(database));
  sqlite3_reset(statement);
}
