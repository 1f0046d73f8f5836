import Integrations
import Providers
import Testing

@testable import Fiken

/// Which company consented.
@Suite struct CompanyTests {
  private let acme =
    #"{"name":"Acme AS","slug":"acme-as","organizationNumber":"913 312 465","hasApiAccess":true}"#

  private func ask(_ replies: Replies, code: String? = "acme-as") async throws -> CompanyReply {
    var access = GrantAccess.acme
    access.companyCode = code
    return try await FikenClient.testing().company(access, send: replies.send)
  }

  private func ask(_ status: Int, _ body: String) async throws -> CompanyReply {
    try await ask(Replies([companies(): [answer(status, body)]]))
  }

  @Test("the company is found by its code, in any case, and named by its organisation number")
  func found() async throws {
    for code in ["acme-as", "Acme-AS"] {
      let replies = Replies([companies(): [answer(200, "[\(acme)]")]])
      let reply = try await ask(replies, code: code)
      #expect(reply.answer == .given("913312465", name: "Acme AS"))
      #expect(reply.status == 200)
      #expect(replies.asked == ["GET companies?page=0&pageSize=50"])
    }
  }

  @Test("a company that was not given is told with the numbers of those that were")
  func notAmong() async throws {
    let reply = try await ask(
      200, #"[{"slug":"other","organizationNumber":"1"},{"slug":"x"},{"name":"no code"}]"#)
    #expect(reply.answer == .notAmongThem(["1"]))
    #expect(try await ask(200, "[]").answer == .notAmongThem([]))
  }

  @Test("pages are asked for until one is not full, and no further than the company")
  func pages() async throws {
    let full = "[" + (0..<50).map { #"{"slug":"c\#($0)"}"# }.joined(separator: ",") + "]"
    let replies = Replies([
      companies(0): [answer(200, full)], companies(1): [answer(200, full)],
      companies(2): [answer(200, "[\(acme)]")],
    ])
    #expect(try await ask(replies).answer == .given("913312465", name: "Acme AS"))
    #expect(replies.asked.count == 3)
    let first = Replies([companies(0): [answer(200, full)]])
    #expect(try await ask(first, code: "c7").answer != .unanswered)
    #expect(first.asked.count == 1)
    let broken = Replies([companies(0): [answer(200, full)], companies(1): [answer(503)]])
    #expect(try await ask(broken).answer == .unanswered, "half a list says nothing")
    let endless = Replies(
      (0..<99).reduce(into: [:]) { $0[companies($1)] = [answer(200, full)] })
    #expect(try await ask(endless).answer == .notAmongThem([]))
    #expect(endless.asked.count == FikenClient.pageLimit)
  }

  @Test("a page of the longest companies is read whole")
  func pageSize() {
    // Name, code, number, address and the rest of a company's members are less than this.
    #expect(FikenClient.pageSize * 1300 < HTTPAnswer.bodyLimit)
  }

  @Test("without the API module there is a licence missing")
  func licence() async throws {
    let reply = try await ask(
      200, #"[{"slug":"acme-as","organizationNumber":"1","hasApiAccess":false}]"#)
    #expect(
      reply.answer
        == .refused(
          ProviderRefusal(
            reason: .licenceMissing, providerError: "hasApiAccess", providerMessage: nil,
            httpStatus: 200)))
    guard case .refused(let refusal) = try await ask(402, "").answer else {
      Issue.record("402 is a licence")
      return
    }
    #expect(refusal.reason == .licenceMissing && refusal.httpStatus == 402)
  }

  @Test("a test company has a number of its own, and a company without a number has none")
  func numbers() async throws {
    let test = #"[{"slug":"acme-as","organizationNumber":"913312465","testCompany":true}]"#
    #expect(try await ask(200, test).answer == .given("test-913312465", name: nil))
    for row in [
      #"{"slug":"acme-as"}"#, #"{"slug":"acme-as","organizationNumber":null}"#,
      #"{"slug":"acme-as","organizationNumber":""}"#,
      #"{"slug":"acme-as","organizationNumber":"Ola Nordmann"}"#,
      #"{"slug":"acme-as","testCompany":true}"#,
    ] {
      guard case .refused(let refusal) = try await ask(200, "[\(row)]").answer else {
        Issue.record("\(row)")
        continue
      }
      #expect(refusal.reason == .checkUnknown)
      #expect(refusal.providerError == nil && refusal.providerMessage == nil)
    }
  }

  @Test(
    "what is no list of companies says nothing, or why",
    arguments: [
      (200, "<html>", nil), (200, "{}", nil), (200, "", nil), (401, "", nil), (404, "", nil),
      (403, "<html>permission</html>", nil), (429, #"{"message":"Too many"}"#, nil),
      (408, #"{"message":"x"}"#, nil), (500, #"{"message":"x"}"#, nil), (302, "", nil),
      (503, #"{"error":"temporarily_unavailable"}"#, nil),
      (401, #"{"message":"Unauthorized"}"#, .unrecognised),
      (403, #"{"message":"You may not"}"#, .unrecognised),
      (200, #"{"error":"odd"}"#, .unrecognised),
      (401, #"{"error":"invalid_client"}"#, .clientRejected),
    ] as [(Int, String, Failed.Reason?)])
  func odd(status: Int, body: String, reason: Failed.Reason?) async throws {
    let reply = try await ask(status, body)
    #expect(reply.status == status)
    switch (reply.answer, reason) {
    case (.unanswered, nil): break
    case (.refused(let refusal), let reason?):
      #expect(refusal.reason == reason && refusal.httpStatus == status)
    default: Issue.record("\(reply)")
    }
  }

  @Test("no answer, and nothing to ask with, say nothing; a wait is passed on")
  func none() async throws {
    let silent = try await ask(Replies([:]))
    #expect(silent.answer == .unanswered && silent.status == nil)
    let bare = Replies([:])
    #expect(try await ask(bare, code: nil).answer == .unanswered)
    #expect(bare.asked.isEmpty)
    let busy = try await ask(Replies([companies(): [answer(429, retryAfter: 9)]]))
    #expect(busy.retryAfter == 9)
  }
}
