public import EventLog
public import Transparency

extension Ledger {
  /// Opens the ledger of a directory to take records of a leader, and makes it if there is none.
  ///
  /// The ledger's own appends are refused, and so is signing.
  ///
  /// - Parameters:
  ///   - url: Where the leader's feed is; a follower may be moved to another address of the same ledger.
  ///   - keys: Keys of the leader's root; those that are known already need not be given.
  /// - Throws: `FollowError` if the directory holds a ledger that is not a follower of this leader.
  public static func following(
    _ url: String, keys: [VerifierKey], in directory: String, effects: Effects = .live,
    progress: ProgressHandler? = nil
  ) throws -> Ledger {
    let files = LedgerFiles(directory)
    let known = try Leader.existing(files)
    guard var leader = try known ?? keys.first.map({ key in try Leader(url: url, key: key) }) else {
      throw try files.holdsLedger() ? FollowError.notAFollower(directory: directory) : .noKey
    }
    leader.url = url
    for key in keys where !leader.add(key) {
      throw FollowError.foreignKey(key.name, here: leader.name)
    }
    guard try files.holdsLedger() else {
      // The mark first: without it, a ledger that was just made could be written to.
      try files.make()
      try leader.replace(files)
      return try create(directory, properties: [.origin: leader.name], effects: effects)
    }
    guard known != nil else { throw FollowError.notAFollower(directory: directory) }
    if leader != known { try leader.replace(files) }
    return try open(directory, for: .writing, effects: effects, progress: progress)
  }
}
