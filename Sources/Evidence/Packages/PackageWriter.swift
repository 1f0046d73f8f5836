import EventLog
import Foundation
import Integrations
import Transparency

/// Writes one company's package into an empty directory.
struct PackageWriter {
  let ledger: Ledger
  let company: Company
  let directory: URL
  let options: ExportOptions

  /// Writes all files.
  ///
  /// - Returns: What the package holds; nil if nothing of the company was published.
  /// - Throws: `EvidenceError.contradicted` if the records are not those that were published.
  func write(
    progress: ProgressHandler?, readme: (PackageNote) -> String
  ) throws -> PackageNote? {
    let found = try ledger.read { connection in try writeLog(connection, progress) }
    guard let (note, origins) = found else { return nil }
    let packed = PackageNote(
      checkpoint: try Checkpoint(note.text),
      keys: try ledger.verifierKeys(of: origins.company(company.id)),
      rootKeys: try ledger.verifierKeys(of: origins.root), identities: try writeDisclosures())
    try write(readme(packed), to: "README.txt")
    return packed
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appending(path: name))
  }

  // MARK: The log and its proof

  /// Writes records, checkpoint and root, all as of one snapshot.
  private func writeLog(
    _ connection: Connection, _ progress: ProgressHandler?
  ) throws -> (SignedNote, Origins)? {
    try ledger.requireUnbroken(connection)
    let origins = try Origins(connection, ledger.files)
    guard let stream = try StreamTable.find(company, connection),
      let leaf = try RootLeaf.last(of: stream.id, named: company.id, in: origins, connection),
      let publication = try Publication.last(epoch: origins.epoch, connection)
    else { return nil }
    let frontier = try writeRecords(
      of: stream.id, first: leaf.frontier.size, connection, progress)
    guard frontier == leaf.frontier else { throw EvidenceError.contradicted(company) }
    let proof = try proof(of: leaf, in: publication, connection)
    try FileManager.default.createDirectory(
      at: directory.appending(path: "root"), withIntermediateDirectories: false)
    if options.withRoot { try writeLeaves(origins, publication.frontier.size, connection) }
    let note = try ledger.sign(
      leaf.frontier, as: origins.company(company.id), in: origins, connection)
    try write(note.description, to: PackageFile.checkpoint.name)
    try write(publication.note, to: PackageFile.rootCheckpoint.name)
    try write(proof.description, to: PackageFile.rootProof.name)
    return (note, origins)
  }

  /// Writes the first records, and computes their tree from the bytes written.
  private func writeRecords(
    of stream: Int64, first size: UInt64, _ connection: Connection, _ progress: ProgressHandler?
  ) throws -> Frontier {
    let writer = try FileWriter(directory.appending(path: PackageFile.records.name))
    let frontier = try VerifiedScan.records(of: stream, size, connection) { row, done in
      try writer.write(row.bytes)
      try writer.write(newline: ())
      if done % 8192 == 0 { progress?(Int64(done), Int64(size)) }
    }
    try writer.finish()
    return frontier
  }

  /// Proves that the company's leaf is in the root that was published.
  private func proof(
    of leaf: RootLeaf, in publication: Publication, _ connection: Connection
  ) throws -> TreeProof {
    let size = publication.frontier.size
    guard let index = UInt64(exactly: leaf.index) else {
      throw EvidenceError.contradicted(company)
    }
    let hashes = try RootTree(publication.epoch, connection).proof(of: index, in: size)
    do {
      try leaf.hash.checkInclusion(
        at: index, in: size, proof: hashes, root: publication.frontier.root)
    } catch {
      throw EvidenceError.contradicted(company)
    }
    return TreeProof(index: index, hashes: hashes, checkpoint: publication.note)
  }

  /// Writes the leaves of the root: unsigned checkpoints of companies and of the order, a JSON
  /// string a line.
  private func writeLeaves(
    _ origins: Origins, _ size: UInt64, _ connection: Connection
  ) throws {
    let writer = try FileWriter(directory.appending(path: PackageFile.rootLeaves.name))
    try RootLeaf.edges(epoch: origins.epoch, below: Int64(size), connection) { company, frontier in
      let text = Checkpoint(
        origin: company.map(origins.company) ?? origins.order, size: frontier.size,
        root: frontier.root)
      var line = CanonicalWriter()
      line.string(text.description)
      try line.bytes.withUnsafeBytes { try writer.write($0) }
      try writer.write(newline: ())
    }
    try writer.finish()
  }

  // MARK: People

  /// Writes what the directory knows of people, unless it is to be withheld.
  private func writeDisclosures() throws -> IdentityCount {
    var count = IdentityCount()
    var lines = ""
    for identity in try ledger.identities(in: company) {
      let isKept = options.withholdPeople && identity.verdict == .shown
      count.add(isKept ? .withheld : identity.verdict)
      if let disclosure = identity.disclosure, !isKept {
        lines += "{\"disclosure\":\"\(disclosure)\"}\n"
      } else if isKept || identity.verdict == .withheld {
        lines += "{\"withheld\":\"\(identity.digest)\"}\n"
      }
    }
    try write(lines, to: PackageFile.disclosures.name)
    return count
  }
}
