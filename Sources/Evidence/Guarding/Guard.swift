import EventLog
public import Transparency

/// How a database compares with the files outside it: `keys/signed`, which names the last root that
/// the seed signed, and `last-checkpoint`, the last root that was published.
///
/// A database without these roots was put back, cut or exchanged (as in
/// certificate-transparency-go, pull 374). A table in docs/keeping.md has, for each case, what can
/// be opened and signed, and what is refused.
public enum Guard: Hashable, Sendable {
  /// Nothing was published yet in this epoch, and no file says otherwise.
  case unpublished
  /// The database holds the roots that the files name.
  case follows
  /// It is a copy that `backup` made, which has no such files.
  case backup(of: String)
  /// A file or the publication is missing, though the others show that there was one.
  case missing(Missing)
  /// The database ends before the root that the files name.
  case shorter(kept: Checkpoint)
  /// The database has another history than the root that the files name.
  case forked(kept: Checkpoint)
  /// `last-checkpoint` is not a checkpoint of this ledger.
  case unreadable
  /// `keys/signed` is of another ledger.
  case foreignKeys(origin: String)

  /// What is missing.
  public enum Missing: Hashable, Sendable {
    /// `last-checkpoint`: the database has publications.
    case lastCheckpoint
    /// The publication of the root that `keys/signed` names.
    case publication(Checkpoint)
    /// `keys/signed`: there is a seed, and nothing that tells whether it signed anything.
    case signed
  }

  /// True if the ledger may be written to and may sign.
  public var holds: Bool { self == .unpublished || self == .follows }

  var isBackup: Bool { if case .backup = self { true } else { false } }
}

extension Guard {
  /// The case as a stable word for programs.
  public var name: String {
    switch self {
    case .unpublished: "unpublished"
    case .follows: "follows"
    case .backup: "backup"
    case .missing: "missing"
    case .shorter: "shorter"
    case .forked: "forked"
    case .unreadable: "unreadable"
    case .foreignKeys: "foreignKeys"
    }
  }

  /// The case as a clause for people.
  public var what: String {
    switch self {
    case .unpublished: "nothing was published yet"
    case .follows: "it follows the last root that was signed"
    case .backup(let time): "it is a backup of \(time)"
    case .missing(.lastCheckpoint):
      "last-checkpoint is missing beside a ledger that was published"
    case .missing(.publication(let signed)):
      "keys/signed says that \(signed.origin) was signed with \(signed.size.counted("leaf", "leaves")), "
        + "and the database has no publication"
    case .missing(.signed):
      "there is a seed in keys/, and neither keys/signed nor a publication says what it signed"
    case .shorter(let kept):
      "it ends before the last root that was signed (\(kept.origin), "
        + "\(kept.size.counted("leaf", "leaves"))): its end was cut, or an older copy was put back"
    case .forked(let kept):
      "it has another history than the last root that was signed (\(kept.origin), "
        + "\(kept.size.counted("leaf", "leaves")))"
    case .unreadable: "last-checkpoint is not a checkpoint of this ledger"
    case .foreignKeys(let origin): "keys/signed is of another ledger, \(origin)"
    }
  }

  /// What to do about it, as a sentence.
  public var remedy: String {
    switch self {
    case .foreignKeys:
      "Put this ledger's own keys/ back from where you keep it."
    case .backup: "To go on from it, run `authledger restore`; see docs/keeping.md."
    default:
      "Find out why; if it was put back on purpose, run `authledger restore`, which records what "
        + "was lost."
    }
  }
}
