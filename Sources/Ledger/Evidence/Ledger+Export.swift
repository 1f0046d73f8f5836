import Encoding
import Foundation
import GRDB
public import Integrations
public import Transparency

/// What `export` puts into a package beside the records.
public struct ExportOptions: Sendable {
  /// Whether every leaf of the root goes along, which names every company.
  public var withRoot = false
  /// Whether what the directory knows of people is kept back.
  public var withholdPeople = false

  /// A package with what the directory knows, and without the root's other leaves.
  public init() {}
}

/// What a package says of itself, for its README.
public struct PackageNote: Sendable {
  /// The company's checkpoint.
  public let checkpoint: Checkpoint
  /// The keys that signed it.
  public let keys: [VerifierKey]
  /// The keys that signed the root.
  public let rootKeys: [VerifierKey]
  /// How many identities are shown, erased and withheld.
  public let identities: IdentityCount
}

extension Ledger {
  /// Writes a company's log as it was published last, with all that proves it, to a new directory.
  ///
  /// It is written beside and renamed when it is whole.
  ///
  /// - Parameter readme: What `README.txt` says.
  /// - Returns: what the package holds; nil where nothing of the company was published.
  /// - Throws: `LedgerError.exists` where the directory is there already.
  public func export(
    _ company: Company, to directory: String, _ options: ExportOptions = ExportOptions(),
    progress: Progress? = nil, readme: (PackageNote) -> String
  ) throws -> PackageNote? {
    let target = LedgerFiles(directory)
    guard !FileManager.default.fileExists(atPath: target.directory.path) else {
      throw LedgerError.exists(directory: directory)
    }
    let place = try target.makeBeside(.package, of: files)
    defer { place.remove() }
    let building = LedgerFiles(place.path)
    guard let note = try writePackage(company, to: building.directory, options, progress, readme)
    else { return nil }
    try LedgerFiles.sync(building.directory)
    try LedgerError.ofFiles(place.take(placeOf: target.directory.path))
    return note
  }

  private func writePackage(
    _ company: Company, to directory: URL, _ options: ExportOptions, _ progress: Progress?,
    _ readme: (PackageNote) -> String
  ) throws -> PackageNote? {
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: directory.appending(path: name))
    }
    let found = try read { database -> (RootLeaf, Publication, TreeProof, Origins)? in
      try requireUnbroken(database)
      let origins = try Origins(database, file: files.databasePath)
      guard let stream = try Self.stream(of: company, database),
        let anchor = try RootLeaf.last(of: stream.id, company.id, origins, database),
        let publication = try Publication.last(epoch: origins.epoch, database)
      else { return nil }
      let frontier = try writeRecords(
        stream.id, anchor.frontier.size, to: directory.appending(path: PackageFile.records.name),
        database, progress)
      guard frontier == anchor.frontier, let leaf = UInt64(exactly: anchor.leaf) else {
        throw LedgerError.contradicted(company)
      }
      let root = RootTree(origins.epoch, database)
      let size = publication.frontier.size
      let hashes = try root.proof(of: leaf, in: size)
      do {
        try anchor.hash.checkInclusion(
          at: leaf, in: size, proof: hashes, root: publication.frontier.root)
      } catch {
        throw LedgerError.contradicted(company)
      }
      let proof = TreeProof(index: leaf, hashes: hashes, checkpoint: publication.note)
      try FileManager.default.createDirectory(
        at: directory.appending(path: "root"), withIntermediateDirectories: false)
      if options.withRoot {
        try writeLeaves(
          origins, publication.frontier.size,
          to: directory.appending(path: PackageFile.rootLeaves.name), database)
      }
      return (anchor, publication, proof, origins)
    }
    guard let (anchor, publication, proof, origins) = found else { return nil }
    let origin = origins.company(company.id)
    let note = try sign(anchor.frontier, as: origin)
    try write(note.description, PackageFile.checkpoint.name)
    try write(publication.note, PackageFile.rootCheckpoint.name)
    try write(proof.description, PackageFile.rootProof.name)
    var count = IdentityCount()
    var lines = ""
    for identity in try identities(in: company) {
      let isKept = options.withholdPeople && identity.verdict == .shown
      count.add(isKept ? .withheld : identity.verdict)
      if let disclosure = identity.disclosure, !isKept {
        lines += "{\"disclosure\":\"\(disclosure)\"}\n"
      } else if isKept || identity.verdict == .withheld {
        lines += "{\"withheld\":\"\(identity.digest)\"}\n"
      }
    }
    try write(lines, PackageFile.disclosures.name)
    let packed = PackageNote(
      checkpoint: try Checkpoint(note.text), keys: try verifierKeys(of: origin),
      rootKeys: try verifierKeys(of: origins.root), identities: count)
    try write(readme(packed), "README.txt")
    return packed
  }

  /// Writes the first records and folds their tree from the very bytes written.
  private func writeRecords(
    _ stream: Int64, _ size: UInt64, to file: URL, _ database: Database, _ progress: Progress?
  ) throws -> Frontier {
    let writer = try FileWriter(file)
    let frontier = try Self.verifiedRecords(of: stream, size, database) { row, done in
      try writer.write(row.bytes)
      try writer.write(newline: ())
      if done % 8192 == 0 { progress?(Int64(done), Int64(size)) }
    }
    try writer.finish()
    return frontier
  }

  /// Reads the first records of a stream, each only after its hash was found right.
  static func verifiedRecords(
    of stream: Int64, _ size: UInt64, _ database: Database,
    _ body: (RecordRow, UInt64) throws -> Void
  ) throws -> Frontier {
    var frontier = Frontier()
    try RecordScan.stream(stream, database) { row in
      guard frontier.size < size else { return false }
      let hash = TreeHash.leaf(row.bytes)
      guard TreeHash(row.hash) == hash else {
        throw LedgerError.unreadable(
          position: Position(row.position), what: "its bytes do not have the stored hash")
      }
      frontier.append(hash)
      try body(row, frontier.size)
      return true
    }
    return frontier
  }

  /// Writes the leaves of the root: unsigned checkpoints of companies and of the order, a JSON
  /// string a line.
  private func writeLeaves(
    _ origins: Origins, _ size: UInt64, to file: URL, _ database: Database
  ) throws {
    let writer = try FileWriter(file)
    let sql = """
      SELECT stream.company, anchor.size, anchor.subtrees, anchor.stream FROM anchor
      LEFT JOIN stream ON stream.id = anchor.stream WHERE epoch = ? AND leaf < ? ORDER BY leaf
      """
    try database.withRaw(sql) { raw in
      raw.bind(origins.epoch, at: 1)
      raw.bind(Int64(size), at: 2)
      while try raw.step() {
        guard let frontier = Frontier(size: raw.integer(1), stored: raw.bytes(2)) else { continue }
        let isOrder = raw.integer(3) == RootLeaf.orderStream
        let text = Checkpoint(
          origin: isOrder ? origins.order : origins.company(raw.text(0)), size: frontier.size,
          root: frontier.root)
        var line = CanonicalWriter()
        line.string(text.description)
        try line.bytes.withUnsafeBytes { try writer.write($0) }
        try writer.write(newline: ())
      }
    }
    try writer.finish()
  }
}

/// The files of a package.
enum PackageFile: CaseIterable {
  case checkpoint, records, disclosures, rootCheckpoint, rootProof, rootLeaves

  var name: String {
    switch self {
    case .checkpoint: "checkpoint"
    case .records: "records.jsonl"
    case .disclosures: "disclosures.jsonl"
    case .rootCheckpoint: "root/checkpoint"
    case .rootProof: "root.tlog-proof"
    case .rootLeaves: "root/leaves.jsonl"
    }
  }
}

/// Writes a new file in large pieces.
final class FileWriter {
  private let handle: FileHandle
  private var piece = Data()

  init(_ file: URL) throws {
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
      throw LedgerError.io(file: file.path, what: "it cannot be written")
    }
    handle = try FileHandle(forWritingTo: file)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    piece.append(contentsOf: bytes)
    guard piece.count > 1 << 18 else { return }
    try handle.write(contentsOf: piece)
    piece.removeAll(keepingCapacity: true)
  }

  func write(newline: Void) throws { piece.append(0x0a) }

  func finish() throws {
    try handle.write(contentsOf: piece)
    try handle.synchronize()
    try handle.close()
  }
}
