import Integrations
import Providers
import Testing

/// What every client must make of the answers about a company, its registers and a revocation.
@Suite(.timeLimit(.minutes(20))) struct AnswerConformanceTests {
  private static let pages = [
    "<html><body>Down for maintenance</body></html>",
    "<html>You are without permission. Missing license. behörighet</html>",
  ]

  @Test("the company is given by its number, with its name", arguments: Guest.all)
  func company(guest: Guest) async throws {
    let reply = await (try await Talk(guest)).answering(200, guest.company).company()
    #expect(reply.answer == .given(guest.number, name: "Acme"))
    #expect(reply.status == 200 && reply.retryAfter == nil)
  }

  @Test("what is no answer about the company says nothing", arguments: Guest.all)
  func companyUnknown(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for body in Self.pages + ["", "{}", "null", "[[[["] {
      for status in [200, 403, 404, 500, 503] {
        let reply = await talk.answering(status, body).company()
        // An empty list is an answer where companies come in lists; none of these is one.
        #expect(reply.answer == .unanswered, "\(status) \(body)")
        #expect(reply.status == status)
      }
    }
    let busy = await talk.answering(429, #"{"message":"Slow down"}"#, headers: ["Retry-After: 7"])
      .company()
    #expect(busy.answer == .unanswered && busy.retryAfter == 7)
    talk.server.answer { _ in .nothing }
    let silent = await talk.company()
    #expect(silent.answer == .unanswered && silent.status == nil)
  }

  @Test("a register is open only where it answers with its rows", arguments: Guest.all)
  func open(guest: Guest) async throws {
    let talk = try await Talk(guest)
    #expect(await talk.answering(200, guest.rows).check() == .open)
    for body in Self.pages + ["", "{}", "null", #"{"Projects":[]}"#, "[[[["] {
      guard case .unknown(let words) = await talk.answering(200, body).check() else {
        Issue.record("\(body)")
        continue
      }
      #expect(words.reason == .checkUnknown && words.httpStatus == 200)
    }
  }

  @Test("a page of a proxy is no refusal, whatever words it holds", arguments: Guest.all)
  func proxy(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for page in Self.pages {
      for status in [400, 402, 403, 404] {
        guard case .unknown = await talk.answering(status, page).check() else {
          Issue.record("\(status) \(page)")
          continue
        }
      }
    }
  }

  @Test("a refusal has its layer, the provider's words and the status", arguments: Guest.all)
  func refused(guest: Guest) async throws {
    let refusal = guest.refusal
    let answer = await (try await Talk(guest)).answering(refusal.status, refusal.body).check()
    guard case .refused(let layer, let read) = answer else {
      Issue.record("\(String(describing: answer))")
      return
    }
    #expect(layer == refusal.layer && read.httpStatus == refusal.status)
    #expect(refusal.body.contains(read.message) && !read.message.isEmpty)
    #expect(read.register == .customers)
  }

  @Test(
    "an error that is not understood keeps its words and status, also at 200", arguments: Guest.all)
  func unrecognised(guest: Guest) async throws {
    let talk = try await Talk(guest)
    let body = #"{"error":"odd_code","message":"New words"}"#
    for status in [200, 400] {
      guard case .unrecognised(let refusal) = await talk.answering(status, body).check() else {
        Issue.record("\(status)")
        continue
      }
      #expect(refusal.providerError == "odd_code" && refusal.providerMessage == "New words")
      #expect(refusal.httpStatus == status)
    }
  }

  @Test(
    "faults of a register: too many, down, no answer, and a token that is refused",
    arguments: Guest.all)
  func faults(guest: Guest) async throws {
    let talk = try await Talk(guest)
    #expect(
      await talk.answering(429, headers: ["Retry-After: 9"]).check() == .tooMany(retryAfter: 9))
    #expect(await talk.answering(429).check() == .tooMany(retryAfter: nil))
    for status in [408, 500, 502, 503] {
      #expect(await talk.answering(status).check() == .unavailable, "\(status)")
    }
    #expect(await talk.answering(401).check() == .tokenRejected)
    talk.server.answer { _ in .nothing }
    #expect(await talk.check() == .unavailable)
  }

  @Test("a register that cannot be asked is not", arguments: Guest.all)
  func notAsked(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for register in Register.allCases
    where guest.provider.profile.register(register)?.path == nil {
      #expect(await talk.client.check(register, guest.access, send: talk.send) == nil)
    }
    #expect(talk.server.requests.isEmpty)
  }

  @Test("a revocation is confirmed only by the documented answer", arguments: Guest.all)
  func revocation(guest: Guest) async throws {
    let talk = try await Talk(guest)
    #expect(await talk.answering(200, guest.revoked).revoke() == .confirmed)
    for (status, body) in Self.pages.map({ (200, $0) }) + [
      (200, #"{"error":"invalid_request"}"#), (302, ""), (400, guest.revoked), (404, ""),
      (503, guest.revoked), (500, ""),
    ] {
      #expect(await talk.answering(status, body).revoke() == .unconfirmed, "\(status) \(body)")
    }
    talk.server.answer { _ in .nothing }
    #expect(await talk.revoke() == .unconfirmed)
  }

  @Test(
    "nothing is confirmed with tokens that have expired, and none of them is sent",
    arguments: Guest.all)
  func expired(guest: Guest) async throws {
    let talk = try await Talk(guest)
    var access = guest.access
    access.accessToken = nil
    access.refreshToken = nil
    let answer = await talk.answering(200, guest.revoked).client.revoke(access, send: talk.send)
    #expect(answer != .confirmed)
    #expect(talk.server.requests.isEmpty)
  }

  @Test(
    "an error in the callback: declined, refused, down, and unknown words", arguments: Guest.all)
  func callback(guest: Guest) throws {
    let client = try guest.make("http://127.0.0.1:9")
    for (error, reason) in [
      ("access_denied", Failed.Reason.declined), ("unauthorized_client", .clientRejected),
      ("server_error", .providerUnavailable), ("temporarily_unavailable", .providerUnavailable),
      ("something_new", .unrecognised),
    ] {
      let refusal = client.callbackRefusal(error: error, description: "Words")
      #expect(
        refusal
          == ProviderRefusal(
            reason: reason, providerError: error, providerMessage: "Words", httpStatus: nil))
      #expect(refusal.reason.stages.contains(.callback))
    }
  }

  @Test("hostile bodies crash nothing and are no success", arguments: Guest.all)
  func hostile(guest: Guest) async throws {
    let talk = try await Talk(guest)
    let bodies: [[UInt8]] = [
      Array(repeating: UInt8(ascii: "["), count: 60_000), [0xff, 0xfe, 0x00],
      Array(#"{"error":{"a":1},"error_description":7}"#.utf8), Array("[null,1,{}]".utf8),
      Array(#"{"ErrorInformation":{"code":1e99}}"#.utf8), Array(repeating: 0x20, count: 1 << 17),
    ]
    for body in bodies {
      for status in [200, 400, 401, 500] {
        talk.server.answer { _ in RawServer.Raw(status, body) }
        if case .given = await talk.refresh().result { Issue.record("\(status)") }
        _ = await talk.check()
        if case .given = await talk.company().answer { Issue.record("\(status)") }
      }
    }
  }
}
