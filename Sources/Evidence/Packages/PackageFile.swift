import EventLog
import Foundation
public import Integrations

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
      throw LedgerError.io(
        file: file.path, what: Text("it cannot be written", "den kan inte skrivas"))
    }
    handle = try FileHandle(forWritingTo: file)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    piece.append(contentsOf: bytes)
    guard piece.count > 1 << 18 else { return }
    try handle.write(contentsOf: piece)
    piece.removeAll(keepingCapacity: true)
  }

  /// Ends a line.
  func write(newline: Void) throws { piece.append(0x0a) }

  /// Writes what is left, and puts the file on the disk.
  func finish() throws {
    try handle.write(contentsOf: piece)
    try handle.synchronize()
    try handle.close()
  }
}

/// Why a package proves nothing, as a sentence.
public struct PackageFault: ErrorWithText, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and where.
  public let text: Text

  /// The same in English.
  public var description: String { text.english }

  init(_ english: String, _ swedish: String) { text = Text(english, swedish) }
}

extension PackageFault {
  /// A fault that another error explains.
  init(_ english: String, _ swedish: String, because cause: Text) {
    self.init("\(english): \(cause.english)", "\(swedish): \(cause.swedish)")
  }
}
