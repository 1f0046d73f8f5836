public import Integrations

/// Why a follower takes nothing more from its leader.
public enum FollowError: ErrorWithText, Hashable, Sendable {
  // MARK: What the leader did

  /// A record is not one, or not the next one of its company.
  case badRecord(Position, Text)
  /// The leader has another record at a position than the one that was taken from it.
  case forked(Position)
  /// The leader ends before records that were taken from it.
  case cut(leader: Position, follower: Position)
  /// The leader signed records after its end, and does not give them.
  case cutRecords(Position)
  /// Records of a company are not those that the leader signed; the first that can be wrong.
  case notSigned(Company, Position, through: Position)
  /// The records of all companies are not in the order that the leader signed.
  case reordered(Position, through: Position)
  /// A root is not signed by the leader's key.
  case forged(origin: String, Position)
  /// A line of the publications is not what comes next.
  case badPublication(Text, Position)
  /// The leader was restored to a point before records that were taken from it.
  case restored(after: Position, epoch: Int64, follower: Position)

  // MARK: What is missing here

  /// The leader was restored, and the key of its new epoch is not known.
  case newEpoch(Int64)
  /// The key given is not that of a root.
  case notARootKey(String)
  /// The key given, or the ledger here, is of another ledger.
  case foreignKey(String, here: String)
  /// No leader is known.
  case noKey
  /// The ledger in the directory is not a follower.
  case notAFollower(directory: String)
  /// The ledger in the directory is a follower.
  case follower(directory: String)
  /// A promotion was begun here.
  case promoted(directory: String)

  /// True if it shows that the leader's history is not the one that was followed.
  public var isFinding: Bool {
    switch self {
    case .newEpoch, .notARootKey, .foreignKey, .noKey, .notAFollower, .follower, .promoted: false
    default: true
    }
  }

  /// The first position that the finding is about; nil if it is none.
  public var position: Position? {
    switch self {
    case .badRecord(let position, _), .forked(let position), .notSigned(_, let position, _),
      .reordered(let position, _), .forged(_, let position), .badPublication(_, let position):
      position
    case .cutRecords(let end): Position(end.number + 1)
    case .cut(let leader, _): Position(leader.number + 1)
    case .restored(let after, _, _): Position(after.number + 1)
    default: nil
    }
  }
}

extension FollowError: CustomStringConvertible {
  /// The sentence in English.
  public var description: String { text.english }

  /// What it comes to for whoever follows.
  public var failure: Failure {
    switch self {
    case .noKey, .notARootKey: .usage
    default: isFinding ? .negative : .data
    }
  }

  private static let kept = Text(
    "Nothing of it was taken; keep this copy as evidence and ask who runs the leader.",
    "Inget av det togs emot; behåll denna kopia som bevis och fråga den som driver ledaren.")

  /// One sentence: what, where, what to do.
  public var text: Text {
    switch self {
    case .badRecord(let position, let what):
      Text(
        "What the leader sends as record \(position) cannot be it: \(what.english).",
        "Det som ledaren skickar som post \(position) kan inte vara den: \(what.swedish).")
        + Self.kept
    case .forked(let position):
      Text(
        "The leader forked: its record \(position) is not the one that it gave before.",
        "Ledaren har förgrenat sig: dess post \(position) är inte den som den gav tidigare.")
        + Self.kept
    case .cut(let leader, let follower):
      Text(
        "The leader was cut: it ends at \(leader), and the records up to \(follower) were taken from it.",
        "Ledaren är avkortad: den slutar vid \(leader), och posterna till och med \(follower) kom "
          + "från den.")
        + Self.kept
    case .cutRecords(let end):
      Text(
        "The leader was cut: it ends at \(end), and its last root covers records after it.",
        "Ledaren är avkortad: den slutar vid \(end), och dess sista rot omfattar poster därefter.")
        + Self.kept
    case .notSigned(let company, let first, let last):
      Text(
        "The records of \(company) among \(first) to \(last) are not those that the leader signed.",
        "Posterna för \(company) bland \(first) till \(last) är inte de som ledaren signerade.")
        + Self.kept
    case .reordered(let first, let last):
      Text(
        "The records \(first) to \(last) do not stand in the order that the leader signed.",
        "Posterna \(first) till \(last) står inte i den ordning som ledaren signerade.")
        + Self.kept
    case .forged(let origin, let position):
      Text(
        "The root of \(origin) up to record \(position) is not signed by a key of the leader's that is "
          + "known here. If its key was rotated, give all that `authledger checkpoint --keys` prints there.",
        "Roten för \(origin) till och med post \(position) är inte signerad med en nyckel för ledaren som "
          + "är känd här. Om dess nyckel har bytts, ange allt som `authledger checkpoint --keys` skriver där."
      )
        + Self.kept
    case .badPublication(let what, let position):
      Text(
        "The leader's publication after record \(position) is not one: \(what.english).",
        "Ledarens publicering efter post \(position) är ingen: \(what.swedish).")
        + Self.kept
    case .restored(let after, let epoch, let follower):
      Text(
        "The leader was restored (epoch \(epoch)) and goes on after record \(after), and this copy has "
          + "the records up to \(follower): keep it as evidence of what was lost, and copy the leader "
          + "anew into another directory.",
        "Ledaren är återställd (epok \(epoch)) och fortsätter efter post \(after), och denna kopia har "
          + "posterna till och med \(follower): behåll den som bevis på vad som gått förlorat, och "
          + "kopiera ledaren på nytt till en annan katalog.")
    case .newEpoch(let epoch):
      Text(
        "The leader was restored and signs epoch \(epoch) with another key: ask who runs it for what "
          + "`authledger checkpoint --keys` prints there, and give it with --key.",
        "Ledaren är återställd och signerar epok \(epoch) med en annan nyckel: be den som driver den "
          + "om vad `authledger checkpoint --keys` skriver där, och ange det med --key.")
    case .notARootKey(let name):
      Text(
        "The key of \(name) is not that of a root, NAME/root/EPOCH; take the one that "
          + "`authledger checkpoint --keys` prints at the leader.",
        "Nyckeln för \(name) är inte en rots, NAMN/root/EPOK; ta den som "
          + "`authledger checkpoint --keys` skriver hos ledaren.")
    case .foreignKey(let given, let here):
      Text(
        "The key is of \(given) and the ledger here is \(here); name another directory with --ledger.",
        "Nyckeln gäller \(given) och liggaren här är \(here); ange en annan katalog med --ledger.")
    case .noKey:
      Text(
        "--key is needed the first time: what `authledger checkpoint --keys` prints at the leader.",
        "--key behövs första gången: det som `authledger checkpoint --keys` skriver hos ledaren.")
    case .notAFollower(let directory):
      Text(
        "The ledger in \(directory) is not a follower; name another directory with --ledger.",
        "Liggaren i \(directory) är inte en följare; ange en annan katalog med --ledger.")
    case .follower(let directory):
      Text(
        "The ledger in \(directory) is a follower, which has nothing to restore; it goes on with "
          + "`authledger-connect follow`, or becomes the leader with `authledger promote`.",
        "Liggaren i \(directory) är en följare, som inte har något att återställa; den fortsätter med "
          + "`authledger-connect follow`, eller blir ledare med `authledger promote`.")
    case .promoted(let directory):
      Text(
        "The ledger in \(directory) is being made a leader; finish that with `authledger promote`.",
        "Liggaren i \(directory) görs till ledare; slutför det med `authledger promote`.")
    }
  }
}
