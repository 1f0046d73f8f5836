public import Connector
import EventLog
public import Integrations
public import Vault
public import Visits

/// Begins and ends visits, and records that they began and ended.
///
/// ```swift
/// let visits = VisitRecorder(connector)
/// let visit = try await visits.enter(by: link, cookie: cookie, forSeconds: Limits.visitSeconds)
/// ```
public struct VisitRecorder: Sendable {
  private let ledger: Ledger
  private let vault: Vault
  private let effects: Effects
  private let isRecording: Bool

  /// A recorder of the visits to a connector's ledger.
  ///
  /// - Parameter isRecording: False for a ledger that takes no records of its own; then visits only stand
  ///   in the vault.
  public init(_ connector: Connector, isRecording: Bool = true) {
    self.isRecording = isRecording
    ledger = connector.ledger
    vault = connector.vault
    effects = connector.effects
  }

  /// Begins a visit by a link, once: spends the link, records who entered and who issued the link, and
  /// stores the visit's cookie.
  ///
  /// No visit begins without its record. If the ledger cannot record it, the link is put back.
  ///
  /// - Parameters:
  ///   - cookie: The value of the visit's cookie.
  ///   - seconds: How long the visit may last.
  /// - Returns: nil if the link is spent, too old, or not one of ours.
  /// - Throws: `LedgerError.busy`, or `VaultError.busy`.
  public func enter(
    by link: String, cookie: String, forSeconds seconds: Int64
  ) async throws -> Entry? {
    guard let entry = try vault.spend(.link, value: link, at: effects.now()) else { return nil }
    do {
      return try await begin(entry, cookie: cookie, forSeconds: seconds)
    } catch {
      try vault.store(entry, .link, value: link)
      throw error
    }
  }

  /// Begins the visit of a link that was spent, or that was never handed out.
  public func begin(
    _ link: Entry, cookie: String, forSeconds seconds: Int64
  ) async throws -> Entry {
    guard isRecording else { return try beginUnrecorded(link, cookie: cookie, forSeconds: seconds) }
    try await Blocking.run { [ledger] in
      try ledger.recordVisitBegan(
        link.id, of: link.actor, to: link.company, issuedBy: link.issuedBy)
    }
    return try beginUnrecorded(link, cookie: cookie, forSeconds: seconds)
  }

  /// Begins a visit to the pages of a ledger that is only read, so nothing is recorded.
  public func beginUnrecorded(
    _ link: Entry, cookie: String, forSeconds seconds: Int64
  ) throws -> Entry {
    var visit = link
    visit.beganAt = effects.now()
    visit.expiresAt = visit.beganAt.adding(seconds: seconds)
    try vault.store(visit, .session, value: cookie)
    return visit
  }

  /// Ends a visit before its time, or takes back an unspent link.
  ///
  /// - Returns: The visit or the link; nil if there is none with this id.
  public func end(
    _ id: VisitID, by actor: Actor
  ) async throws -> (kind: Vault.EntryKind, entry: Entry)? {
    guard let ended = try vault.end(id, at: effects.now()) else { return nil }
    if ended.kind == .session { try await recordEnd(of: ended.entry, by: actor) }
    return ended
  }

  /// Ends a visit at its visitor's wish.
  public func leave(cookie: String) async throws {
    guard let entry = try vault.spend(.session, value: cookie, at: effects.now()) else { return }
    try await recordEnd(of: entry, by: entry.actor)
  }

  private func recordEnd(of visit: Entry, by actor: Actor) async throws {
    guard isRecording else { return }
    try await Blocking.run { [ledger] in
      try ledger.recordVisitEnded(visit.id, of: visit.actor, to: visit.company, by: actor)
    }
  }
}

extension Site {
  /// Makes a one-time link for a person.
  func makeLink(for person: Actor, to company: Company, by issuer: Actor) throws -> String {
    let entry = EntryLink.entry(
      connector.effects.id(), for: person, of: company, by: issuer, at: now)
    return try EntryLink.make(
      entry, in: connector.vault, publicURL: configuration.publicURL)
  }
}
