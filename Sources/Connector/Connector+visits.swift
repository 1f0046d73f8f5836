import Dispatch
import EventLog
public import Integrations
public import Vault
public import Visits

extension Connector {
  /// Lets somebody in by a link, once: spends it, records who entered and who issued the link, and
  /// keeps the visit's cookie.
  ///
  /// No visit begins without its record. Where the ledger takes none just now, the link is as it was.
  ///
  /// - Parameters:
  ///   - cookie: What the visit's cookie will hold.
  ///   - seconds: How long the visit may last.
  /// - Returns: nil where the link is spent, too old, or none.
  /// - Throws: `LedgerError.busy`, or `VaultError.busy`.
  public func enter(
    by link: String, cookie: String, forSeconds seconds: Int64
  ) async throws -> Entry? {
    guard let entry = try vault.spend(.link, value: link, at: effects.now()) else { return nil }
    do {
      return try await begin(entry, cookie: cookie, forSeconds: seconds)
    } catch {
      try vault.keep(entry, .link, value: link)
      throw error
    }
  }

  /// Begins the visit of a link that was spent, or that nobody had to hand out.
  public func begin(
    _ link: Entry, cookie: String, forSeconds seconds: Int64
  ) async throws -> Entry {
    try await apart { [ledger] in
      try ledger.recordVisitBegan(
        link.id, of: link.actor, to: link.company, issuedBy: link.issuedBy)
    }
    return try admit(link, cookie: cookie, forSeconds: seconds)
  }

  /// Lets somebody look around where nothing is recorded: the pages of a ledger that is only read.
  public func admit(_ link: Entry, cookie: String, forSeconds seconds: Int64) throws -> Entry {
    var visit = link
    visit.beganAt = effects.now()
    visit.expiresAt = visit.beganAt.adding(seconds: seconds)
    try vault.keep(visit, .session, value: cookie)
    return visit
  }

  /// Ends a visit before its time, or takes a link back that nobody used.
  ///
  /// - Returns: What it was; nil where there is none with this id.
  public func endVisit(
    _ id: VisitID, by actor: Actor
  ) async throws -> (kind: Vault.EntryKind, entry: Entry)? {
    guard let ended = try vault.end(id, at: effects.now()) else { return nil }
    if ended.kind == .session { try await recordEnd(of: ended.entry, by: actor) }
    return ended
  }

  /// Ends the visit that a cookie is of, at its visitor's wish.
  public func leave(cookie: String) async throws {
    guard let entry = try vault.spend(.session, value: cookie, at: effects.now()) else { return }
    try await recordEnd(of: entry, by: entry.actor)
  }

  private func recordEnd(of visit: Entry, by actor: Actor) async throws {
    try await apart { [ledger] in
      try ledger.recordVisitEnded(visit.id, of: visit.actor, to: visit.company, by: actor)
    }
  }

  /// Waits for the ledger on a thread that answers nobody.
  private func apart(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
  }
}
