import EventLog
import Foundation
import Transparency

/// What lies in `keys/` as far as this process may read it: the trust domain of the key.
struct KeysFolder {
  /// Whether everything in the folder could be read, also where there is nothing.
  let isReadable: Bool
  /// Whether there is a seed; taken for granted where the folder cannot be read.
  let hasSeed: Bool
  /// What the seed signed last; nil where that is not there or cannot be read.
  let signed: SignedRoots?
  private let files: LedgerFiles

  /// - Throws: `LedgerError.io` where `keys/signed` is none.
  init(_ files: LedgerFiles) throws(LedgerError) {
    self.files = files
    isReadable = [files.signingSeed, files.signedRoots].allSatisfy(Self.isReadable)
    var status = stat()
    hasSeed = lstat(files.signingSeed.path, &status) == 0 || !Self.isReadable(files.signingSeed)
    signed = isReadable ? try SignedRoots.existing(files) : nil
  }

  private static func isReadable(_ file: URL) -> Bool {
    access(file.path, R_OK) == 0 || errno == ENOENT || errno == ENOTDIR
  }

  /// Whether one of the seeds signed a note; nil where there is no seed that could be read.
  func haveSigned(_ note: String, as origin: String) throws -> Bool? {
    guard isReadable, let seeds = try SigningSeeds.existing(files) else { return nil }
    return try seeds.haveSigned(note, as: origin)
  }
}

extension SigningSeeds {
  /// Whether one of them signed a note.
  func haveSigned(_ note: String, as origin: String) throws -> Bool {
    guard let note = try? SignedNote(reading: note) else { return false }
    return (try? note.verified(by: signers(origin).map(\.verifier))) != nil
  }
}
