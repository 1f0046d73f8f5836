public import EventLog
import Foundation
public import Integrations
public import Transparency

/// A directory that `export` wrote, which is checked with nothing but a public key.
public struct EvidencePackage: Sendable {
  let directory: URL

  /// The package in a directory.
  public init(_ directory: String) {
    self.directory = URL(filePath: directory, directoryHint: .isDirectory)
  }

  /// What a sound package holds.
  public struct Contents: Hashable, Sendable {
    /// The company.
    public let company: Company
    /// The signed checkpoint.
    public let checkpoint: Checkpoint
    /// When the first and the last record were written; nil if there is none.
    public let recorded: ClosedRange<Timestamp>?
    /// The root checkpoint that the company's is a leaf of.
    public let root: Checkpoint
    /// True if one of the keys signed the root.
    public let isRootSigned: Bool
    /// True if all leaves of the root are in the package, and were checked.
    public let hasAllLeaves: Bool
    /// How many identities are shown, erased and withheld.
    public let identities: IdentityCount
    /// How the log compares with a checkpoint kept earlier; nil if none was given.
    public let kept: KeptVerdict?
  }

  /// Checks the signature, that all records of the log are there and nothing else, that the root
  /// holds the log, and that no identity is missing without a reason.
  ///
  /// - Parameters:
  ///   - keys: The company's public key; with the root's, its signature is checked too.
  ///   - kept: A checkpoint of the company or of the root that was kept earlier, which one of the
  ///     keys must have signed. One of the root can be compared if all its leaves are in the package.
  /// - Throws: `PackageFault`; `NoteError` if the key has not signed; `LedgerError.io` if a file
  ///   cannot be read.
  public func check(
    by keys: [VerifierKey], extending kept: SignedNote? = nil, progress: ProgressHandler? = nil
  ) throws -> Contents {
    var search = try kept.map { kept in
      _ = try kept.verified(by: keys)
      return KeptCheckpointSearch(try Checkpoint(kept.text))
    }
    let signed = try signedLog(by: keys)
    let checkpoint = signed.checkpoint
    var records = PackageRecords(of: signed, &search)
    try source(.records).forEachLine { line, number, _ in
      try records.read(line, number, &search)
      if number % 8192 == 0 { progress?(number, Int64(clamping: checkpoint.size)) }
    }
    let log = try records.finish()
    let (root, isRootSigned) = try checkRoot(signed.note.text, keys, signed.origins.root)
    let leaves = try checkLeaves(root, &search)
    let verdict = try search.map {
      try Self.verdict(of: $0, log: log, as: checkpoint, root: root, leaves: leaves)
    }
    var identities = records.identities
    if let path = try optionalPath(of: .disclosures) {
      try ImportSource(file: path).forEachLine { line, number, _ in
        try identities.show(line, number)
      }
    }
    return Contents(
      company: signed.company, checkpoint: checkpoint, recorded: records.recorded, root: root,
      isRootSigned: isRootSigned, hasAllLeaves: leaves != nil,
      identities: try identities.count(), kept: verdict)
  }

  /// The company's checkpoint, which its own key must have signed.
  private func signedLog(by keys: [VerifierKey]) throws -> SignedLog {
    let note = try SignedNote(reading: try readNote(.checkpoint))
    let signers = try note.verified(by: keys)
    let checkpoint = try Checkpoint(note.text)
    let parts = checkpoint.origin.split(separator: "/")
    guard signers.contains(where: { $0.name == checkpoint.origin }), parts.count > 2,
      let company = Company(stream: String(parts[parts.count - 2])), let epoch = parts.last,
      let origins = Origins.epoch(epoch).map({
        Origins(name: parts.dropLast(3).joined(separator: "/"), epoch: $0)
      }), origins.company(company.id) == checkpoint.origin
    else {
      throw PackageFault(
        "The checkpoint is not one of a company's log, signed by that log.",
        "Kontrollpunkten är inte en för ett företags logg, signerad av den loggen.")
    }
    if let other = keys.first(where: { ![checkpoint.origin, origins.root].contains($0.name) }) {
      throw PackageFault(
        "The key of \(other.name) is neither this company's nor its root's.",
        "Nyckeln för \(other.name) är varken detta företags eller dess rots.")
    }
    return SignedLog(note: note, checkpoint: checkpoint, company: company, origins: origins)
  }

  private static func verdict(
    of search: KeptCheckpointSearch, log: Frontier, as checkpoint: Checkpoint, root: Checkpoint,
    leaves: Frontier?
  ) throws -> KeptVerdict {
    let kept = search.checkpoint
    if kept.origin == checkpoint.origin { return search.verdict(of: log) }
    guard kept.origin == root.origin else { return .foreign(origin: kept.origin) }
    if let leaves { return search.verdict(of: leaves) }
    if kept.size == root.size {
      return kept.root == root.root
        ? .extended(from: kept.size, to: root.size) : .forked(size: kept.size)
    }
    guard kept.size < root.size else {
      return .shorter(signed: kept.size, found: root.size)
    }
    throw PackageFault(
      "The checkpoint that was kept is of the root, whose leaves are not in the package; ask for one "
        + "made by export with --with-root.",
      "Den sparade kontrollpunkten gäller roten, vars löv inte finns i paketet; be om ett som gjorts "
        + "av export med --with-root.")
  }
}
