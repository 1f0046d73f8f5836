"""Checks what authledger exports, sharing no code with it.

    audit.py package DIR VKEY [ROOT]   the signature, the records, the root, the people; with the
                                       root's key its signature too
    audit.py proof FILE RECORD VKEY    that a record is in the log (RECORD: a file with its bytes)
    audit.py consistent OLD DIR VKEY   that the package extends a checkpoint kept earlier
    audit.py root OLD DIR VKEY         that every leaf of the root is there and extends a root kept
                                       earlier (a package made with --with-root)
    audit.py order RECORDS DIR VKEY    that the records of all companies (authledger history
                                       --format jsonl) stand in the order that this root signs

Needs Python 3 and its `cryptography` package. Written from the texts alone: C2SP signed-note,
tlog-checkpoint and tlog-proof, RFC 6962 section 2.1, RFC 9901 section 4.2.
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
        raise ValueError("this is not an Ed25519 verifier key")
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


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def check_package(directory, vkey, root_vkey=None):
    note = read(directory + "/checkpoint")
    origin, size, root = open_note(note, vkey)
    records = records_of(directory)
    company = origin.split("/")[-2]
    for number, record in enumerate(records):
        content = json.loads(record)
        if content["sequence"] != f"{number:016}" or content["source"] != f"/companies/{company}":
            raise ValueError(f"record {number} is not the next one of {company}")
    leaves = [leaf_hash(record) for record in records]
    if len(leaves) != size or tree_hash(leaves) != root:
        raise ValueError("the records are not those that were signed")
    check_root(directory, note.rsplit("\n\n", 1)[0] + "\n", root_vkey)
    check_people(directory, [json.loads(record) for record in records])
    return leaves


def check_root(directory, text, vkey):
    """The text of the company's checkpoint is a leaf of the root."""
    index, path, note = read_proof(directory + "/root.tlog-proof")
    if note != read(directory + "/root/checkpoint"):
        raise ValueError("the proof is about another root")
    if vkey:
        open_note(note, vkey)
    _, size, root = note.split("\n")[:3]
    leaf = leaf_hash(text.encode())
    if root_of_path(index, int(size), leaf, path) != base64.b64decode(root, validate=True):
        raise ValueError("the root does not hold the checkpoint")


def check_people(directory, records):
    """Every digest is disclosed, erased or declared withheld."""
    open_digests, erased = set(), set()
    for record in records:
        if record["type"] == "ledger.person.introduced.v1":
            open_digests.update(record["data"]["_sd"])
        elif record["type"] == "ledger.person.erased.v1":
            erased.update(record["data"]["_sd"])
    open_digests -= erased
    for line in read(directory + "/disclosures.jsonl").splitlines():
        given = json.loads(line)
        if "disclosure" in given:
            digest = hashlib.sha256(given["disclosure"].encode("ascii")).digest()
            digest = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            padded = given["disclosure"] + "=" * (-len(given["disclosure"]) % 4)
            _, _, _ = json.loads(base64.urlsafe_b64decode(padded))
        else:
            digest = given["withheld"]
        if digest not in open_digests:
            raise ValueError("no record commits to a disclosure, or it is there twice, or was erased")
        open_digests.remove(digest)
    if open_digests:
        raise ValueError(f"{len(open_digests)} identities are missing")


def root_leaves(directory, vkey):
    """The texts of the root's leaves, all of which are there."""
    texts = [json.loads(line) for line in read(directory + "/root/leaves.jsonl").splitlines()]
    leaves = [leaf_hash(text.encode()) for text in texts]
    origin, size, root = open_note(read(directory + "/root/checkpoint"), vkey)
    if len(leaves) != size or tree_hash(leaves) != root:
        raise ValueError("the leaves are not those of the root")
    return origin, texts, leaves


def check_order(records, directory, vkey):
    """The last leaf of a root is the tree over all records in the order of their positions."""
    root_origin, texts, _ = root_leaves(directory, vkey)
    name, _, epoch = root_origin.rsplit("/", 2)
    origin, size, root = texts[-1].split("\n")[:3]
    if origin != f"{name}/order/{epoch}":
        raise ValueError("the root's last leaf is not the order of its records")
    with open(records, "rb") as file:
        lines = file.read().split(b"\n")[:-1]
    leaves = [leaf_hash(line) for line in lines[:int(size)]]
    if len(leaves) != int(size) or tree_hash(leaves) != base64.b64decode(root, validate=True):
        raise ValueError("the records do not stand in the order that was signed")


def check_root_log(old, directory, vkey):
    _, _, leaves = root_leaves(directory, vkey)
    _, size, root = open_note(read(old), vkey)
    if size > len(leaves) or tree_hash(leaves[:size]) != root:
        raise ValueError("the root does not extend the one that was kept")


def read_proof(path):
    head, checkpoint = read(path).split("\n\n", 1)
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise ValueError("this is no proof")
    lines = [line for line in lines[1:] if not line.startswith("extra ")]
    hashes = [base64.b64decode(line, validate=True) for line in lines[1:]]
    return int(lines[0].removeprefix("index ")), hashes, checkpoint


def check_proof(proof, record, vkey):
    index, path, checkpoint = read_proof(proof)
    _, size, root = open_note(checkpoint, vkey)
    with open(record, "rb") as file:
        leaf = leaf_hash(file.read())
    if not 0 <= index < size or root_of_path(index, size, leaf, path) != root:
        raise ValueError("the record is not in the log")


def check_consistent(old, directory, vkey):
    leaves = check_package(directory, vkey)
    _, size, root = open_note(read(old), vkey)
    if size > len(leaves) or tree_hash(leaves[:size]) != root:
        raise ValueError("the log does not extend the checkpoint")


def main():
    command, *arguments = sys.argv[1:]
    checks = {
        "package": check_package, "proof": check_proof, "consistent": check_consistent,
        "root": check_root_log, "order": check_order,
    }
    try:
        checks[command](*arguments)
    except (ValueError, KeyError, InvalidSignature, OSError) as error:
        print(f"refused: {type(error).__name__} {error}")
        sys.exit(1)
    print("holds")


if __name__ == "__main__":
    main()
