#ifndef AUTHLEDGER_PROCESS_H
#define AUTHLEDGER_PROCESS_H

/// Keeps this process's memory out of core dumps and from other processes of the same user
/// (prctl(2), PR_SET_DUMPABLE); 0 where that was done. Swift cannot call variadic functions.
int authledger_forbid_dumps(void);

#endif
