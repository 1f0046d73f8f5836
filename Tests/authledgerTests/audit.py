"""Checks what authledger exports, sharing no code with it.

    audit.py package DIR VKEY          the signature, the records, the root
    audit.py proof FILE RECORD VKEY    that a record is in the log (RECORD: a file with its bytes)
    audit.py consistent OLD DIR VKEY   that the package extends a checkpoint kept earlier

Needs Python 3 and its `cryptography` package. Written from the texts alone: C2SP signed-note,
tlog-checkpoint and tlog-proof, RFC 6962 section 2.1.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(tree_hash(leaves[:k]), tree_hash(leaves[k:]))


def root_of_path(index, size, leaf, path):
    """RFC 9162 section 2.1.3.2, by recursion over the tree in place of its loop."""
    if size == 1:
        if path:
            raise ValueError("the proof is too long")
        return leaf
    k = 1
    while k * 2 < size:
        k *= 2
    if not path:
        raise ValueError("the proof is too short")
    if index < k:
        return node_hash(root_of_path(index, k, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(index - k, size - k, leaf, path[:-1]))


def open_note(note, vkey):
    name, key_id, key = vkey.strip().split("+", 2)
    key = base64.b64decode(key, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if key[0] != 1 or len(key) != 33 or expected.hex() != key_id:
        raise ValueError("this is no Ed25519 verifier key")
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, payload = line.split(" ")
        payload = base64.b64decode(payload, validate=True)
        if dash == "\u2014" and signer == name and payload[:4] == expected:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(payload[4:], text.encode())
            break
    else:
        raise ValueError("the key has not signed")
    origin, size, root = text.split("\n")[:3]
    if origin != name:
        raise ValueError("the checkpoint is of another log than the key")
    return origin, int(size), base64.b64decode(root, validate=True)


def records_of(directory):
    with open(directory + "/records.jsonl", "rb") as file:
        data = file.read()
    if data and not data.endswith(b"\n"):
        raise ValueError("the last record is cut")
    return data.split(b"\n")[:-1]


def check_package(directory, vkey):
    with open(directory + "/checkpoint", encoding="utf-8", newline="") as file:
        origin, size, root = open_note(file.read(), vkey)
    records = records_of(directory)
    company = origin.split("/")[-2]
    for number, record in enumerate(records):
        content = json.loads(record)
        if content["sequence"] != f"{number:016}" or content["source"] != f"/companies/{company}":
            raise ValueError(f"record {number} is not the next one of {company}")
    leaves = [leaf_hash(record) for record in records]
    if len(leaves) != size or tree_hash(leaves) != root:
        raise ValueError("the records are not those that were signed")
    return leaves


def check_proof(proof, record, vkey):
    with open(proof, encoding="utf-8", newline="") as file:
        head, checkpoint = file.read().split("\n\n", 1)
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise ValueError("this is no proof")
    lines = [line for line in lines[1:] if not line.startswith("extra ")]
    index = int(lines[0].removeprefix("index "))
    path = [base64.b64decode(line, validate=True) for line in lines[1:]]
    _, size, root = open_note(checkpoint, vkey)
    with open(record, "rb") as file:
        leaf = leaf_hash(file.read())
    if not 0 <= index < size or root_of_path(index, size, leaf, path) != root:
        raise ValueError("the record is not in the log")


def check_consistent(old, directory, vkey):
    leaves = check_package(directory, vkey)
    with open(old, encoding="utf-8", newline="") as file:
        _, size, root = open_note(file.read(), vkey)
    if size > len(leaves) or tree_hash(leaves[:size]) != root:
        raise ValueError("the log does not extend the checkpoint")


def main():
    command, *arguments = sys.argv[1:]
    checks = {"package": check_package, "proof": check_proof, "consistent": check_consistent}
    try:
        checks[command](*arguments)
    except (ValueError, KeyError, InvalidSignature, OSError) as error:
        print(f"refused: {type(error).__name__} {error}")
        sys.exit(1)
    print("holds")


if __name__ == "__main__":
    main()
