import Encoding
import EventLog
import Foundation
import Transparency

extension Guard {
  /// Compares; the files are read before the database, which is never behind them.
  static func current(_ files: LedgerFiles, _ reader: Reader) throws -> Guard {
    func compared() throws -> Guard {
      let kept = try Kept(files)
      return try reader.read { try compare(kept, $0) }
    }
    let found = try compared()
    // The first publication of all may have been under way, of which nothing was kept yet.
    return found.holds ? found : try compared()
  }

  /// What is kept outside the database.
  struct Kept {
    let keys: KeysFolder
    /// `last-checkpoint`.
    let checkpoint: [UInt8]?
    let files: LedgerFiles

    init(_ files: LedgerFiles) throws(LedgerError) {
      keys = try KeysFolder(files)
      checkpoint = try LedgerError.ofFiles(DurableFile.read(files.lastCheckpoint))
      self.files = files
    }
  }

  static func compare(_ kept: Kept, _ connection: Connection) throws -> Guard {
    guard try PropertyTable.value(of: .origin, connection) != nil else { return .unpublished }
    let origins = try Origins(connection, kept.files)
    let last = try Publication.last(epoch: origins.epoch, connection)
    let comparison = GuardComparison(
      kept: kept, origins: origins, last: last, connection: connection)
    let state = try comparison.keys() ?? comparison.lastCheckpoint()
    // A copy says that it is one, and is believed only where no key could sign anything.
    guard !kept.keys.hasSeed, kept.keys.signed == nil, kept.checkpoint == nil || state.holds,
      let time = try PropertyTable.value(of: .backup, connection)
    else { return state }
    return .backup(of: time)
  }
}

/// One look at a database beside what is kept outside it.
private struct GuardComparison {
  let kept: Guard.Kept
  let origins: Origins
  let last: Publication?
  let connection: Connection

  private var size: UInt64 { last?.frontier.size ?? 0 }

  // MARK: keys/signed

  /// What `keys/signed` has against the database; nil where nothing.
  func keys() throws -> Guard? {
    guard let signed = kept.keys.signed else { return try keysWithoutSigned() }
    if let other = signed.all.first(where: { origins.epoch(ofRoot: $0.origin) == nil }) {
      return .foreignKeys(origin: other.origin)
    }
    let held = try signed.all.filter(isHeld)
    if let most = held.map(\.size).max() {
      // With an older copy of the file, the rest must be of the same hand.
      return most == size ? nil : try isForeign ? .forked(kept: signed.last) : nil
    }
    // The file may be from before a restore that it does not know, but the seed does.
    if let last, origins.epoch > epoch(of: signed.last),
      try kept.keys.haveSigned(last.note, as: origins.root) == true
    {
      return nil
    }
    return try contradiction(signed.last)
  }

  /// Whether the last publication is signed, and by another seed than the one that is here.
  private var isForeign: Bool {
    get throws {
      guard let last else { return false }
      return try kept.keys.haveSigned(last.note, as: origins.root) == false
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

  /// A seed from before that file, or one that was brought here alone.
  private func keysWithoutSigned() throws -> Guard? {
    guard kept.keys.hasSeed, kept.keys.isReadable, try !Publication.isAny(connection) else {
      return nil
    }
    return .missing(.signed)
  }

  // MARK: last-checkpoint

  func lastCheckpoint() throws -> Guard {
    if let last, last.position > (try LogHead(connection).position) {
      return .shorter(kept: origins.signed(last))
    }
    guard let bytes = kept.checkpoint else {
      guard last != nil else { return .unpublished }
      // A restore removes the file, and a first publication is on the disk before it.
      let isFirst = try kept.keys.signed.map { try isHeld($0.last) && $0.last.size == 0 }
      return isFirst == true ? .follows : .missing(.lastCheckpoint)
    }
    guard let note = try? SignedNote(reading: bytes), let checkpoint = try? Checkpoint(note.text),
      let epoch = origins.epoch(ofRoot: checkpoint.origin)
    else { return .unreadable }
    guard epoch == origins.epoch else {
      // What a restore left behind is excused by the seed's own file, and by no record.
      let isKnown = try kept.keys.signed?.all.contains(where: isHeld) == true
      return epoch < origins.epoch && isKnown ? .follows : .shorter(kept: checkpoint)
    }
    guard checkpoint.size <= size else { return .shorter(kept: checkpoint) }
    let found = try Publication.find(
      epoch: epoch, size: Int64(clamping: checkpoint.size), connection)
    return found?.frontier.root == checkpoint.root ? .follows : .forked(kept: checkpoint)
  }
}

extension LedgerFiles {
  /// The last root that was published, beside the database: the second guard.
  var lastCheckpoint: URL { directory.appending(path: "last-checkpoint") }
}
