import EventLog
public import Transparency

/// How a database stands to what is kept outside it: `keys/signed`, the last root that the seed
/// signed, and `last-checkpoint`, the last root that was published.
///
/// A database that does not hold what they say was put back, cut or exchanged (facts:
/// certificate-transparency-go pull 374). What opens, signs and refuses in each case is a table in
/// docs/keeping.md.
public enum Guard: Hashable, Sendable {
  /// Nothing was published yet in this epoch, and nothing is kept of one.
  case unpublished
  /// The database holds what the files say, or extends it.
  case follows
  /// It is a copy that `backup` made, which has no such files.
  case backup(of: String)
  /// Something of the three is missing beside the others.
  case missing(Missing)
  /// The database ends before what the files say.
  case shorter(kept: Checkpoint)
  /// The database has another history than the files say.
  case forked(kept: Checkpoint)
  /// `last-checkpoint` is not a checkpoint of this ledger.
  case unreadable
  /// `keys/signed` is of another ledger.
  case foreignKeys(origin: String)

  /// What is missing.
  public enum Missing: Hashable, Sendable {
    /// `last-checkpoint`, beside a database that was published.
    case lastCheckpoint
    /// The publication that the seed signed.
    case publication(Checkpoint)
    /// What the seed signed: it is there, and nothing else says whether it signed anything.
    case signed
  }

  /// Whether the ledger may be written to and may sign.
  public var holds: Bool { self == .unpublished || self == .follows }

  var isBackup: Bool { if case .backup = self { true } else { false } }
}

extension Guard {
  /// The stable word for programs.
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

  /// What is the case, as a clause.
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
