// Checks checkpoints and proofs with golang.org/x/mod alone, which shares no code with authledger:
// what Go's own checksum database is verified by.
//
//	check checkpoint NOTE VKEY             the note is signed by the key
//	check proof PROOF RECORD VKEY          the record is in the tree that the proof's note signs
//	check consistent OLD NEW LEAVES VKEY   the tree of the leaves is NEW's and extends OLD's
//
// LEAVES has a leaf a line; where a line is a JSON string, its text is the leaf.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	must(err)
	return data
}

// open verifies a note and reads the checkpoint in it.
func open(data []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(strings.TrimSpace(vkey))
	must(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		must(fmt.Errorf("this is no checkpoint of %s", verifier.Name()))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	hash, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: hash}
}

func checkProof(proof, record []byte, vkey string) {
	parts := bytes.SplitN(proof, []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	if len(parts) != 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		must(fmt.Errorf("this is no proof"))
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	var hashes tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		hashes = append(hashes, hash)
	}
	tree := open(parts[1], vkey)
	must(tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(record)))
}

func leaves(data []byte) [][]byte {
	var found [][]byte
	for _, line := range bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")) {
		var text string
		if json.Unmarshal(line, &text) == nil {
			line = []byte(text)
		}
		found = append(found, line)
	}
	return found
}

func checkConsistent(old, new tlog.Tree, records [][]byte) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for number, record := range records {
		hashes, err := tlog.StoredHashes(int64(number), record, reader)
		must(err)
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(records)), reader)
	must(err)
	if int64(len(records)) != new.N || root != new.Hash {
		must(fmt.Errorf("the leaves are not those of the checkpoint"))
	}
	proof, err := tlog.ProveTree(new.N, old.N, reader)
	must(err)
	must(tlog.CheckTree(proof, new.N, new.Hash, old.N, old.Hash))
}

func main() {
	arguments := os.Args[2:]
	vkey := arguments[len(arguments)-1]
	switch os.Args[1] {
	case "checkpoint":
		open(read(arguments[0]), vkey)
	case "proof":
		checkProof(read(arguments[0]), read(arguments[1]), vkey)
	case "consistent":
		checkConsistent(
			open(read(arguments[0]), vkey), open(read(arguments[1]), vkey), leaves(read(arguments[2])))
	default:
		must(fmt.Errorf("%s is not known", os.Args[1]))
	}
	fmt.Println("holds")
}
