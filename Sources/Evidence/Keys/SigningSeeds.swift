import Encoding
import EventLog
import Integrations
import Foundation
import Transparency

/// The secrets from which the signing keys of all trees are derived.
///
/// They are in `keys/signing-seed`, one per line in 64 hexadecimal digits: the current seed and,
/// during a rotation, the one before it, which signs too.
struct SigningSeeds: Equatable {
  static let byteCount = 32

  private(set) var seeds: [[UInt8]]

  /// Reads a ledger's seeds, and makes the first if there is none yet.
  ///
  /// The file is written under another name and then linked, so that two processes cannot make two
  /// seeds. `keys/signed` is made first and says that nothing was signed: so a seed without that
  /// file is of an earlier version, or was brought here alone.
  ///
  /// - Throws: `LedgerError.io`, or `.damaged` if the file holds no seed.
  init(_ files: LedgerFiles, _ origins: Origins) throws(LedgerError) {
    if let found = try Self.existing(files) {
      self = found
      return
    }
    try files.makeKeysFolder()
    try LedgerError.ofFiles(
      DurableFile.make(files.signedRoots, with: SignedRoots(last: origins.begun).encoded))
    try LedgerError.ofFiles(
      DurableFile.make(files.signingSeed, with: Self([Self.random()]).encoded))
    guard let made = try Self.existing(files) else {
      throw LedgerError.io(
        file: files.signingSeed.path,
        what: Text("it cannot be read back", "den kan inte läsas tillbaka"))
    }
    self = made
  }

  private init(_ seeds: [[UInt8]]) { self.seeds = seeds }

  /// A ledger's seeds; nil if none was made yet, or this is a copy without keys.
  static func existing(_ files: LedgerFiles) throws(LedgerError) -> SigningSeeds? {
    let file = files.signingSeed
    guard let bytes = try LedgerError.ofFiles(DurableFile.read(file, isPrivate: true))
    else { return nil }
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    let seeds = lines.dropLast().compactMap { [UInt8](hexadecimal: $0) }
    guard (1...2).contains(seeds.count), seeds.count == lines.count - 1, lines.last == [],
      seeds.allSatisfy({ $0.count == byteCount })
    else {
      throw .damaged(
        file: file.path,
        what: Text("it holds no signing seed", "den innehåller inget signeringsfrö"))
    }
    return SigningSeeds(seeds)
  }

  /// Replaces the file's content by these seeds.
  func replace(_ files: LedgerFiles) throws(LedgerError) {
    try LedgerError.ofFiles(DurableFile.replace(files.signingSeed, with: encoded))
  }

  /// True if an older seed signs beside the current one.
  var isRotating: Bool { seeds.count > 1 }

  /// A new seed, followed by the current one.
  func rotated() -> SigningSeeds { SigningSeeds([Self.random(), seeds[0]]) }

  /// The current seed alone.
  func retired() -> SigningSeeds { SigningSeeds([seeds[0]]) }

  /// The keys that sign a tree, the current one first.
  func signers(_ origin: String) throws -> [SignerKey] {
    try seeds.map { try SignerKey(origin: origin, ledgerSeed: $0) }
  }

  private var encoded: [UInt8] {
    seeds.flatMap { Array($0.hexadecimal.utf8) + [0x0a] }
  }

  private static func random() -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }
}

extension LedgerFiles {
  /// The folder of what must not leave this machine.
  var keys: URL { directory.appending(path: "keys", directoryHint: .isDirectory) }

  /// The file of the signing seeds.
  var signingSeed: URL { keys.appending(path: "signing-seed") }

  /// Makes the folder, if it is not there, readable by its owner alone.
  func makeKeysFolder() throws(LedgerError) {
    guard mkdir(keys.path, 0o700) == 0 || errno == EEXIST else {
      throw .io(file: keys.path, errno)
    }
  }
}
