package import EventLog
package import Integrations

extension Record.Bookkeeping {
  /// What the record says, in a sentence for people.
  package var text: Text {
    told
      ?? Text(
        "The ledger recorded ledger.\(name), which this version cannot tell about.",
        "Liggaren registrerade ledger.\(name), som denna version inte kan berätta om.")
  }

  /// The sentence of a kind that this version knows, if its data has what the sentence needs.
  private var told: Text? {
    switch Name(rawValue: name) {
    case .personIntroduced:
      string("person").map {
        Text("The directory holds an identity for \($0).", "Registret har en identitet för \($0).")
      }
    case .personErased: erasure
    case .stateCommitted:
      integer("position").map {
        Text(
          "A digest of the state of every integration up to #\($0) was recorded.",
          "En kontrollsumma av läget för varje integration till och med #\($0) registrerades.")
      }
    case .keyRotated:
      key("key").map {
        Text(
          "A new key signs the root from here on: \($0).",
          "En ny nyckel signerar roten från och med nu: \($0).")
      }
    case .keyRetired:
      key("key").map {
        Text("The key \($0) signs no more.", "Nyckeln \($0) signerar inte längre.")
      }
    case .restored: restore
    case .callbacksUnknown:
      integer("count").map { count in
        count == 1
          ? Text(
            "1 callback belonged to no attempt.", "1 återanrop hörde inte till något försök.")
          : Text(
            "\(count) callbacks belonged to no attempt.",
            "\(count) återanrop hörde inte till något försök.")
      }
    case .visitBegan: visit
    case .visitEnded:
      Text("The visit was ended before its time.", "Besöket avslutades i förtid.")
    case .serviceKeyCreated: serviceKey
    case .serviceKeyRevoked:
      string("key").map {
        Text("The service key \($0) was revoked.", "Tjänstenyckeln \($0) spärrades.")
      }
    case nil: nil
    }
  }

  private var erasure: Text? {
    guard let person = string("person"), let decider = string("decidedBy"),
      let ground = string("ground").flatMap(ErasureGround.init)
    else { return nil }
    let why = ground.title
    return Text(
      "The identity of \(person) was erased (\(why.english)); \(decider) decided it.",
      "Identiteten för \(person) raderades (\(why.swedish)); \(decider) beslutade det.")
  }

  private var restore: Text? {
    guard let epoch = integer("epoch") else { return nil }
    guard let key = key("key") else {
      return Text(
        "The ledger goes on from an older copy, as epoch \(epoch).",
        "Liggaren fortsätter från en äldre kopia, som epok \(epoch).")
    }
    return Text(
      "The ledger goes on from an older copy, as epoch \(epoch), with a new key: \(key).",
      "Liggaren fortsätter från en äldre kopia, som epok \(epoch), med en ny nyckel: \(key).")
  }

  private var visit: Text? {
    guard let role = string("role").flatMap(Actor.Role.init), let issuer = string("issuedBy") else {
      return nil
    }
    let title = role.title
    return Text(
      "Entered as \(title.english) by a link from \(issuer).",
      "Gick in som \(title.swedish) med en länk från \(issuer).")
  }

  private var serviceKey: Text? {
    guard let key = string("key"), let title = string("name"), let scopes = list("scopes") else {
      return nil
    }
    let companies = list("companies").map { Text(" at \($0)", " hos \($0)") } ?? Text("", "")
    // The first 16 characters are date, hour and minute.
    let end = string("expiresAt").map { $0.prefix(16).replacing("T", with: " ") }
    let until = end.map { Text(", until \($0) UTC", ", till \($0) UTC") } ?? Text("", "")
    return Text(
      "The service key “\(title)” (\(key)) was made for \(scopes)\(companies.english)"
        + "\(until.english).",
      "Tjänstenyckeln ”\(title)” (\(key)) skapades för \(scopes)\(companies.swedish)"
        + "\(until.swedish).")
  }

  /// The texts of a list, with commas between them.
  private func list(_ name: String) -> String? {
    guard case .array(let values)? = data[name] else { return nil }
    return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
      .map(ProviderText.shown).joined(separator: ", ")
  }

  private func string(_ name: String) -> String? {
    if case .string(let text)? = data[name] { ProviderText.shown(text) } else { nil }
  }

  private func integer(_ name: String) -> Int64? {
    if case .integer(let number)? = data[name] { number } else { nil }
  }

  /// A verifier key without its bytes: its name and its hash, which `checkpoint --keys` shows too.
  private func key(_ name: String) -> String? {
    string(name).map { $0.split(separator: "+").prefix(2).joined(separator: "+") }
  }
}

extension ErasureGround {
  /// The ground in a few words.
  fileprivate var title: Text {
    switch self {
    case .noLongerNeeded: Text("no longer needed", "behövs inte längre")
    case .consentWithdrawn: Text("consent withdrawn", "samtycket återkallat")
    case .objected: Text("the person objected", "personen invände")
    case .unlawful: Text("it was kept unlawfully", "den behandlades olagligt")
    case .legalObligation: Text("a legal obligation", "en rättslig förpliktelse")
    }
  }
}

extension Actor.Role {
  /// The role as people call it.
  fileprivate var title: Text {
    switch self {
    case .administrator: Text("administrator", "administratör")
    case .support: Text("support", "support")
    case .operator: Text("operator", "operatör")
    case .auditor: Text("auditor", "revisor")
    case .provider: Text("provider", "leverantör")
    case .system: Text("the system", "systemet")
    }
  }
}
