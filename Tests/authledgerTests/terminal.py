"""Runs a program on a terminal of its own and prints what it wrote there:
terminal.py ROWS COLUMNS KEYS PROGRAM ARGUMENT...  KEYS are typed at the beginning.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

rows, columns, keys, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    size = struct.pack("HHHH", int(rows), int(columns), 0, 0)
    fcntl.ioctl(1, termios.TIOCSWINSZ, size)
    os.execve(command[0], command, dict(os.environ, TERM="xterm"))
os.write(terminal, keys.encode())
end = time.time() + 60
text = b""
while time.time() < end:
    readable, _, _ = select.select([terminal], [], [], 1)
    if not readable:
        continue
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    text += piece
_, status = os.waitpid(child, 0)
sys.stdout.write(text.decode())
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
