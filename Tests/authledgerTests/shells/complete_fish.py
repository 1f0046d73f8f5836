"""complete_fish.py SCRIPT PROGRAM LINE: what an interactive fish makes of a line after a press of Tab.

Its completions ask where the cursor is, which only a fish with a terminal knows.
"""
import os
import pty
import sys
import tempfile

script, _, line = sys.argv[1:4]
child, terminal = pty.fork()
if child == 0:
    os.execv("/usr/bin/fish", ["fish", "--no-config", "-i"])
folder = tempfile.TemporaryDirectory()
out = os.path.join(folder.name, "line")


def read_until(marker):
    seen = b""
    while marker not in seen:
        try:
            seen += os.read(terminal, 65536)
        except OSError:  # The terminal is gone with fish.
            return


os.write(
    terminal,
    f"source {script}; bind \\cx 'commandline > {out}; exit'; printf 'rea%s' dy\r".encode(),
)
read_until(b"ready")
os.write(terminal, line.encode() + b"\t\x18")
read_until(b"never")
with open(out) as file:
    print(file.read(), end="")
