#ifndef AUTHLEDGER_SPAWN_H
#define AUTHLEDGER_SPAWN_H

#include <sys/types.h>

/// Starts a program in a process group of its own, with no signal blocked or ignored, and with no other
/// open files than the three given ones. Swift sees two of the functions that this takes nowhere.
///
/// Returns 0 and sets `id`, or an error number (posix_spawn(3)). `directory` may be NULL.
int authledger_spawn(
    pid_t *id, char *const arguments[], char *const environment[], const char *directory,
    const int files[3]);

#endif
