#include "plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **arguments) {
  const char *command = count > 1 ? arguments[1] : "";
  if (count == 3 && !strcmp(command, "version")) return puts(sqlite3_libversion()) < 0;
  if (count == 3 && !strcmp(command, "scan")) return scan(arguments[2]);
  if (count == 3 && !strcmp(command, "project")) return project(arguments[2]);
  if (count == 4 && !strcmp(command, "export")) return export_lines(arguments[2], arguments[3]);
  if (count == 4 && !strcmp(command, "dump")) return dump(arguments[2], arguments[3]);
  if (count == 5 && !strcmp(command, "import"))
    return import_rows(arguments[2], arguments[3], arguments[4]);
  if (count == 5 && !strcmp(command, "append"))
    return append_some(arguments[2], arguments[3], atoi(arguments[4]), 0);
  if (count == 5 && !strcmp(command, "append-projected"))
    return append_some(arguments[2], arguments[3], atoi(arguments[4]), 1);
  if (count == 6 && !strcmp(command, "look"))
    return look(arguments[2], arguments[3], arguments[4], atoi(arguments[5]));
  fputs(
    "plain version sqlite\n"
    "plain scan FILE\n"
    "plain project FILE\n"
    "plain export FILE LINES\n"
    "plain dump FILE ROWS\n"
    "plain import ROWS LIKE FILE\n"
    "plain append FILE COMPANY COUNT\n"
    "plain append-projected FILE COMPANY COUNT\n"
    "plain look WHAT FILE SAMPLE ROUNDS\n",
    stderr);
  return 64;
}
