// The other side of the comparison: what a plain C program on the same SQLite does.

#ifndef PLAIN_H
#define PLAIN_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_SIZE = 32, UUID_SIZE = 16, RECORD_LIMIT = 65535 };

// The commands of main.c.
int scan(const char *file);
int export_lines(const char *file, const char *lines);
int dump(const char *file, const char *rows);
int import_rows(const char *rows, const char *like, const char *file);
int append_some(const char *file, const char *company, int count, int projected);
int project(const char *file);
int look(const char *what, const char *file, const char *sample, int rounds);

// SHA-256(0x00 || bytes).
void record_hash(const uint8_t *bytes, size_t count, uint8_t hash[HASH_SIZE]);

double seconds_now(void);

// Prints what bench reads: how many, and how long that took.
void report(int64_t count, double seconds);

// These end the process with a sentence when something fails.
sqlite3 *open_database(const char *file);
sqlite3_stmt *prepare(sqlite3 *database, const char *sql);
void execute(sqlite3 *database, const char *sql);
void run(sqlite3 *database, sqlite3_stmt *statement);
_Noreturn void fail(const char *what);

#endif
