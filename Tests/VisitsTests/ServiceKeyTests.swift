import Foundation
import GRDB
import Integrations
import Schema
import TestSupport
import Testing
import Vault

@testable import Visits

@Suite struct ServiceKeyTests {
  private let folder: TemporaryFolder
  private let vault: Vault
  private let start = Timestamp("2026-11-26T12:00:00.000Z") ?? Timestamp(milliseconds: 0)

  init() throws {
    folder = try TemporaryFolder()
    vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
  }

  private var file: String { folder.file("vault.sqlite") }

  /// The vault as another process has it: with a connection and keys of its own.
  private func otherVault() throws -> Vault {
    try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
  }

  private func key(
    _ number: UInt64 = 1, scopes: Set<Scope> = [.recordsRead, .statusRead],
    companies: Set<Company>? = nil, expiresAt: Timestamp? = nil
  ) throws -> ServiceKey {
    ServiceKey(
      id: ServiceKeyID(high: 1, low: number), name: "moment-prod", scopes: scopes,
      companies: companies, createdAt: start, createdBy: try #require(Actor(.operator, "o-1")),
      expiresAt: expiresAt)
  }

  // MARK: Made and found

  @Test("a key is found by its value alone, of which the file has the hash")
  func found() throws {
    let made = try key(companies: [.acme, .beta], expiresAt: start.adding(seconds: 60))
    let value = try vault.makeServiceKey(made)
    #expect(value.wholeMatch(of: /ak_[A-Za-z0-9_-]{43}/) != nil)
    #expect(try vault.serviceKey(value, at: start) == made)
    #expect(try otherVault().serviceKey(value, at: start) == made)
    #expect(try vault.serviceKeys() == [made])
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    for name in names {
      let bytes = FileManager.default.contents(atPath: folder.file(name)) ?? Data()
      #expect(bytes.range(of: Data(value.utf8)) == nil, "\(name)")
    }
  }

  @Test(
    "what is no key's value finds none",
    arguments: ["", "ak_", "\u{0}", "ak_" + String(repeating: "A", count: 43), "' OR 1=1 --"])
  func unknown(value: String) throws {
    let real = try vault.makeServiceKey(try key())
    #expect(try vault.serviceKey(value, at: start) == nil)
    for near in [String(real.dropFirst(3)), real + "A", real.uppercased(), " " + real] {
      #expect(try vault.serviceKey(near, at: start) == nil)
    }
  }

  @Test("several keys live at once, each with its own scopes, companies and number of requests")
  func several() throws {
    var unlimited = try key(2, scopes: [.tokensRead], companies: [.acme])
    unlimited.requestsPerMinute = 1_000_000
    unlimited.createdAt = start.adding(seconds: -1)
    let values = try [key(1), unlimited].map { try vault.makeServiceKey($0) }
    #expect(try vault.serviceKey(values[0], at: start) == key(1))
    #expect(try vault.serviceKey(values[1], at: start) == unlimited)
    #expect(try vault.serviceKeys().map(\.id.low) == [2, 1], "oldest first")
    #expect(try key(1).isFor(.beta) && unlimited.isFor(.acme) && !unlimited.isFor(.beta))
  }

  @Test("a key of no company is for none, and one without scopes may do nothing")
  func narrow() throws {
    let value = try vault.makeServiceKey(try key(companies: [], expiresAt: nil))
    let found = try #require(try vault.serviceKey(value, at: start))
    #expect(found.companies == [] && !found.isFor(.acme))
    let other = try vault.makeServiceKey(try key(2, scopes: []))
    #expect(try vault.serviceKey(other, at: start)?.scopes == [])
  }

  // MARK: Ended

  @Test("from its expiry on a key opens nothing, and is listed still")
  func expired() throws {
    let made = try key(expiresAt: start.adding(seconds: 60))
    let value = try vault.makeServiceKey(made)
    let end = start.adding(seconds: 60)
    #expect(try vault.serviceKey(value, at: Timestamp(milliseconds: end.milliseconds - 1)) == made)
    #expect(try vault.serviceKey(value, at: end) == nil)
    #expect(try vault.serviceKeys() == [made])
    #expect(made.hasExpired(at: end) && !made.hasExpired(at: start))
  }

  @Test("a revocation by another process counts at the next use, and ends no other key")
  func revoked() async throws {
    let values = try [key(1), key(2)].map { try vault.makeServiceKey($0) }
    for _ in 0..<3 { #expect(try vault.serviceKey(values[0], at: start) != nil) }
    _ = try await SQLiteShell.run(
      "DELETE FROM service_key WHERE id = x'00000000000000010000000000000001'", on: file)
    #expect(try vault.serviceKey(values[0], at: start) == nil)
    #expect(try vault.serviceKey(values[1], at: start) != nil)
    #expect(try otherVault().revoke(key(2).id))
    #expect(try vault.serviceKey(values[1], at: start) == nil)
    #expect(try !vault.revoke(key(2).id), "it is gone already")
  }

  // MARK: Forged

  @Test(
    "a key that somebody wrote into the file, or widened there, opens nothing",
    arguments: [
      "name = 'other'", "scopes = 'records:read status:read tokens:read'", "scopes = 'status:read'",
      "companies = NULL", "companies = 'acme beta'", "companies = ''", "expires_at = NULL",
      "expires_at = expires_at + 1", "requests_per_minute = 1000000", "requests_per_minute = NULL",
      "created_at = created_at - 1", "created_by = 'operator:o-2'", "id = randomblob(16)",
      "hash = randomblob(32)", "mac = zeroblob(36)", "mac = x''",
      "mac = CAST(substr(mac, 1, 4) || randomblob(32) AS BLOB)",
      // The columns say the same together, with the border at another place.
      "scopes = 'records:read', name = 'moment-prod status:read'",
    ])
  func forged(change: String) async throws {
    var made = try key(companies: [.acme], expiresAt: start.adding(seconds: 60))
    made.requestsPerMinute = 10
    let value = try vault.makeServiceKey(made)
    #expect(try vault.serviceKey(value, at: start) == made)
    _ = try await SQLiteShell.run("UPDATE service_key SET \(change)", on: file)
    #expect(try vault.serviceKey(value, at: start) == nil)
    #expect(try vault.serviceKeys().isEmpty)
  }

  @Test("a link's MAC makes no key, and a key's MAC makes no visit")
  func foreignMAC() async throws {
    let value = try vault.makeServiceKey(try key())
    let link = Entry(
      id: VisitID(high: 1, low: 1), actor: try key().createdBy, company: .acme,
      issuedBy: try key().createdBy, beganAt: start, expiresAt: start.adding(seconds: 60))
    try vault.store(link, .session, value: "canary")
    _ = try await SQLiteShell.run(
      """
      UPDATE service_key SET mac = (SELECT mac FROM entry), hash = (SELECT hash FROM entry);
      """, on: file)
    #expect(try vault.serviceKeys().isEmpty)
    #expect(try vault.serviceKey(value, at: start) == nil)
  }

  // MARK: Keys of the vault

  @Test("a key outlives a rotation of the vault's key, and one that nobody vouches for does not")
  func rotated() async throws {
    let values = try [key(1), key(2)].map { try vault.makeServiceKey($0) }
    try vault.store(
      Entry(
        id: VisitID(high: 1, low: 1), actor: try key().createdBy, company: .acme,
        issuedBy: try key().createdBy, beganAt: start, expiresAt: start.adding(seconds: 60)),
      .link, value: "canary")
    _ = try await SQLiteShell.run(
      "UPDATE service_key SET scopes = 'tokens:read' WHERE id = x'00000000000000010000000000000002'",
      on: file)
    #expect(try Vault.changeKey(of: folder.path).count == 2, "the link and the key")
    _ = try Vault.changeKey(of: folder.path, retiring: true)
    for vault in [vault, try otherVault()] {
      #expect(try vault.serviceKey(values[0], at: start) == key(1))
      #expect(try vault.serviceKey(values[1], at: start) == nil)
      #expect(try vault.serviceKeys() == [key(1)])
    }
  }

  @Test("a vault whose key is gone opens for no key, without an error for whoever presents one")
  func lostKey() throws {
    let value = try vault.makeServiceKey(try key())
    let digits = String(repeating: "5a", count: 32)
    let stranger = try Vault(folder.path, keys: VaultKeys([digits], from: "a test"))
    #expect(try stranger.serviceKey(value, at: start) == nil)
    #expect(try stranger.serviceKeys().isEmpty)
  }

  // MARK: Older files

  @Test("a vault of each older layout gets the table of keys, and keeps what it has")
  func migrated() async throws {
    for count in 1..<Migration.vault.count {
      let older = try TemporaryFolder()
      let steps = Migration.vault.prefix(count).map(\.sql).joined(separator: "\n")
      _ = try await SQLiteShell.run(
        // A statement that begins with a comment would be taken for an option.
        """
        BEGIN;
        \(steps)
        INSERT INTO attempt VALUES (zeroblob(16), 'acme', 'fortnox', zeroblob(32), zeroblob(32),
          NULL, 1000, 0);
        PRAGMA user_version = \(count);
        COMMIT
        """,
        on: older.file("vault.sqlite"))
      let vault = try Vault(older.path, keys: VaultKeys(older.path, environment: [:]))
      let value = try vault.makeServiceKey(try key())
      #expect(try vault.serviceKey(value, at: start) == key())
      #expect(try vault.openAttempts().count == 1)
    }
  }

  // MARK: Last use

  @Test("the day of the last use is stored once a day, and stands outside of the MAC")
  func lastUsed() async throws {
    let value = try vault.makeServiceKey(try key())
    let uses = ServiceKeyUses(vault)
    #expect(try vault.serviceKey(value, at: start)?.lastUsed == nil)
    uses.mark(try key(), at: start)
    uses.drain()
    let used = try #require(try vault.serviceKey(value, at: start))
    #expect(used.lastUsed == "2026-11-26")
    let before = try changes()
    for second in 0..<100 { uses.mark(used, at: start.adding(seconds: Int64(second))) }
    uses.drain()
    #expect(try changes() == before, "nothing is written on the same day")
    uses.mark(used, at: start.adding(seconds: 12 * 3600))
    uses.drain()
    #expect(try vault.serviceKey(value, at: start)?.lastUsed == "2026-11-27")
    _ = try await SQLiteShell.run("UPDATE service_key SET last_used = 'yesterday'", on: file)
    #expect(try vault.serviceKey(value, at: start) == key(), "what is no day is not told")
  }

  @Test("while the vault is busy a use is not stored and nobody waits, and a minute later it is")
  func busy() async throws {
    let value = try vault.makeServiceKey(try key())
    let uses = ServiceKeyUses(vault)
    let holder = try await HeldDatabase(file)
    uses.mark(try key(), at: start)
    // Had it waited, it would be for the vault's patience, which is longer than a test may take.
    uses.drain()
    try await holder.release()
    #expect(try vault.serviceKey(value, at: start)?.lastUsed == nil)
    uses.mark(try key(), at: start.adding(seconds: 59))
    uses.drain()
    #expect(try vault.serviceKey(value, at: start)?.lastUsed == nil, "it is left alone")
    uses.mark(try key(), at: start.adding(seconds: 60))
    uses.drain()
    #expect(try vault.serviceKey(value, at: start)?.lastUsed == "2026-11-26")
  }

  @Test("a vault that skipped a busy moment waits again where it must")
  func patience() async throws {
    func milliseconds() throws -> Int? {
      try vault.read { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") }
    }
    let before = try milliseconds()
    let holder = try await HeldDatabase(file)
    #expect(try !vault.markUsed(key().id, on: "2026-11-26"))
    try await holder.release()
    #expect(try milliseconds() == before && before == 30_000)
  }

  /// SQLite's count of the transactions that changed the file (its file format, section 1.3.7).
  private func changes() throws -> Data {
    (FileManager.default.contents(atPath: file) ?? Data())[24..<28]
  }
}
