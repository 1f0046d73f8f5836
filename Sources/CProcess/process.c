#include "process.h"

#ifdef __linux__
#include <sys/prctl.h>

int authledger_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
#else
#include <sys/resource.h>

int authledger_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none);
}
#endif
