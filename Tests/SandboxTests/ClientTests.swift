import Integrations
import Providers
import Sandbox
import Testing

/// Every client against the imitation of its provider: what it says is true of the imitated world.
@Suite(.timeLimit(.minutes(20))) struct ClientTests {
  @Test("code flow, company, check, refresh and revocation", arguments: Imitated.providers)
  func journey(provider: Provider) async throws {
    let imitated = try await Imitated(provider)
    let (client, send) = (imitated.client, imitated.send)
    let back = try await imitated.consent()
    #expect(back["state"] == Imitated.authorization.state)
    let code = try #require(back["code"])
    var access = imitated.access(try #require(await imitated.exchange(code).tokens))
    guard case .given(let number, let name?) = await client.company(access, send: send).answer
    else {
      Issue.record("no company")
      return
    }
    #expect(number == imitated.number && name.hasPrefix("Exempel"))
    for register in [Register.customers, .projects] {
      #expect(await client.check(register, access, send: send) == .open)
    }
    let tokens = try #require(await client.refresh(access, send: send).tokens)
    access.accessToken = tokens.accessToken
    access.refreshToken = tokens.refreshToken ?? access.refreshToken
    #expect(await client.check(.customers, access, send: send) == .open)
    #expect(try await imitated.isAlive())
    #expect(await client.revoke(access, send: send) == .confirmed)
    #expect(try await !imitated.isAlive())
    #expect(await client.refresh(access, send: send).reason == .grantDead)
    // Fiken ends access tokens too; at Fortnox they work until they expire.
    let isOpen = await client.check(.customers, access, send: send) == .open
    #expect(isOpen == (provider != .fiken))
    // The pace was kept, and every request had its id.
    for breach in ["requestsAtOnce", "requestsTooFast", "requestsWithoutID"] {
      #expect(try await imitated.count(breach) == 0, "\(breach)")
    }
  }

  @Test("a code works once, and a person who declines is told so", arguments: Imitated.providers)
  func refused(provider: Provider) async throws {
    let imitated = try await Imitated(provider)
    let code = try #require(try await imitated.consent()["code"])
    #expect(await imitated.exchange(code).tokens != nil)
    #expect(await imitated.exchange(code).reason == .codeRejected)
    let back = try await imitated.consent(approving: false)
    let error = try #require(back["error"])
    let refusal = imitated.client.callbackRefusal(
      error: error, description: back["error_description"])
    #expect(refusal.reason == .declined)
  }
}
