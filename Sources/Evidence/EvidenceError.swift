public import Integrations

/// What can go wrong with the evidence of a ledger, each with a sentence: what, where, what to do.
public enum EvidenceError: Error, Hashable, Sendable {
  /// The company's records are not those that were published.
  case contradicted(Company)
  /// The records of all companies are not in the order that was published.
  case contradictedOrder
  /// The signing seed is not the one that signed the tree before.
  case foreignSeed(origin: String)
  /// A seed that signed nothing of this ledger is where a new one was to be made.
  case foreignSeedInTheWay(directory: String)
  /// A new seed was asked for, and the ledger's own is there.
  case seedIsThere(directory: String)
  /// The database's epoch is the highest that is allowed.
  case epochsUsedUp(file: String)
  /// A rotation is under way already.
  case rotating
  /// No root was signed yet.
  case nothingSigned
  /// There is nothing to restore from.
  case nothingToRestore(directory: String)
  /// The person is in the directory of that company already.
  case introduced(Actor, company: Company)
  /// The directory knows nothing of the person.
  case unknownPerson(Actor)
  /// Nothing is recorded of the company.
  case unknownCompany(Company)
}

extension EvidenceError: CustomStringConvertible {
  /// One sentence: what, where, what to do.
  public var description: String {
    switch self {
    case .contradicted(let company):
      "The records of \(company) are not those that were published, so nothing is signed; run "
        + "`authledger verify`."
    case .contradictedOrder:
      "The order of the records is not the one that was published, so nothing is signed; run "
        + "`authledger verify`."
    case .foreignSeed(let origin):
      "keys/signing-seed is missing or not the seed that signed \(origin); put that one back with "
        + "keys/signed from where you keep them, or go on without it by `authledger restore "
        + "--new-key`, which is recorded for ever."
    case .foreignSeedInTheWay(let directory):
      "\(directory)/keys holds a seed that signed nothing of this ledger; put this ledger's own "
        + "there, or move it away and run `authledger restore --new-key`."
    case .seedIsThere(let directory):
      "The seed that signed the ledger in \(directory) is there, so no new one is made; run "
        + "`authledger restore` without --new-key."
    case .epochsUsedUp(let file):
      "\(file) says that its epoch is the last there can be, which no restore began; put an older "
        + "copy in its place."
    case .rotating:
      "Two keys sign already; let the old one sign no more with `authledger checkpoint --retire-key` "
        + "before you rotate again."
    case .nothingSigned:
      "Nothing was signed yet, so there is no key to rotate; record something first."
    case .nothingToRestore(let directory):
      "The ledger in \(directory) follows its last checkpoint, so there is nothing to restore."
    case .introduced(let person, let company):
      "\(person) is in the directory of \(company) already; erase the person before introducing "
        + "them anew."
    case .unknownPerson(let person):
      "The directory has nothing of \(person); see who is there with `authledger people show`."
    case .unknownCompany(let company):
      "Nothing is recorded of \(company), so there is no log that could name anybody; see the "
        + "companies with `authledger status`."
    }
  }
}
