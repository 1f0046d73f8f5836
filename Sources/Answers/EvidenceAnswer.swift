import EventLog
package import Evidence
import Transparency

/// The README.txt of an evidence package.
package enum PackageReadme {
  package static func text(_ note: PackageNote) -> String {
    let keys = note.keys.map { String($0.id, radix: 16) }.joined(separator: ", ")
    let rootKeys = note.rootKeys.map { String($0.id, radix: 16) }.joined(separator: ", ")
    return """
      Evidence of the log \(note.checkpoint.origin)

      checkpoint          how many records the log has and the root of their tree, signed
      records.jsonl       every record, one a line, byte for byte as it is stored
      disclosures.jsonl   what records commit to of people: RFC 9901 disclosures, or their digests
                          where they were withheld
      root/checkpoint     the signed root log of the whole ledger
      root.tlog-proof     the text of checkpoint is a leaf of that root
      root/leaves.jsonl   every leaf of the root, one JSON string a line (only if it was asked for)

      Check it with authledger, and the public keys that you were given by another way:

          authledger verify --package . --key 'VKEY' --key 'VKEY OF THE ROOT'

      Check it with nothing of ours: both checkpoints are C2SP signed notes
      (https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint), and the root is that of an
      RFC 6962 tree whose leaves are the lines of records.jsonl, each without its newline. The hash of
      the first one is

          (printf '\\0'; head -n 1 records.jsonl | tr -d '\\n') | sha256sum

      The digest of a disclosure, which a ledger.person.introduced record holds, is

          printf %s DISCLOSURE | openssl dgst -sha256 -binary | basenc --base64url | tr -d =

      and the disclosure itself is base64url of a JSON list: salt, name, value.

      Keys that sign: \(keys) the log, \(rootKeys) the root. A key that comes in the same package
      as the evidence would only show that the package agrees with itself.

      People: \(note.identities[.shown]) values shown, \(note.identities[.erased]) erased, \
      \(note.identities[.withheld]) withheld, \(note.identities[.missing]) missing.

      This proves that these \(note.checkpoint.size) records are the log, all of it and in this order, as of the
      moment it was signed. It does not prove that what was written is true, nor that nothing was left
      unwritten.

      """
  }
}

extension IdentityCount {
  /// How many identities of each verdict, in one sentence.
  package func text(_ localized: Localizer) -> String {
    localized(
      "People: \(self[.shown]) values shown, \(self[.erased]) erased, \(self[.withheld]) withheld, "
        + "\(self[.missing]) missing.",
      "Personer: \(self[.shown]) uppgifter visade, \(self[.erased]) raderade, "
        + "\(self[.withheld]) undanhållna, \(self[.missing]) saknade.")
  }

  package var json: JSON {
    .object(IdentityVerdict.allCases.map { ($0.rawValue, .number(Int64(self[$0]))) })
  }
}
