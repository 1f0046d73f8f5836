import Foundation
import Integrations
import TestSupport
import Testing
import Vault
import Visits

@Suite struct VisitsTests {
  private let folder: TemporaryFolder
  private let vault: Vault
  private let start = Timestamp(milliseconds: 0)

  init() throws {
    folder = try TemporaryFolder()
    vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
  }

  /// Every byte of every file of the ledger's directory but the keys.
  private func bytes() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).reduce(into: Data()) {
      $0.append(FileManager.default.contents(atPath: folder.file($1)) ?? Data())
    }
  }

  private var file: String { folder.file("vault.sqlite") }

  private func entry(_ seconds: Int64 = 60, _ number: UInt64 = 1) throws -> Entry {
    let actor = try #require(Actor(.administrator, "u-17"))
    let issuer = try #require(Actor(.support, "s-3"))
    return Entry(
      id: VisitID(high: 1, low: number), actor: actor, company: .acme, issuedBy: issuer,
      beganAt: start, expiresAt: start.adding(seconds: seconds))
  }

  @Test(
    "a visit that somebody wrote into the file, or changed there, lets nobody in",
    arguments: [
      "actor = 'support:s-3'", "company = 'beta'", "issued_by = 'system:host'",
      "expires_at = expires_at + 1", "began_at = began_at - 1", "kind = 'link'",
      "hash = randomblob(32)", "id = randomblob(16)", "mac = zeroblob(36)",
      "mac = CAST(substr(mac, 1, 4) || randomblob(32) AS BLOB)", "mac = x''",
    ])
  func forgery(change: String) async throws {
    try vault.store(try entry(), .session, value: "canary-session")
    #expect(try vault.entry(.session, value: "canary-session", at: start) == entry())
    _ = try await SQLiteShell.run("UPDATE entry SET \(change)", on: file)
    for kind in [Vault.EntryKind.session, .link] {
      #expect(try vault.entry(kind, value: "canary-session", at: start) == nil)
      #expect(try vault.spend(kind, value: "canary-session", at: start) == nil)
    }
    #expect(try vault.entries(at: start).isEmpty)
  }

  @Test("links and visits are listed, oldest first, and ended by their id")
  func listed() throws {
    try vault.store(try entry(60, 1), .session, value: "a")
    var link = try entry(60, 2)
    link.beganAt = start.adding(seconds: -1)
    try vault.store(link, .link, value: "b")
    #expect(try vault.entries(at: start).map(\.kind) == [.link, .session])
    #expect(try vault.entries(at: start.adding(seconds: 60)).isEmpty)
    #expect(try vault.end(link.id, at: start)?.entry == link)
    #expect(try vault.end(link.id, at: start) == nil)
    #expect(try vault.entry(.link, value: "b", at: start) == nil)
    #expect(try vault.entry(.session, value: "a", at: start) != nil)
  }

  @Test("of twenty who press the same link one gets in, and the link is kept as a hash")
  func links() async throws {
    try vault.store(try entry(), .link, value: "canary-link")
    #expect(try bytes().range(of: Data("canary-link".utf8)) == nil)
    #expect(try vault.entry(.session, value: "canary-link", at: start) == nil)
    #expect(try vault.entry(.link, value: "canary-link", at: start) == entry())
    let (vault, start) = (vault, start)
    let entered = try await withThrowingTaskGroup(of: Entry?.self) { group in
      for _ in 0..<20 {
        group.addTask { try vault.spend(.link, value: "canary-link", at: start) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(entered.compactMap { $0 } == [try entry()])
  }

  @Test("a link or session that ended lets nobody in, and is forgotten")
  func expired() async throws {
    try vault.store(try entry(), .session, value: "canary-session")
    let end = start.adding(seconds: 60)
    #expect(try vault.entry(.session, value: "canary-session", at: end) == nil)
    #expect(try vault.spend(.session, value: "canary-session", at: end) == nil)
    try vault.store(try entry(), .session, value: "canary-session")
    try vault.forgetEntries(before: end)
    #expect(try await SQLiteShell.run("SELECT count(*) FROM entry", on: file) == "0")
  }

  @Test("a visit outlives a rotation, and one that nobody vouches for does not")
  func visits() async throws {
    try vault.store(try entry(60, 1), .session, value: "ours")
    try vault.store(try entry(60, 2), .session, value: "theirs")
    _ = try await SQLiteShell.run(
      "UPDATE entry SET actor = 'support:s-3' WHERE id = x'00000000000000010000000000000002'",
      on: file)
    _ = try Vault.changeKey(of: folder.path)
    _ = try Vault.changeKey(of: folder.path, retiring: true)
    let after = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    for vault in [vault, after] {
      #expect(try vault.entry(.session, value: "ours", at: start) == entry(60, 1))
      #expect(try vault.entry(.session, value: "theirs", at: start) == nil)
    }
  }

  @Test("a link is made for half an hour, and its address alone lets in")
  func link() throws {
    let made = EntryLink.entry(
      VisitID(high: 1, low: 7), for: try entry().actor, of: .acme, by: try entry().issuedBy,
      at: start)
    #expect(made.expiresAt == start.adding(seconds: 1800))
    let address = try EntryLink.make(made, in: vault, publicURL: "https://moment.example")
    let value = address.dropFirst("https://moment.example/enter/".count)
    #expect(value.utf8.count == 43)
    #expect(try bytes().range(of: Data(value.utf8)) == nil)
    #expect(try vault.spend(.link, value: String(value), at: start) == made)
    #expect(try vault.spend(.link, value: String(value), at: start) == nil)
  }
}
