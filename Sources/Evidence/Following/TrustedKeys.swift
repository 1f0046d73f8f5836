import EventLog
import Integrations
import Transparency

/// The keys of a leader, and the records that may change which they are.
///
/// A record that rotates the key is believed once a root covers it that the key before has signed.
struct TrustedKeys: Sendable {
  /// The leader, with the keys that count now.
  private(set) var leader: Leader
  /// Records that name keys, and that no held root covers yet.
  private var named: [(position: Int64, bookkeeping: Record.Bookkeeping)] = []

  init(_ leader: Leader) { self.leader = leader }

  /// Adds what a record says of keys.
  mutating func read(_ bookkeeping: Record.Bookkeeping, at position: Int64) {
    let names: [Record.Bookkeeping.Name] = [.keyRotated, .keyRetired]
    guard names.map(\.rawValue).contains(bookkeeping.name) else { return }
    named.append((position, bookkeeping))
  }

  /// Refuses a root that none of the keys has signed, as far as that can be told before its records are
  /// here.
  func checkFirst(_ root: SignedRoot) throws(FollowError) {
    let keys = leader.keys(in: root.epoch)
    // The key of an epoch before the one that was given need not be known: a later root covers the same
    // records.
    guard !keys.isEmpty || root.epoch >= leader.epoch else { return }
    guard (try? root.note.verified(by: keys)) != nil else { throw forged(root) }
  }

  /// Checks every signature of a root whose records are here.
  ///
  /// - Returns: The keys that signed; none if no key of its epoch is known.
  mutating func check(_ root: SignedRoot) throws(FollowError) -> [VerifierKey] {
    try checkFirst(root)
    let covered = named.filter { $0.position <= root.position }
    named.removeAll { $0.position <= root.position }
    for (_, bookkeeping) in covered where bookkeeping.name == Self.rotated {
      guard let previous = Self.key("previous", bookkeeping), leader.keys.contains(previous),
        let key = Self.key("key", bookkeeping), key.name == previous.name
      else { continue }
      _ = leader.add(key)
    }
    let keys = leader.keys(in: root.epoch)
    guard !keys.isEmpty else { return [] }
    guard let signers = try? root.note.verified(by: keys),
      signers.count == root.note.signatures.count
    else { throw forged(root) }
    for (_, bookkeeping) in covered where bookkeeping.name != Self.rotated {
      if let key = Self.key("key", bookkeeping), !signers.contains(key) { leader.retire(key) }
    }
    return signers
  }

  private static let rotated = Record.Bookkeeping.Name.keyRotated.rawValue

  private static func key(_ member: String, _ bookkeeping: Record.Bookkeeping) -> VerifierKey? {
    if case .string(let text)? = bookkeeping.data[member] { try? VerifierKey(text) } else { nil }
  }

  private func forged(_ root: SignedRoot) -> FollowError {
    .forged(
      origin: Origins(name: leader.name, epoch: root.epoch).root, Position(root.position))
  }
}
