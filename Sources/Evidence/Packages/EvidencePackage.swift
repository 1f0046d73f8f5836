import Encoding
public import EventLog
import Foundation
public import Integrations
public import Transparency

/// A directory that `export` wrote, checked with nothing but a public key.
public struct EvidencePackage: Sendable {
  /// A checkpoint or a proof is a few lines.
  private static let noteLimit = 1 << 16

  private let directory: URL

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
    /// When the first and the last record were written.
    public let recorded: ClosedRange<Timestamp>?
    /// The root checkpoint that the company's is a leaf of.
    public let root: Checkpoint
    /// Whether one of the keys signed the root.
    public let isRootSigned: Bool
    /// Whether every leaf of the root was in the package, and checked.
    public let hasAllLeaves: Bool
    /// How many identities are shown, erased and withheld; none is missing.
    public let identities: IdentityCount
    /// What a checkpoint that was kept says of the log; nil where none was given.
    public let kept: KeptVerdict?
  }

  /// Checks the signature, that every record of the log is there and nothing else, that the root
  /// holds the log, and that nothing unexplained is missing of what is said of people.
  ///
  /// - Parameters:
  ///   - keys: The company's public key; with the root's, its signature is checked too.
  ///   - kept: A checkpoint of the company or of the root that was kept earlier, which one of the keys
  ///     must have signed. One of the root can be compared where all its leaves are in the package.
  /// - Throws: `PackageFault`; `NoteError` where the key has not signed; `LedgerError.io` where a file
  ///   cannot be read.
  public func check(
    by keys: [VerifierKey], extending kept: SignedNote? = nil, progress: ProgressHandler? = nil
  ) throws -> Contents {
    var search = try kept.map { kept in
      _ = try kept.verified(by: keys)
      return KeptCheckpointSearch(try Checkpoint(kept.text))
    }
    let note = try SignedNote(reading: try readNote(.checkpoint))
    let signers = try note.verified(by: keys)
    let checkpoint = try Checkpoint(note.text)
    let parts = checkpoint.origin.split(separator: "/")
    guard signers.contains(where: { $0.name == checkpoint.origin }), parts.count > 2,
      let company = Company(stream: String(parts[parts.count - 2])), let epoch = parts.last,
      let origins = Origins.epoch(epoch).map({
        Origins(name: parts.dropLast(3).joined(separator: "/"), epoch: $0)
      }), origins.company(company.id) == checkpoint.origin
    else { throw PackageFault("The checkpoint is not one of a company's log, signed by that log.") }
    if let other = keys.first(where: { ![checkpoint.origin, origins.root].contains($0.name) }) {
      throw PackageFault("The key of \(other.name) is neither this company's nor its root's.")
    }
    var frontier = Frontier()
    let isKeptOfLog = search?.checkpoint.origin == checkpoint.origin
    if isKeptOfLog { search?.observe(frontier) }
    var first: Timestamp?
    var last: Timestamp?
    var identities = PackageIdentities()
    try records().forEachLine { line, number, _ in
      guard frontier.size < checkpoint.size else {
        throw PackageFault(
          "records.jsonl has more records than the \(checkpoint.size) that the checkpoint signs.")
      }
      let view = try Self.reading(line, number)
      guard view.sequence.number == Int64(frontier.size), view.isStream(of: company.id) else {
        throw PackageFault(
          "records.jsonl:\(number): this is not record \(frontier.size) of \(company); was one "
            + "left out, or taken from elsewhere?")
      }
      frontier.append(TreeHash.leaf(line))
      if isKeptOfLog { search?.observe(frontier) }
      try identities.read(view, number)
      first = first ?? view.recordedTime
      last = view.recordedTime
      if number % 8192 == 0 { progress?(number, Int64(clamping: checkpoint.size)) }
    }
    guard frontier.size == checkpoint.size else {
      throw PackageFault(
        "records.jsonl ends after \(frontier.size) records, and the checkpoint signs "
          + "\(checkpoint.size): the end is missing.")
    }
    guard checkpoint.root == frontier.root else {
      throw PackageFault(
        "The records are not those that the checkpoint signs: at least one was changed.")
    }
    var recorded: ClosedRange<Timestamp>?
    if let first, let last { recorded = min(first, last)...max(first, last) }
    let (root, isRootSigned) = try checkRoot(note.text, keys, origins.root)
    let leaves = try checkLeaves(root, &search)
    let verdict = try search.map {
      try Self.verdict(
        of: $0, log: frontier, as: checkpoint, root: root, leaves: leaves)
    }
    if let path = try optionalPath(of: .disclosures) {
      try ImportSource(file: path).forEachLine { line, number, _ in
        try identities.show(line, number)
      }
    }
    return Contents(
      company: company, checkpoint: checkpoint, recorded: recorded, root: root,
      isRootSigned: isRootSigned, hasAllLeaves: leaves != nil,
      identities: try identities.count(), kept: verdict)
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
        + "made with `authledger export --with-root`.")
  }

  /// Checks that the text of the checkpoint is a leaf of the root in the package.
  private func checkRoot(
    _ text: String, _ keys: [VerifierKey], _ origin: String
  ) throws -> (root: Checkpoint, isSigned: Bool) {
    let note = try SignedNote(reading: try readNote(.rootCheckpoint))
    let proof = try TreeProof(String(decoding: try readNote(.rootProof), as: UTF8.self))
    guard proof.checkpoint == note.description else {
      throw PackageFault("root.tlog-proof is about another root than root/checkpoint.")
    }
    let root = try Checkpoint(note.text)
    guard root.origin == origin else {
      throw PackageFault(
        "The root is \(root.origin), and this company's leaf belongs to \(origin).")
    }
    guard let hash = root.root else { throw PackageFault("The root's hash has not 32 bytes.") }
    do {
      try TreeHash.leaf(Array(text.utf8)).checkInclusion(
        at: proof.index, in: root.size, proof: proof.hashes, root: hash)
    } catch {
      throw PackageFault("The root does not hold this checkpoint: \(error)")
    }
    let known = keys.filter { $0.name == root.origin }
    if !known.isEmpty { _ = try note.verified(by: known) }
    return (root, !known.isEmpty)
  }

  /// Checks every leaf of the root, where they are in the package; nil where they are not.
  private func checkLeaves(_ root: Checkpoint, _ search: inout KeptCheckpointSearch?) throws
    -> Frontier?
  {
    guard let path = try optionalPath(of: .rootLeaves) else { return nil }
    var frontier = Frontier()
    let isKeptOfRoot = search?.checkpoint.origin == root.origin
    if isKeptOfRoot { search?.observe(frontier) }
    try ImportSource(file: path).forEachLine { line, number, _ in
      guard frontier.size < root.size, case .string(let text)? = try? JSONParser.parse(line) else {
        throw PackageFault("root/leaves.jsonl:\(number): this is not a leaf of the root.")
      }
      frontier.append(TreeHash.leaf(Array(text.utf8)))
      if isKeptOfRoot { search?.observe(frontier) }
    }
    guard frontier.size == root.size, frontier.root == root.root else {
      throw PackageFault("root/leaves.jsonl does not hold the leaves that root/checkpoint signs.")
    }
    return frontier
  }

  private func optionalPath(of file: PackageFile) throws -> String? {
    let isThere = FileManager.default.fileExists(atPath: directory.appending(path: file.name).path)
    return isThere ? try path(of: file) : nil
  }

  private static func reading(
    _ line: UnsafeRawBufferPointer, _ number: Int64
  ) throws -> RecordView {
    do throws(RecordError) {
      return try RecordView.read(line).view
    } catch {
      throw PackageFault("records.jsonl:\(number): this is not a record: \(error.what).")
    }
  }

  /// A regular file of this name and no other: a link could lead anywhere.
  private func path(of file: PackageFile) throws -> String {
    let path = directory.appending(path: file.name).path
    var status = stat()
    if file.name.hasPrefix("root/"), lstat(directory.appending(path: "root").path, &status) == 0,
      status.st_mode & S_IFMT != S_IFDIR
    {
      throw PackageFault("\(directory.path)/root is not a folder of the package's own.")
    }
    guard lstat(path, &status) == 0 else {
      throw LedgerError.io(file: path, what: reason(of: errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PackageFault("\(path) is not a file; a package holds files only.")
    }
    return path
  }

  private func readNote(_ file: PackageFile) throws -> [UInt8] {
    let path = try path(of: file)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw LedgerError.io(file: path, what: reason(of: errno))
    }
    defer { try? handle.close() }
    let data = try handle.read(upToCount: Self.noteLimit + 1) ?? Data()
    guard data.count <= Self.noteLimit else { throw PackageFault("\(path) is far too long.") }
    return Array(data)
  }

  private func records() throws -> ImportSource {
    ImportSource(file: try path(of: .records))
  }
}
