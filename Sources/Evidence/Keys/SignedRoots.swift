import Encoding
import EventLog
import Foundation
import Transparency

/// What a ledger's seed signed last, as `keys/signed` has it beside the seed.
///
/// The database can be exchanged by whoever holds it; this file lies where only the owner of the
/// seed writes. It holds the last root that was signed and, while one is being published, the next:
/// it is on the disk before the database is, and is settled after it. So whatever moment a process
/// dies at, the database holds one of the two, and nothing is signed that extends neither.
///
/// It is the text of one checkpoint (C2SP tlog-checkpoint), or two with an empty line between. Size
/// 0 says that the epoch in the name began and nothing was signed in it yet.
struct SignedRoots: Equatable {
  /// The last root that was signed, or the epoch that has none yet.
  var last: Checkpoint
  /// The one that is being published, or the epoch that a restore begins.
  var next: Checkpoint?

  init(last: Checkpoint, next: Checkpoint? = nil) {
    self.last = last
    self.next = next
  }

  /// - Throws: `LedgerError.io` where the file holds anything else.
  static func existing(_ files: LedgerFiles) throws(LedgerError) -> SignedRoots? {
    guard let bytes = try LedgerError.ofFiles(DurableFile.read(files.signedRoots))
    else { return nil }
    // Neither text has an empty line of its own, since a root without extensions has none.
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    let texts = parts.count == 2 ? [parts[0] + "\n", parts[1]] : parts
    let roots = texts.compactMap { try? Checkpoint(String($0)) }
    guard roots.count == texts.count,
      roots.allSatisfy({ $0.root != nil && $0.extensions.isEmpty && $0.size <= Bounds.highest })
    else {
      throw .io(
        file: files.signedRoots.path,
        what: "it holds no root that was signed; put it back with the seed from where you keep them"
      )
    }
    return SignedRoots(last: roots[0], next: roots.count > 1 ? roots[1] : nil)
  }

  /// Both, the last first.
  var all: [Checkpoint] { [last] + (next.map { [$0] } ?? []) }

  var encoded: [UInt8] {
    Array((last.description + (next.map { "\n" + $0.description } ?? "")).utf8)
  }

  /// Puts these in the place of what the file has, so that they are on the disk.
  func replace(_ files: LedgerFiles) throws(LedgerError) {
    try files.makeKeysFolder()
    try LedgerError.ofFiles(DurableFile.replace(files.signedRoots, with: encoded))
  }
}

extension Origins {
  /// An epoch in which nothing was signed yet.
  var begun: Checkpoint { Checkpoint(origin: root, size: 0, root: .empty) }

  /// The root that was signed by a publication; the epoch's beginning without one.
  func signed(_ publication: Publication?) -> Checkpoint {
    publication.map { Checkpoint(origin: root, size: $0.frontier.size, root: $0.frontier.root) }
      ?? begun
  }

  /// The epoch of one of this ledger's roots; nil for any other name.
  func epoch(ofRoot origin: String) -> Int64? {
    guard origin.hasPrefix(name + "/root/") else { return nil }
    return Self.epoch(origin.dropFirst(name.count + 6))
  }
}

extension LedgerFiles {
  /// What the seed signed last.
  var signedRoots: URL { keys.appending(path: "signed") }
}
