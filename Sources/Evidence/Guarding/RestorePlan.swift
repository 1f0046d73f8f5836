import EventLog
import Foundation
import Transparency

/// What a restore will do, worked out from the database and the files.
struct RestorePlan {
  /// The names of the epoch that begins.
  let next: Origins
  /// The content of `keys/signed` while it begins.
  let signed: SignedRoots
  /// The last root of this ledger that the database does not hold; nil if no file names one.
  let lost: Checkpoint?
  /// The last root that the database holds; nil if it has none.
  let found: Checkpoint?
  /// True if the seed is there and nothing shows that it is another ledger's.
  let hasOwnSeed: Bool
  /// True if the seed that is there signed nothing of this database.
  private let hasForeignSeed: Bool
  /// True if the seed that is there signed this database; nil if there is nothing to tell by.
  private let hasSigned: Bool?
  /// True if anything was ever signed.
  private let wasSigned: Bool
  /// True if a restore was interrupted here, so that an unknown seed may be the one it made.
  private let isInterrupted: Bool
  private let files: LedgerFiles

  init(_ outside: Guard.OutsideFiles, _ connection: Connection, _ files: LedgerFiles) throws {
    self.files = files
    let origins = try Origins(connection, files)
    let seeds = try SigningSeeds.existing(files)
    let last = try Publication.latest(connection)
    let lastOrigins = last.map { origins.inEpoch($0.epoch) } ?? origins
    found = last.map { lastOrigins.signed($0) }
    let search = LostRoot(
      signed: outside.keys.signed, bytes: outside.checkpoint, origins: origins, seeds: seeds,
      connection: connection)
    lost = try search.checkpoint
    let ours = (search.signed?.all ?? []).filter { origins.epoch(ofRoot: $0.origin) != nil }
    // A restore that was interrupted named its epoch, but signed nothing in it.
    let used = ours.filter { $0.size > 0 } + [lost].compactMap(\.self)
    let epochs = used.compactMap { origins.epoch(ofRoot: $0.origin) }
    // Above all of them: names that the lost ledger used are never used again.
    let epoch = max(origins.epoch, epochs.max() ?? 0) + 1
    guard Bounds.isEpoch(epoch) else {
      throw EvidenceError.epochsUsedUp(file: files.databasePath)
    }
    next = origins.inEpoch(epoch)
    signed = SignedRoots(last: ours.first ?? found ?? origins.begun, next: next.begun)
    isInterrupted = search.signed?.next.map { $0.size == 0 } == true
    hasSigned = try seeds.flatMap { seeds in
      try last.map { try seeds.haveSigned($0.note, as: lastOrigins.root) }
    }
    hasForeignSeed = hasSigned == false || search.signed != nil && ours.isEmpty
    hasOwnSeed = seeds != nil && !hasForeignSeed
    wasSigned = last != nil || ours.contains { $0.size > 0 }
  }

  /// Refuses a restore that would sign with a key that is not this ledger's, unless that was asked
  /// for.
  func check(_ withNewKey: Bool) throws {
    let directory = files.directory.path
    if withNewKey {
      if hasSigned == true || hasOwnSeed && !isInterrupted {
        throw EvidenceError.seedIsThere(directory: directory)
      }
      if hasForeignSeed, !isInterrupted, try SigningSeeds.existing(files) != nil {
        throw EvidenceError.foreignSeedInTheWay(directory: directory)
      }
    } else if !hasOwnSeed, wasSigned {
      throw EvidenceError.foreignSeed(origin: found?.origin ?? signed.last.origin)
    }
  }

  /// Finds the root that the files name and the database does not hold.
  private struct LostRoot {
    /// The content of `keys/signed`.
    let signed: SignedRoots?
    /// The bytes of `last-checkpoint`.
    let bytes: [UInt8]?
    let origins: Origins
    let seeds: SigningSeeds?
    let connection: Connection

    /// The latest such root whose name, epoch and signature are this ledger's; nil if there is
    /// none.
    var checkpoint: Checkpoint? {
      get throws {
        var candidates: [(epoch: Int64, checkpoint: Checkpoint)] = []
        for checkpoint in try [signed?.last, published].compactMap(\.self) {
          guard let epoch = origins.epoch(ofRoot: checkpoint.origin), checkpoint.size > 0,
            checkpoint.size <= Bounds.highest, try !isHeld(checkpoint, epoch)
          else { continue }
          candidates.append((epoch, checkpoint))
        }
        return candidates.max { ($0.epoch, $0.checkpoint.size) < ($1.epoch, $1.checkpoint.size) }?
          .checkpoint
      }
    }

    /// The checkpoint in `last-checkpoint`; nil if none of this ledger's keys signed it.
    private var published: Checkpoint? {
      get throws {
        guard let bytes, let note = try? SignedNote(reading: bytes),
          let checkpoint = try? Checkpoint(note.text), checkpoint.root != nil,
          origins.epoch(ofRoot: checkpoint.origin) != nil
        else { return nil }
        let keys =
          try seeds?.signers(checkpoint.origin).map(\.verifier)
          ?? KeyTable.keys(of: checkpoint.origin, connection)
        return (try? note.verified(by: keys)) == nil ? nil : checkpoint
      }
    }

    private func isHeld(_ checkpoint: Checkpoint, _ epoch: Int64) throws -> Bool {
      try Publication.find(
        epoch: epoch, size: Int64(clamping: checkpoint.size), connection)?.frontier.root
        == checkpoint.root
    }
  }
}
