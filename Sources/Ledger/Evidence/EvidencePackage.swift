import Foundation
public import Integrations
public import Transparency

/// A directory that `export` wrote, checked with nothing but a public key.
public struct EvidencePackage: Sendable {
  static let checkpointName = "checkpoint"
  static let recordsName = "records.jsonl"
  /// A checkpoint is a few lines.
  private static let checkpointLimit = 1 << 16

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
  }

  /// Why a package proves nothing, in a sentence.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and where.
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// Checks the signature, that every record of the log is there, and that nothing else is.
  ///
  /// - Throws: `Fault`; `NoteError` where the key has not signed; `LedgerError.io` where a file
  ///   cannot be read.
  public func check(by keys: [VerifierKey], progress: Progress? = nil) throws -> Contents {
    let note = try SignedNote(reading: try readCheckpoint())
    let signers = try note.verified(by: keys)
    let checkpoint = try Checkpoint(note.text)
    let parts = checkpoint.origin.split(separator: "/")
    guard signers.contains(where: { $0.name == checkpoint.origin }), parts.count > 2,
      let company = Company(stream: String(parts[parts.count - 2]))
    else { throw Fault("The checkpoint is not one of a company's log, signed by that log.") }
    var frontier = Frontier()
    var first: Timestamp?
    var last: Timestamp?
    try records().forEachLine { line, number, _ in
      guard frontier.size < checkpoint.size else {
        throw Fault(
          "records.jsonl has more records than the \(checkpoint.size) that the checkpoint signs.")
      }
      let view = try Self.reading(line, number)
      guard view.sequence.number == Int64(frontier.size), view.isStream(of: company.id) else {
        throw Fault(
          "records.jsonl:\(number): this is not record \(frontier.size) of \(company); was one "
            + "left out, or taken from elsewhere?")
      }
      frontier.append(TreeHash.leaf(line))
      first = first ?? view.recordedTime
      last = view.recordedTime
      if number % 8192 == 0 { progress?(number, Int64(clamping: checkpoint.size)) }
    }
    guard frontier.size == checkpoint.size else {
      throw Fault(
        "records.jsonl ends after \(frontier.size) records, and the checkpoint signs "
          + "\(checkpoint.size): the end is missing.")
    }
    guard checkpoint.root == frontier.root else {
      throw Fault("The records are not those that the checkpoint signs: at least one was changed.")
    }
    var recorded: ClosedRange<Timestamp>?
    if let first, let last { recorded = min(first, last)...max(first, last) }
    return Contents(company: company, checkpoint: checkpoint, recorded: recorded)
  }

  private static func reading(
    _ line: UnsafeRawBufferPointer, _ number: Int64
  ) throws -> RecordView {
    do throws(RecordError) {
      let view = try RecordView(line)
      _ = try view.action()
      return view
    } catch {
      throw Fault("records.jsonl:\(number): this is no record: \(error.what).")
    }
  }

  /// A regular file of this name and no other: a link could lead anywhere.
  private func path(of name: String) throws -> String {
    let path = directory.appending(path: name).path
    var status = stat()
    guard lstat(path, &status) == 0 else {
      throw LedgerError.io(file: path, what: reason(of: errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Fault("\(path) is not a file; a package holds files only.")
    }
    return path
  }

  private func readCheckpoint() throws -> [UInt8] {
    let path = try path(of: Self.checkpointName)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw LedgerError.io(file: path, what: reason(of: errno))
    }
    defer { try? handle.close() }
    let data = try handle.read(upToCount: Self.checkpointLimit + 1) ?? Data()
    guard data.count <= Self.checkpointLimit else { throw Fault("\(path) is no checkpoint.") }
    return Array(data)
  }

  private func records() throws -> ImportSource {
    ImportSource(file: try path(of: Self.recordsName))
  }
}
