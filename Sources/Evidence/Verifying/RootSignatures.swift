import EventLog
import Integrations
import Transparency

/// Checks the signatures of roots during a verification.
///
/// The database cannot say which key is the ledger's: the last root must be signed by a seed in
/// `keys/` or by a key that the caller gave. Earlier roots are compared with the same records; the
/// report says which keys signed them.
final class RootSignatures {
  /// The keys that count.
  enum Keys {
    /// Those that the caller of `verify` gave.
    case given([VerifierKey])
    /// Those of the seeds in `keys/`.
    case seeds(SigningSeeds)
    /// Those in `keys/leader`, since the ledger is a follower.
    case leader(Leader)
    /// Those that are stored, since no seed could be read.
    case stored
  }

  /// The keys that the caller gave, or else the best that this process can read.
  static func keys(_ given: [VerifierKey], _ files: LedgerFiles) throws -> Keys {
    guard given.isEmpty else { return .given(given) }
    if let leader = try Leader.existing(files) { return .leader(leader) }
    guard try KeysFolder(files).isReadable, let seeds = try SigningSeeds.existing(files) else {
      return .stored
    }
    return .seeds(seeds)
  }

  let keys: Keys
  /// The stored keys of all roots, read at once because the scan's threads may not use the
  /// connection.
  private let allStored: [String: [VerifierKey]]
  private var epoch: Int64 = 0
  private var stored: [VerifierKey] = []
  private var signing: [VerifierKey] = []
  /// Other keys that signed earlier roots, each with the last epoch in which it did.
  private(set) var older: [VerifierKey: Int64] = [:]
  /// Earlier epochs of which no key is known here.
  private(set) var unknownEpochs: Set<Int64> = []
  private let lastEpoch: Int64
  /// True if a key that counts signed the last root that was checked.
  private(set) var isLastSigned = true

  init(_ keys: Keys, _ origins: Origins, _ connection: Connection) throws {
    self.keys = keys
    lastEpoch = origins.epoch
    // The keys of roots stand together: no name lies between `/` and `0` but those of epochs.
    let names = "\(origins.name)/root"
    allStored = try Dictionary(
      grouping: KeyTable.keys(after: names + "/", before: names + "0", connection), by: \.name)
  }

  /// True for roots of an epoch that was over when a follower began, which knows the key of the last one:
  /// a root of a later epoch covers the same records.
  private var isKeyUnknown: Bool {
    switch keys {
    case .leader, .seeds: stored.isEmpty && epoch < lastEpoch
    case .given, .stored: false
    }
  }

  /// What is wrong with the signatures of a publication; nil if nothing is.
  func fault(of publication: Publication, _ origins: Origins) throws -> Text? {
    if origins.epoch != epoch {
      epoch = origins.epoch
      stored = allStored[origins.root] ?? []
      switch keys {
      case .seeds(let seeds): signing = try seeds.signers(origins.root).map(\.verifier)
      case .leader(let leader): signing = leader.keys(in: epoch)
      case .given, .stored: break
      }
    }
    guard let note = try? SignedNote(reading: publication.note),
      note.text == origins.signed(publication).description,
      // The same note must not be written in two ways.
      note.description == publication.note
    else { return Text("its note is about something else", "dess not gäller något annat") }
    let counting =
      switch keys {
      case .given(let given): given
      case .seeds, .leader: signing
      case .stored: stored
      }
    isLastSigned = false
    if isKeyUnknown, (try? note.verified(by: signing)) == nil {
      unknownEpochs.insert(epoch)
      return nil
    }
    do throws(NoteError) {
      let known = (counting + signing + stored).reduce(into: [VerifierKey]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      let signers = try note.verified(by: known)
      guard signers.count == note.signatures.count else { return NoteError.unverified.text }
      isLastSigned = signers.contains(where: counting.contains)
      guard !isLastSigned else { return nil }
      if case .given = keys { return NoteError.unverified.text }
      for signer in signers { older[signer] = epoch }
      return nil
    } catch {
      return error.text
    }
  }
}
