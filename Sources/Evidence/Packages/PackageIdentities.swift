import EventLog
import Integrations
import Transparency

/// The identities of a package, while it is checked.
struct PackageIdentities {
  private var verdicts: [String: IdentityVerdict] = [:]

  /// Adds the identities that a record introduces or erases.
  mutating func read(_ view: RecordView, _ number: Int64) throws {
    let prefix: StaticString = "ledger.person."
    guard view.type.hasPrefix(prefix) else { return }
    guard case .bookkeeping(let bookkeeping)? = try? view.content(nil).what,
      let identity = bookkeeping.identity
    else {
      throw PackageFault(
        "records.jsonl:\(number): this record cannot be read.",
        "records.jsonl:\(number): denna post kan inte läsas.")
    }
    for digest in identity.digests {
      if identity.name == .personErased {
        verdicts[digest] = .erased
      } else if verdicts[digest] == nil {
        verdicts[digest] = .missing
      }
    }
  }

  /// Reads one line of `disclosures.jsonl`.
  mutating func show(_ line: UnsafeRawBufferPointer, _ number: Int64) throws {
    let place = "disclosures.jsonl:\(number)"
    guard let value = try? JSONParser.parse(line) else {
      throw PackageFault("\(place): this is not JSON.", "\(place): detta är inte JSON.")
    }
    if case .string(let text)? = value["disclosure"] {
      guard let disclosure = Disclosure(text), disclosure.member != nil else {
        throw PackageFault(
          "\(place): this is not a disclosure.",
          "\(place): detta är inte ett utlämnande (disclosure).")
      }
      try set(.shown, disclosure.digest, place)
    } else if case .string(let digest)? = value["withheld"] {
      try set(.withheld, digest, place)
    } else {
      throw PackageFault(
        "\(place): a line has \"disclosure\" or \"withheld\".",
        "\(place): en rad har \"disclosure\" eller \"withheld\".")
    }
  }

  private mutating func set(_ verdict: IdentityVerdict, _ digest: String, _ place: String) throws {
    switch verdicts[digest] {
    case .missing: verdicts[digest] = verdict
    case .erased:
      throw PackageFault(
        "\(place): the log says that this identity was erased.",
        "\(place): loggen säger att denna identitet är raderad.")
    case .shown, .withheld:
      throw PackageFault(
        "\(place): this identity is there twice.", "\(place): denna identitet finns två gånger.")
    case nil:
      throw PackageFault(
        "\(place): no record commits to this; it was changed.",
        "\(place): ingen post binder detta; det är ändrat.")
    }
  }

  /// How many identities have which verdict.
  ///
  /// - Throws: `PackageFault` if one is missing.
  func count() throws -> IdentityCount {
    var count = IdentityCount()
    for verdict in verdicts.values { count.add(verdict) }
    guard count[.missing] == 0 else {
      throw PackageFault(
        "\(count[.missing].counted("identity", "identities")) that records commit to missing: neither disclosed, nor "
          + "erased, nor declared withheld.",
        "\(count[.missing].counted("identitet", "identiteter")) som poster binder saknas: varken utlämnade, raderade eller "
          + "angivna som undanhållna.")
    }
    return count
  }
}
