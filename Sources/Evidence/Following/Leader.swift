import Encoding
public import EventLog
import Foundation
import Integrations
public import Transparency

/// The ledger that a follower takes its records from: the content of `keys/leader`.
///
/// The file makes a directory a follower. It lies outside the database, so that no record speaks of it,
/// and beside where a seed would be, so that only its owner can exchange the keys that count.
public struct Leader: Hashable, Sendable {
  /// Where its feed is.
  public var url: String
  /// The public keys of its root, one an epoch, and two of an epoch while a rotation is under way.
  public internal(set) var keys: [VerifierKey]

  /// A leader of which one key is known.
  ///
  /// - Throws: `FollowError.notARootKey` if the key is not that of a root.
  public init(url: String, key: VerifierKey) throws(FollowError) {
    self.url = url
    keys = []
    guard add(key) else { throw .notARootKey(key.name) }
  }

  /// The first part of the names of its trees.
  public var name: String { Self.parts(of: keys[0].name)?.name ?? "" }

  /// The last epoch of which a key is known.
  public var epoch: Int64 { keys.compactMap { Self.parts(of: $0.name)?.epoch }.max() ?? 1 }

  /// The keys that count in an epoch.
  func keys(in epoch: Int64) -> [VerifierKey] {
    keys.filter { Self.parts(of: $0.name)?.epoch == epoch }
  }

  /// Adds a key of the same ledger.
  ///
  /// - Returns: False if it is not the key of a root, or of another ledger's.
  public mutating func add(_ key: VerifierKey) -> Bool {
    guard let parts = Self.parts(of: key.name), key.algorithm == .ed25519,
      keys.isEmpty || parts.name == name
    else { return false }
    if !keys.contains(key) { keys.append(key) }
    return true
  }

  /// Removes a key that signs no more, unless it is the only one of its epoch.
  mutating func retire(_ key: VerifierKey) {
    guard let epoch = Self.parts(of: key.name)?.epoch, keys(in: epoch).count > 1 else { return }
    keys.removeAll { $0 == key }
  }

  /// The parts of the name of a root, `NAME/root/EPOCH`; nil for any other name.
  private static func parts(of root: String) -> (name: String, epoch: Int64)? {
    guard let slash = root.lastIndex(of: "/"),
      let epoch = Origins.epoch(root[root.index(after: slash)...]),
      root[..<slash].hasSuffix("/root")
    else { return nil }
    let name = String(root[..<slash].dropLast(5))
    return name.isEmpty ? nil : (name, epoch)
  }

  // MARK: The file

  /// The leader of a ledger; nil if the ledger is not a follower, or this user may not read the file.
  static func existing(_ files: LedgerFiles) throws(LedgerError) -> Leader? {
    guard access(files.leader.path, R_OK) == 0 || errno != EACCES,
      let bytes = try LedgerError.ofFiles(DurableFile.read(files.leader))
    else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let keys = lines.dropFirst().dropLast().compactMap { try? VerifierKey($0) }
    guard lines.count >= 3, keys.count == lines.count - 2, lines.last == "", !lines[0].isEmpty,
      var leader = try? Leader(url: lines[0], key: keys[0]),
      keys.allSatisfy({ leader.add($0) })
    else {
      throw .damaged(
        file: files.leader.path,
        what: Text(
          "it does not hold a URL and public keys of a root",
          "den innehåller inte en URL och öppna nycklar för en rot"))
    }
    return leader
  }

  /// Writes the file, which is on the disk when this returns.
  func replace(_ files: LedgerFiles) throws(LedgerError) {
    try files.makeKeysFolder()
    let lines = [url] + keys.map(\.description)
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    try LedgerError.ofFiles(DurableFile.replace(files.leader, with: bytes))
  }
}

extension LedgerFiles {
  /// The file that makes a ledger a follower.
  var leader: URL { keys.appending(path: "leader") }
}

extension Ledger {
  /// The ledger that this one follows; nil if it is not a follower.
  public func leader() throws -> Leader? { try Leader.existing(files) }
}
