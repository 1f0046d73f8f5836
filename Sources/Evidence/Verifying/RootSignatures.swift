import EventLog
import Transparency

/// Whose signatures the roots bear, while a verification passes over them.
///
/// The key lies outside the database, so the database cannot say which key it is: the last root is
/// signed by a seed in `keys/`, or by a key from outside. Earlier roots are held to the same
/// records by the fold; whose key signed them is told.
final class RootSignatures {
  /// Whose keys count.
  enum Keys {
    case given([VerifierKey])
    case seeds(SigningSeeds)
    /// Those that are stored, since no seed could be read.
    case stored
  }

  /// What the caller of `verify` has, or else what this process can read.
  static func keys(_ given: [VerifierKey], _ files: LedgerFiles) throws -> Keys {
    guard given.isEmpty else { return .given(given) }
    guard try KeysFolder(files).isReadable, let seeds = try SigningSeeds.existing(files) else {
      return .stored
    }
    return .seeds(seeds)
  }

  let keys: Keys
  /// What is stored of every root, since a scan's threads may not ask this connection.
  private let allStored: [String: [VerifierKey]]
  private var epoch: Int64 = 0
  private var stored: [VerifierKey] = []
  private var signing: [VerifierKey] = []
  /// Keys that signed earlier roots and that the seed does not have, with the last epoch of each.
  private(set) var older: [VerifierKey: Int64] = [:]
  /// Whether the last root that was looked at is signed by a key that counts.
  private(set) var isLastSigned = true

  init(_ keys: Keys, _ origins: Origins, _ connection: Connection) throws {
    self.keys = keys
    // The keys of roots stand together: no name lies between `/` and `0` but those of epochs.
    let names = "\(origins.name)/root"
    allStored = try Dictionary(
      grouping: KeyTable.keys(after: names + "/", before: names + "0", connection), by: \.name)
  }

  /// What speaks against the signatures of a publication; nil where nothing does.
  func fault(of publication: Publication, _ origins: Origins) throws -> String? {
    if origins.epoch != epoch {
      epoch = origins.epoch
      stored = allStored[origins.root] ?? []
      if case .seeds(let seeds) = keys {
        signing = try seeds.signers(origins.root).map(\.verifier)
      }
    }
    guard let note = try? SignedNote(reading: publication.note),
      note.text == origins.signed(publication).description,
      // One note has one spelling.
      note.description == publication.note
    else { return "its note is about something else" }
    let counting =
      switch keys {
      case .given(let given): given
      case .seeds: signing
      case .stored: stored
      }
    isLastSigned = false
    do throws(NoteError) {
      let known = (counting + signing + stored).reduce(into: [VerifierKey]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      let signers = try note.verified(by: known)
      guard signers.count == note.signatures.count else { return "\(NoteError.unverified)" }
      isLastSigned = signers.contains(where: counting.contains)
      guard !isLastSigned else { return nil }
      if case .given = keys { return "\(NoteError.unverified)" }
      for signer in signers { older[signer] = epoch }
      return nil
    } catch {
      return "\(error)"
    }
  }
}
