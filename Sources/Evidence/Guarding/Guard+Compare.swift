import Encoding
import EventLog
import Foundation
import Transparency

extension Guard {
  /// Compares a database with the files outside it.
  ///
  /// The files are read first, since the database is never behind them.
  static func current(_ files: LedgerFiles, _ reader: Reader) throws -> Guard {
    func compared() throws -> Guard {
      let outside = try OutsideFiles(files)
      return try reader.read { try compare(outside, $0) }
    }
    let found = try compared()
    // A first publication may have been in progress, with the database written and no file yet.
    return found.holds ? found : try compared()
  }

  /// The files outside the database.
  struct OutsideFiles {
    /// The seed and `keys/signed`.
    let keys: KeysFolder
    /// The bytes of `last-checkpoint`; nil if it is missing.
    let checkpoint: [UInt8]?
    /// The content of `keys/leader`; nil if the ledger is not a follower.
    let leader: Leader?
    let files: LedgerFiles

    init(_ files: LedgerFiles) throws(LedgerError) {
      keys = try KeysFolder(files)
      leader = try Leader.existing(files)
      checkpoint = try LedgerError.ofFiles(DurableFile.read(files.lastCheckpoint))
      self.files = files
    }
  }

  /// Compares a database with the files, in the caller's transaction.
  static func compare(_ outside: OutsideFiles, _ connection: Connection) throws -> Guard {
    if let leader = outside.leader { return .follower(of: leader.url) }
    guard try PropertyTable.value(of: .origin, connection) != nil else { return .unpublished }
    let origins = try Origins(connection, outside.files)
    let last = try Publication.last(epoch: origins.epoch, connection)
    let comparison = GuardComparison(
      outside: outside, origins: origins, last: last, connection: connection)
    let state = try comparison.keys() ?? comparison.lastCheckpoint()
    // A copy is marked as one, which is believed only if there is no key that could sign anything.
    guard !outside.keys.hasSeed, outside.keys.signed == nil,
      outside.checkpoint == nil || state.holds,
      let time = try PropertyTable.value(of: .backup, connection)
    else { return state }
    return .backup(of: time)
  }
}

/// A comparison of a database with the files outside it.
private struct GuardComparison {
  let outside: Guard.OutsideFiles
  let origins: Origins
  let last: Publication?
  let connection: Connection

  private var size: UInt64 { last?.frontier.size ?? 0 }

  // MARK: keys/signed

  /// What `keys/signed` shows to be wrong; nil if nothing is.
  func keys() throws -> Guard? {
    guard let signed = outside.keys.signed else { return try keysWithoutSigned() }
    if let other = signed.all.first(where: { origins.epoch(ofRoot: $0.origin) == nil }) {
      return .foreignKeys(origin: other.origin)
    }
    let held = try signed.all.filter(isHeld)
    if let most = held.map(\.size).max() {
      // If the file is an older copy, the same seed must have signed what came after it.
      return most == size ? nil : try isForeign ? .forked(kept: signed.last) : nil
    }
    // The file may be a copy from before a restore, whose root the seed has signed.
    if let last, origins.epoch > epoch(of: signed.last),
      try outside.keys.haveSigned(last.note, as: origins.root) == true
    {
      return nil
    }
    return try contradiction(signed.last)
  }

  /// True if another seed than the one that is here signed the last publication.
  private var isForeign: Bool {
    get throws {
      guard let last else { return false }
      return try outside.keys.haveSigned(last.note, as: origins.root) == false
    }
  }

  private func isHeld(_ root: Checkpoint) throws -> Bool {
    guard root.origin == origins.root else { return false }
    guard root.size > 0 else { return true }
    let found = try Publication.find(
      epoch: origins.epoch, size: Int64(clamping: root.size), connection)
    return found?.frontier.root == root.root
  }

  private func epoch(of root: Checkpoint) -> Int64 { origins.epoch(ofRoot: root.origin) ?? 0 }

  private func contradiction(_ signed: Checkpoint) throws -> Guard {
    let epoch = epoch(of: signed)
    if try Publication.isAny(connection) == false { return .missing(.publication(signed)) }
    if epoch > origins.epoch || epoch == origins.epoch && signed.size > size {
      return .shorter(kept: signed)
    }
    return .forked(kept: signed)
  }

  /// What is wrong if there is no `keys/signed`: the seed is of an earlier version, or was brought
  /// here alone.
  private func keysWithoutSigned() throws -> Guard? {
    guard outside.keys.hasSeed, outside.keys.isReadable, try !Publication.isAny(connection) else {
      return nil
    }
    return .missing(.signed)
  }

  // MARK: last-checkpoint

  /// How the database stands to `last-checkpoint`.
  func lastCheckpoint() throws -> Guard {
    if let last, last.position > (try LogHead(connection).position) {
      return .shorter(kept: origins.signed(last))
    }
    guard let bytes = outside.checkpoint else {
      guard last != nil else { return .unpublished }
      // A restore removes the file, and a first publication writes the database before it.
      let isFirst = try outside.keys.signed.map { try isHeld($0.last) && $0.last.size == 0 }
      return isFirst == true ? .follows : .missing(.lastCheckpoint)
    }
    guard let note = try? SignedNote(reading: bytes), let checkpoint = try? Checkpoint(note.text),
      let epoch = origins.epoch(ofRoot: checkpoint.origin)
    else { return .unreadable }
    guard epoch == origins.epoch else {
      // Only `keys/signed` can confirm that a restore began a new epoch; a record is not enough.
      let isKnown = try outside.keys.signed?.all.contains(where: isHeld) == true
      return epoch < origins.epoch && isKnown ? .follows : .shorter(kept: checkpoint)
    }
    guard checkpoint.size <= size else { return .shorter(kept: checkpoint) }
    let found = try Publication.find(
      epoch: epoch, size: Int64(clamping: checkpoint.size), connection)
    return found?.frontier.root == checkpoint.root ? .follows : .forked(kept: checkpoint)
  }
}

extension LedgerFiles {
  /// The last published root, kept beside the database as a second guard.
  var lastCheckpoint: URL { directory.appending(path: "last-checkpoint") }
}
