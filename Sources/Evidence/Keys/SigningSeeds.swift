import Encoding
import EventLog
import Foundation
import Transparency

/// The secrets that every tree's signing keys are derived from.
///
/// They stand in `keys/signing-seed`, 64 hexadecimal digits a line: the seed of now first, then,
/// while a rotation is under way, the one before it, which goes on signing beside it.
struct SigningSeeds: Equatable {
  static let byteCount = 32

  private(set) var seeds: [[UInt8]]

  /// Reads a ledger's seeds, and makes the first where there is none yet.
  ///
  /// It is written whole to another name and then linked, so that no two processes make two. Before
  /// it there is `keys/signed`, which says that it signed nothing: so a seed without that file is
  /// one from before, or one that was brought here alone.
  ///
  /// - Throws: `LedgerError.io`, or `.damaged` where the file holds no seed.
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
      throw LedgerError.io(file: files.signingSeed.path, what: "it cannot be read back")
    }
    self = made
  }

  private init(_ seeds: [[UInt8]]) { self.seeds = seeds }

  /// A ledger's seeds; nil where none was made yet, or where this is a copy without its keys.
  static func existing(_ files: LedgerFiles) throws(LedgerError) -> SigningSeeds? {
    let file = files.signingSeed
    guard let bytes = try LedgerError.ofFiles(DurableFile.read(file, isPrivate: true))
    else { return nil }
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    let seeds = lines.dropLast().compactMap { [UInt8](hexadecimal: $0) }
    guard (1...2).contains(seeds.count), seeds.count == lines.count - 1, lines.last == [],
      seeds.allSatisfy({ $0.count == byteCount })
    else {
      throw .damaged(file: file.path, what: "it holds no signing seed")
    }
    return SigningSeeds(seeds)
  }

  /// Puts these seeds in the place of those that are there.
  func replace(_ files: LedgerFiles) throws(LedgerError) {
    try LedgerError.ofFiles(DurableFile.replace(files.signingSeed, with: encoded))
  }

  /// Whether an older seed signs beside the one of now.
  var isRotating: Bool { seeds.count > 1 }

  /// A new seed first, and the one of now beside it.
  func rotated() -> SigningSeeds { SigningSeeds([Self.random(), seeds[0]]) }

  /// The seed of now alone.
  func retired() -> SigningSeeds { SigningSeeds([seeds[0]]) }

  /// The keys of a tree, that of now first.
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
  /// Where what must not leave this machine lies.
  var keys: URL { directory.appending(path: "keys", directoryHint: .isDirectory) }

  /// Where the signing seeds lie.
  var signingSeed: URL { keys.appending(path: "signing-seed") }

  func makeKeysFolder() throws(LedgerError) {
    guard mkdir(keys.path, 0o700) == 0 || errno == EEXIST else {
      throw .io(file: keys.path, what: reason(of: errno))
    }
  }
}
