public import Integrations

/// What can go wrong with the evidence of a ledger, each with a sentence: what, where, what to do.
public enum EvidenceError: ErrorWithText, Hashable, Sendable {
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
  /// The sentence in English.
  public var description: String { text.english }

  /// What it comes to for whoever asked.
  public var failure: Failure {
    if case .unknownCompany = self { .missing } else { .data }
  }

  /// One sentence: what, where, what to do.
  public var text: Text {
    switch self {
    case .epochsUsedUp(let file):
      Text(
        "\(file) says that its epoch is the last there can be, which no restore began; put an older "
          + "copy in its place.",
        "\(file) säger att dess epok är den sista som kan finnas, vilken ingen återställning har "
          + "börjat; lägg en äldre kopia i dess ställe.")
    case .nothingToRestore(let directory):
      Text(
        "The ledger in \(directory) follows its last checkpoint, so there is nothing to restore.",
        "Liggaren i \(directory) följer sin sista kontrollpunkt, så det finns inget att återställa."
      )
    case .introduced(let person, let company):
      Text(
        "\(person) is in the directory of \(company) already; erase the person before introducing "
          + "them anew.",
        "\(person) finns redan i registret för \(company); radera personen innan den förs in på "
          + "nytt.")
    case .unknownPerson(let person):
      Text(
        "The directory has nothing of \(person); see who is there with `authledger people show`.",
        "Registret har inget om \(person); se vilka som finns med `authledger people show`.")
    case .unknownCompany(let company):
      Text(
        "Nothing is recorded of \(company), so there is no log that could name anybody; see the "
          + "companies with `authledger status`.",
        "Inget är registrerat om \(company), så det finns ingen logg som kan nämna någon; se "
          + "företagen med `authledger status`.")
    case .contradicted(let company):
      Text(
        "The records of \(company) are not those that were published, so nothing is signed; run "
          + "`authledger verify`.",
        "Posterna för \(company) är inte de som publicerades, så inget signeras; kör "
          + "`authledger verify`.")
    case .contradictedOrder:
      Text(
        "The order of the records is not the one that was published, so nothing is signed; run "
          + "`authledger verify`.",
        "Posternas ordning är inte den som publicerades, så inget signeras; kör "
          + "`authledger verify`.")
    case .foreignSeed(let origin):
      Text(
        "keys/signing-seed is missing or not the seed that signed \(origin); put that one back with "
          + "keys/signed from where you keep them, or go on without it by "
          + "`authledger restore --new-key`, which is recorded for ever.",
        "keys/signing-seed saknas eller är inte det frö som signerade \(origin); lägg tillbaka det "
          + "med keys/signed därifrån du förvarar dem, eller fortsätt utan det med "
          + "`authledger restore --new-key`, vilket står kvar för alltid.")
    case .foreignSeedInTheWay(let directory):
      Text(
        "\(directory)/keys holds a seed that signed nothing of this ledger; put this ledger's own "
          + "there, or move it away and run `authledger restore --new-key`.",
        "\(directory)/keys har ett frö som inte signerat något i denna liggare; lägg dit liggarens "
          + "eget, eller flytta bort det och kör `authledger restore --new-key`.")
    case .seedIsThere(let directory):
      Text(
        "The seed that signed the ledger in \(directory) is there, so no new one is made; run "
          + "`authledger restore` without --new-key.",
        "Fröet som signerade liggaren i \(directory) finns, så inget nytt skapas; kör "
          + "`authledger restore` utan --new-key.")
    case .rotating:
      Text(
        "Two keys sign already; let the old one sign no more with "
          + "`authledger checkpoint --retire-key` before you rotate again.",
        "Två nycklar signerar redan; låt den gamla sluta signera med "
          + "`authledger checkpoint --retire-key` innan du byter igen.")
    case .nothingSigned:
      Text(
        "Nothing was signed yet, so there is no key to rotate; record something first.",
        "Inget är signerat än, så det finns ingen nyckel att byta; registrera något först.")
    }
  }
}
