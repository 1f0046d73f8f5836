"""Builds what is measured, and runs processes: how long, how large, what they print."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCRATCH = os.path.join(HERE, ".build-bench")


class Programs:
    """The paths of the released program, of the library's and of plain C's."""

    def __init__(self):
        subprocess.run(
            [ROOT + "/.ci/packages", "libsqlite3-dev:/usr/include/sqlite3.h",
             "libssl-dev:/usr/include/openssl/sha.h", "sqlite3:/usr/bin/sqlite3"], check=True)
        subprocess.run(["make", "-C", ROOT, "release"], check=True, stdout=sys.stderr)
        self.authledger = answer(["make", "-s", "-C", ROOT, "binary"])
        self.bench = self._library()
        self.plain = self._plain()

    @staticmethod
    def _library():
        build = ["swift", "build", "-c", "release", "--product", "bench", "--package-path", HERE, "--scratch-path",
                 SCRATCH, "--static-swift-stdlib", "-Xswiftc", "-static-executable", "-Xswiftc",
                 "-enforce-exclusivity=unchecked"]
        subprocess.run(build, check=True, stdout=sys.stderr)
        return answer(build + ["--show-bin-path"]) + "/bench"

    @staticmethod
    def _plain():
        """Plain C with the very SQLite that ours links, and with OpenSSL's SHA-256."""
        program = SCRATCH + "/plain"
        folder = HERE + "/plain"
        sources = sorted(folder + "/" + name for name in os.listdir(folder) if name.endswith(".c"))
        compiler = shutil.which("cc") or shutil.which("clang")
        subprocess.run(
            [compiler, "-std=gnu11", "-O3", "-Wall", "-Wextra", "-Werror", *sources, "-o", program,
             "-l:libsqlite3.a", "-l:libcrypto.a", "-lm", "-lpthread", "-ldl"], check=True)
        return program


class Figures(dict):
    """What a process printed, a name and a number a line, with `whole` seconds and `memory`."""


def answer(command):
    """What a command prints, where that is one word."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def execute(command):
    """Runs a command of which only the effect is wanted."""
    whole(command)


def finish(process, command, start, allowed=(0,), errors=None):
    """Waits for a process and checks its exit code."""
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        if errors:
            errors.seek(0)
            sys.stderr.write(errors.read().decode())
        sys.exit(f"{' '.join(command)} answered {process.returncode}")
    return Figures(whole=taken, memory=usage.ru_maxrss * 1024)


def whole(command, allowed=(0,), out=None):
    """Runs a whole process; its output is thrown away or goes to a file.

    What it says beside is shown where it fails.
    """
    with open(out or os.devnull, "wb") as file, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=errors)
        return finish(process, command, start, allowed, errors)


def figures(command, core=None):
    """Runs a process that prints figures; on one core alone where one is named."""
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    return finish_printed(start_printing(command, go=True))


def start_printing(command, go=False):
    """Starts a process that prints figures; one that says that it is ready is waited for.

    With `go` its input is empty, so that it does not wait for the word to begin.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL if go else subprocess.PIPE, stdout=subprocess.PIPE,
        text=True)
    if not go and process.stdout.readline() != "ready 1\n":
        sys.exit(f"{' '.join(command)} was not ready")
    return process, command, start


def finish_printed(started):
    """Ends a process's input, and takes what it printed."""
    process, command, start = started
    if process.stdin:
        process.stdin.close()
    printed = [line.split(" ", 1) for line in process.stdout]
    process.stdout.close()
    found = finish(process, command, start)
    found.update({name: float(number) for name, number in printed})
    return found


def together(commands):
    """Runs processes that begin at the same moment; answers with what each printed."""
    started = [start_printing(command) for command in commands]
    for process, _, _ in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [finish_printed(each) for each in started]


def interleaved(rounds, **sides):
    """Runs every side once a round, in turns, so that a noisy moment meets all of them."""
    found = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            # Nobody waits for the disk on account of what another has written.
            os.sync()
            found[name].append(side())
    return found
