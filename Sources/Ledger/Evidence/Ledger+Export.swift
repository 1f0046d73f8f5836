import Foundation
import GRDB
public import Integrations
public import Transparency

extension Ledger {
  /// Writes a company's whole log with its signed checkpoint to a new directory.
  ///
  /// The directory holds `checkpoint`, `records.jsonl` (each line the exact bytes of one record, in
  /// order) and `README.txt`. It is written beside and renamed when it is whole.
  ///
  /// - Parameters:
  ///   - readme: What `README.txt` says, given the key.
  /// - Returns: the checkpoint; nil where nothing is recorded of the company.
  /// - Throws: `LedgerError.exists` where the directory is there already.
  public func export(
    _ company: Company, to directory: String, progress: Progress? = nil,
    readme: (VerifierKey, Checkpoint) -> String
  ) throws -> Checkpoint? {
    let target = LedgerFiles(directory)
    guard !FileManager.default.fileExists(atPath: target.directory.path) else {
      throw LedgerError.exists(directory: directory)
    }
    let signer = try signer(of: company)
    let building = LedgerFiles(target.beside.path)
    try building.make()
    do {
      let frontier = try writeRecords(
        of: company, to: building.directory.appending(path: EvidencePackage.recordsName), progress)
      guard let frontier else {
        try? FileManager.default.removeItem(at: building.directory)
        return nil
      }
      let note = try checkpoint(frontier, signer)
      let body = try Checkpoint(note.text)
      try Data(note.description.utf8).write(
        to: building.directory.appending(path: EvidencePackage.checkpointName))
      try Data(readme(signer.verifier, body).utf8).write(
        to: building.directory.appending(path: "README.txt"))
      try LedgerFiles.sync(building.directory)
      guard rename(building.directory.path, target.directory.path) == 0 else {
        throw LedgerError.io(file: directory, what: reason(of: errno))
      }
      return body
    } catch {
      try? FileManager.default.removeItem(at: building.directory)
      throw error
    }
  }

  /// Writes the records and folds their tree from the very bytes written.
  private func writeRecords(
    of company: Company, to file: URL, _ progress: Progress?
  ) throws -> Frontier? {
    try read { database in
      guard let stream = try Self.stream(of: company, database) else { return nil }
      guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
        throw LedgerError.io(file: file.path, what: "it cannot be written")
      }
      let handle = try FileHandle(forWritingTo: file)
      defer { try? handle.close() }
      var frontier = Frontier()
      var piece = Data()
      try RecordScan.stream(stream.id, database) { row in
        let bytes = row.bytes
        let hash = TreeHash.leaf(bytes)
        guard TreeHash(row.hash) == hash else {
          throw LedgerError.unreadable(
            position: Position(row.position), what: "its bytes do not have the stored hash")
        }
        frontier.append(hash)
        piece.append(contentsOf: bytes)
        piece.append(0x0a)
        if piece.count > 1 << 18 {
          try handle.write(contentsOf: piece)
          piece.removeAll(keepingCapacity: true)
          progress?(Int64(frontier.size), stream.size)
        }
        return true
      }
      try handle.write(contentsOf: piece)
      try handle.synchronize()
      return frontier
    }
  }
}
