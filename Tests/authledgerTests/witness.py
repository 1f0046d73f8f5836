"""Checks the body of a C2SP tlog-witness add-checkpoint request, sharing no code with authledger.

    witness.py OLD BODY VKEY   that BODY holds a signed checkpoint that extends the one in OLD

What a witness does (https://c2sp.org/tlog-witness, "add-checkpoint"): the line `old N`, at most 63
proof lines, a blank line, the checkpoint. Consistency by RFC 9162 section 2.1.4.1, the recursion of
PROOF run backwards, where the program has the loop of 2.1.4.2.
"""

import base64
import sys

from cryptography.exceptions import InvalidSignature

from audit import node_hash, open_note, read


def split(size):
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def roots(old, size, is_whole, path, old_root):
    """The roots over the first `old` leaves and over all `size`, from SUBPROOF's output."""
    if old == size:
        if is_whole:
            return old_root, old_root
        found = path.pop()
        return found, found
    k = split(size)
    last = path.pop()
    if old <= k:
        first, left = roots(old, k, is_whole, path, old_root)
        return first, node_hash(left, last)
    first, right = roots(old - k, size - k, False, path, old_root)
    return node_hash(last, first), node_hash(last, right)


def check(old_file, body_file, vkey):
    body = read(body_file)
    head, checkpoint = body.split("\n\n", 1)
    first, *lines = head.split("\n")
    word, number = first.split(" ")
    old = int(number)
    if word != "old" or str(old) != number or len(lines) > 63:
        raise ValueError("the request is malformed")
    path = [base64.b64decode(line, validate=True) for line in lines]
    if any(len(step) != 32 for step in path):
        raise ValueError("a hash has not 32 bytes")
    _, kept, old_root = open_note(read(old_file), vkey)
    _, size, root = open_note(checkpoint, vkey)
    if old != kept or old > size:
        raise ValueError("the sizes do not fit")
    if old == 0:
        if path:
            raise ValueError("from nothing nothing is proved")
        return
    found_old, found_new = roots(old, size, True, path, old_root)
    if path or found_old != old_root or found_new != root:
        raise ValueError("the proof leads to other roots")


if __name__ == "__main__":
    try:
        check(*sys.argv[1:])
    except (ValueError, IndexError, InvalidSignature, OSError) as error:
        print(f"refused: {type(error).__name__} {error}")
        sys.exit(1)
    print("holds")
