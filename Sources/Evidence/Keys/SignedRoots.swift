import Encoding
import EventLog
import Integrations
import Foundation
import Transparency

/// The content of `keys/signed`, beside the seed: the root that the seed signed last.
///
/// Anyone who can write the database can exchange it, but this file only the owner of the seed can
/// write. It holds the last signed root and, during a publication, the next one. It is written
/// before the database, and settled after it: so whenever a process dies, the database holds one of
/// the two roots, and nothing is signed that extends neither.
///
/// The file holds the text of one checkpoint (C2SP tlog-checkpoint), or of two with an empty line
/// between. A size of 0 means that nothing was signed yet in the epoch of the name.
struct SignedRoots: Equatable {
  /// The last signed root; of size 0 if the epoch has none yet.
  var last: Checkpoint
  /// The root that is being published, or of size 0 the epoch that a restore begins; else nil.
  var next: Checkpoint?

  init(last: Checkpoint, next: Checkpoint? = nil) {
    self.last = last
    self.next = next
  }

  /// The roots in a ledger's file; nil if there is no file.
  ///
  /// - Throws: `LedgerError.io` if the file holds anything else.
  static func existing(_ files: LedgerFiles) throws(LedgerError) -> SignedRoots? {
    guard let bytes = try LedgerError.ofFiles(DurableFile.read(files.signedRoots))
    else { return nil }
    // A checkpoint without extensions has no empty line, so the first one divides the two.
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    let texts = parts.count == 2 ? [parts[0] + "\n", parts[1]] : parts
    let roots = texts.compactMap { try? Checkpoint(String($0)) }
    guard roots.count == texts.count,
      roots.allSatisfy({ $0.root != nil && $0.extensions.isEmpty && $0.size <= Bounds.highest })
    else {
      throw .io(
        file: files.signedRoots.path,
        what: Text(
          "it holds no root that was signed; put it back with the seed from where you keep them",
          "den innehåller ingen signerad rot; lägg tillbaka den med fröet därifrån du förvarar dem")
      )
    }
    return SignedRoots(last: roots[0], next: roots.count > 1 ? roots[1] : nil)
  }

  /// The one or two roots, `last` first.
  var all: [Checkpoint] { [last] + (next.map { [$0] } ?? []) }

  /// The bytes of the file.
  var encoded: [UInt8] {
    Array((last.description + (next.map { "\n" + $0.description } ?? "")).utf8)
  }

  /// Replaces the file's content, which is on the disk when this returns.
  func replace(_ files: LedgerFiles) throws(LedgerError) {
    try files.makeKeysFolder()
    try LedgerError.ofFiles(DurableFile.replace(files.signedRoots, with: encoded))
  }
}

extension Origins {
  /// The root of an epoch in which nothing was signed yet.
  var begun: Checkpoint { Checkpoint(origin: root, size: 0, root: .empty) }

  /// The root that a publication signed; `begun` without a publication.
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
  /// The file that names what the seed signed last.
  var signedRoots: URL { keys.appending(path: "signed") }
}
