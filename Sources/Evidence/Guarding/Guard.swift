import EventLog
public import Integrations
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
  /// It follows the ledger whose feed is at this address.
  case follower(of: String)

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
  var isFollower: Bool { if case .follower = self { true } else { false } }
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
    case .follower: "follower"
    }
  }

  /// The case as a clause for people.
  public var what: Text {
    switch self {
    case .unpublished: Text("nothing was published yet", "inget är publicerat än")
    case .follows:
      Text(
        "it follows the last root that was signed", "den följer den sista roten som signerades")
    case .backup(let time):
      Text("it is a backup of \(time)", "den är en säkerhetskopia från \(time)")
    case .missing(.lastCheckpoint):
      Text(
        "last-checkpoint is missing beside a ledger that was published",
        "last-checkpoint saknas intill en liggare som är publicerad")
    case .missing(.publication(let signed)):
      Text(
        "keys/signed says that \(signed.origin) was signed with "
          + "\(signed.size.counted("leaf", "leaves")), and the database has no publication",
        "keys/signed säger att \(signed.origin) signerades med \(signed.size) löv, och databasen har "
          + "ingen publicering")
    case .missing(.signed):
      Text(
        "there is a seed in keys/, and neither keys/signed nor a publication says what it signed",
        "det finns ett frö i keys/, och varken keys/signed eller en publicering säger vad det har "
          + "signerat")
    case .shorter(let kept):
      Text(
        "it ends before the last root that was signed (\(kept.origin), "
          + "\(kept.size.counted("leaf", "leaves"))): its end was cut, or an older copy was put back",
        "den slutar före den sista roten som signerades (\(kept.origin), \(kept.size) löv): slutet är "
          + "avklippt, eller en äldre kopia är tillbakalagd")
    case .forked(let kept):
      Text(
        "it has another history than the last root that was signed (\(kept.origin), "
          + "\(kept.size.counted("leaf", "leaves")))",
        "den har en annan historia än den sista roten som signerades (\(kept.origin), \(kept.size) "
          + "löv)")
    case .unreadable:
      Text(
        "last-checkpoint is not a checkpoint of this ledger",
        "last-checkpoint är inte en kontrollpunkt för denna liggare")
    case .foreignKeys(let origin):
      Text(
        "keys/signed is of another ledger, \(origin)",
        "keys/signed hör till en annan liggare, \(origin)")
    case .follower(let url):
      Text(
        "it follows the ledger at \(url), and takes records from there alone",
        "den följer liggaren på \(url), och tar poster bara därifrån")
    }
  }

  /// What to do about it, as a sentence.
  public var remedy: Text {
    switch self {
    case .foreignKeys:
      Text(
        "Put this ledger's own keys/ back from where you keep it.",
        "Lägg tillbaka denna liggares egen keys/ därifrån du förvarar den.")
    case .follower:
      Text(
        "Do it at the leader; where that is gone for good, make this one the leader with "
          + "`authledger promote`.",
        "Gör det hos ledaren; om den är borta för gott, gör denna till ledare med "
          + "`authledger promote`.")
    case .backup:
      Text(
        "To go on from it, run `authledger restore`.",
        "För att fortsätta från den, kör `authledger restore`.")
    default:
      Text(
        "Find out why; if it was put back on purpose, run `authledger restore`, which records what "
          + "was lost.",
        "Ta reda på varför; om den är tillbakalagd med avsikt, kör `authledger restore`, som "
          + "registrerar vad som gått förlorat.")
    }
  }
}
