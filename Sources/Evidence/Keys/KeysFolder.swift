import EventLog
import Foundation
import Transparency

/// The content of `keys/`, as far as this process may read it.
struct KeysFolder {
  /// True if seed and `keys/signed` are readable or missing.
  let isReadable: Bool
  /// True if there is a seed, or the folder cannot be read.
  let hasSeed: Bool
  /// What the seed signed last; nil if `keys/signed` is missing or cannot be read.
  let signed: SignedRoots?
  private let files: LedgerFiles

  /// Reads the folder.
  ///
  /// - Throws: `LedgerError.io` if `keys/signed` holds anything else than roots.
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

  /// True if one of the seeds signed a note; nil if there is no readable seed.
  func haveSigned(_ note: String, as origin: String) throws -> Bool? {
    guard isReadable, let seeds = try SigningSeeds.existing(files) else { return nil }
    return try seeds.haveSigned(note, as: origin)
  }
}

extension SigningSeeds {
  /// True if one of them signed a note.
  func haveSigned(_ note: String, as origin: String) throws -> Bool {
    guard let note = try? SignedNote(reading: note) else { return false }
    return (try? note.verified(by: signers(origin).map(\.verifier))) != nil
  }
}
