public import EventLog
import Foundation
public import Integrations
import Transparency

extension Ledger {
  /// Puts a person into the directory, and commits to the entry in the log of each company
  /// concerned.
  ///
  /// Each company's record has digests of its own, so that one company's can be shown alone.
  ///
  /// - Parameters:
  ///   - person: As records name them.
  ///   - fields: What the directory stores of the person; no record holds it.
  ///   - companies: At least one.
  ///   - actor: Who introduces them.
  /// - Throws: `EvidenceError.unknownCompany` if a company has no record, or `.introduced` if the
  ///   person is introduced to one of them already.
  public func introduce(
    _ person: Actor, _ fields: [PersonField: String], to companies: Set<Company>, by actor: Actor
  ) throws {
    let companies = companies.sorted { $0.id < $1.id }
    try writeLog { log, connection in
      for company in companies where try StreamTable.find(company, connection) == nil {
        throw EvidenceError.unknownCompany(company)
      }
      let directory = try PeopleDirectory(making: files)
      for company in companies {
        let known = try Self.commitments(of: company, person: person.description, connection)
        guard !known.contains(where: { !$0.isErased }) else {
          throw EvidenceError.introduced(person, company: company)
        }
      }
      // An interrupted introduction may have left values that no record names.
      for company in companies {
        try directory.drop(
          try directory.entries(person: person.description, company: company.id).map(\.digest))
      }
      let disclosures = companies.flatMap { company in
        fields.sorted { $0.key.rawValue < $1.key.rawValue }.map { field, value in
          (company: company.id, Disclosure.of(field.rawValue, value, salt: effects.random()))
        }
      }
      // The directory first: a record without its disclosure would be reported as missing for ever.
      try directory.insert(disclosures, of: person.description)
      for company in companies {
        let digests = disclosures.filter { $0.company == company.id }.map(\.1.digest)
        try log.record(.introduced(person, digests: digests), in: company, by: actor)
      }
    }
  }

  /// Erases a person: the key, everything that it sealed, and the traces in the files.
  ///
  /// A record in each company's log names the digests, the ground and who decided; no other record
  /// changes, so every checkpoint and proof still holds.
  ///
  /// - Returns: The companies in whose logs the erasure stands.
  /// - Throws: `EvidenceError.unknownPerson` if neither directory nor logs have the person.
  @discardableResult
  public func erase(
    _ person: Actor, ground: ErasureGround, decidedBy: Actor, by actor: Actor
  ) throws -> Erasure {
    let erasure = try writeLog { log, connection in
      let (erasure, open) = try erasable(person, connection)
      for company in erasure.companies {
        guard let open = open[company], !open.isEmpty else { continue }
        try log.record(
          .erased(person, digests: open, ground: ground, decidedBy: decidedBy), in: company,
          by: actor)
      }
      return erasure
    }
    guard !erasure.isRepeat else { return erasure }
    // The record comes first: if the process dies here, erasing again finishes it.
    try write { _ in try PeopleDirectory(making: files).erase(person.description) }
    return erasure
  }

  /// What erasing a person would do; nothing is erased.
  ///
  /// - Throws: `EvidenceError.unknownPerson` if neither directory nor logs have the person.
  public func rehearseErasure(of person: Actor) throws -> Erasure {
    try read { try erasable(person, $0).erasure }
  }

  /// What is left to erase of a person, with the digests that each company's log commits to.
  private func erasable(
    _ person: Actor, _ connection: Connection
  ) throws -> (erasure: Erasure, open: [Company: [String]]) {
    let entries = try PeopleDirectory(reading: files)?.entries(person: person.description) ?? []
    // The logs tell whom they commit to, even if the directory was lost.
    var open: [Company: [String]] = [:]
    for company in try Self.companies(introduced: person, connection) {
      open[company] = try Self.commitments(of: company, person: person.description, connection)
        .filter { !$0.isErased }.map(\.digest)
    }
    guard !entries.isEmpty || !open.isEmpty else { throw EvidenceError.unknownPerson(person) }
    let erasure = Erasure(
      companies: open.keys.sorted { $0.id < $1.id },
      values: open.values.reduce(0) { $0 + $1.count },
      isRepeat: entries.isEmpty && open.values.allSatisfy(\.isEmpty))
    return (erasure, open)
  }

  /// The identities of a person, or of all people, from the directory and the logs.
  public func identities(of person: Actor? = nil) throws -> [Identity] {
    let entries = try PeopleDirectory(reading: files)?.entries(person: person?.description) ?? []
    var companies = Set(entries.compactMap { Company(stream: $0.company) })
    // Erased people are no longer in the directory, but the records name them.
    try forEachBookkeeping { company, bookkeeping in
      guard let identity = bookkeeping.identity,
        person == nil || person?.description == identity.person
      else { return }
      companies.insert(company)
    }
    return try companies.sorted { $0.id < $1.id }.flatMap {
      try identities(in: $0).filter { person == nil || person?.description == $0.person }
    }
  }

  /// Every identity that a company's log commits to, in order.
  public func identities(in company: Company) throws -> [Identity] {
    let directory = try PeopleDirectory(reading: files)
    var entries: [String: SealedValue] = [:]
    for entry in try directory?.entries(company: company.id) ?? [] {
      entries[entry.digest] = entry
    }
    let isHidden = directory?.areKeysHidden == true
    return try read { connection in
      let isBackup = try PropertyTable.value(of: .backup, connection) != nil
      return try Self.commitments(of: company, person: nil, connection).map { known in
        let disclosure = try entries[known.digest].flatMap { try directory?.disclosure($0) }
        let verdict: IdentityVerdict =
          if known.isErased {
            .erased
          } else if disclosure != nil {
            .shown
          } else {
            isBackup || isHidden || entries[known.digest]?.isWithheld == true
              ? .withheld : .missing
          }
        let isShown = verdict == .shown
        return Identity(
          person: known.person, company: company, digest: known.digest, verdict: verdict,
          name: isShown ? disclosure?.member?.name : nil,
          value: isShown ? disclosure?.member?.value : nil,
          disclosure: isShown ? disclosure?.description : nil)
      }
    }
  }

  /// A digest that a company's log commits to.
  struct IdentityCommitment {
    var digest: String
    var person: String
    var isErased: Bool
  }

  private static func commitments(
    of company: Company, person: String?, _ connection: Connection
  ) throws -> [IdentityCommitment] {
    guard let stream = try StreamTable.find(company, connection) else { return [] }
    var found: [IdentityCommitment] = []
    try RecordScan.stream(stream.id, connection) { row in
      guard let identity = try Record.Bookkeeping(row)?.identity,
        person == nil || identity.person == person
      else { return true }
      switch identity.name {
      case .personErased:
        for index in found.indices where identity.digests.contains(found[index].digest) {
          found[index].isErased = true
        }
      default:
        found += identity.digests.map {
          IdentityCommitment(digest: $0, person: identity.person, isErased: false)
        }
      }
      return true
    }
    return found
  }

  /// The companies whose logs ever committed to something of a person.
  private static func companies(
    introduced person: Actor, _ connection: Connection
  ) throws -> Set<Company> {
    var companies: Set<Company> = []
    try RecordScan.all(connection) { row in
      guard let identity = try Record.Bookkeeping(row)?.identity,
        identity.person == person.description,
        let company = Company(stream: String(decoding: try row.view().stream, as: UTF8.self))
      else { return }
      companies.insert(company)
    }
    return companies
  }

  private func forEachBookkeeping(_ body: (Company, Record.Bookkeeping) throws -> Void) throws {
    try read { connection in
      try RecordScan.all(connection) { row in
        guard let bookkeeping = try Record.Bookkeeping(row),
          let company = Company(
            stream: String(decoding: try RecordView(row.bytes).stream, as: UTF8.self))
        else { return }
        try body(company, bookkeeping)
      }
    }
  }
}

extension Record.Bookkeeping {
  /// The bookkeeping in a row; nil for other records.
  init?(_ row: RecordRow) throws {
    let prefix: StaticString = "ledger."
    guard let view = try? RecordView(row.bytes), view.type.hasPrefix(prefix) else { return nil }
    let record = try Record(position: Position(row.position), reading: row.bytes)
    guard case .bookkeeping(let bookkeeping) = record.content.what else { return nil }
    self = bookkeeping
  }
}
