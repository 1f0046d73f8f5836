import Foundation
import Integrations
import Providers
import TestSupport
import Testing

/// What every client must make of an answer with tokens: over the wire, from raw bytes.
///
/// The kinds are those that other people's clients failed at.
@Suite(.timeLimit(.minutes(20))) struct TokenConformanceTests {
  private static let successes = [
    (200, #"{"access_token":"x","token_type":"bearer","error":null}"#),
    (200, #"{"access_token":"x","token_type":"bearer","error":""}"#),
    (201, #"{"access_token":"x","token_type":"Bearer"}"#),
    (200, #"{"access_token":"x"}"#), (200, "\u{feff}" + #"{"access_token":"x"}"#),
    (200, #"{"access_token":"x","expires_in":"3600.0"}"#),
    (200, #"{"access_token":"x","expires_in":"soon"}"#),
    (200, #"{"access_token":"x","expires_in":1e99}"#),
    (200, #"{"access_token":"x","scope":[]}"#),
  ]

  @Test(
    "an answer of success with an access token is one, however it is written", arguments: Guest.all)
  func success(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for (status, body) in Self.successes {
      for answer in [
        await talk.answering(status, body).exchange(), await talk.refresh(),
      ] {
        guard case .given(let tokens) = answer.result else {
          Issue.record("\(status) \(body)")
          continue
        }
        #expect(tokens.accessToken == "x" && tokens.expiresIn == 3600, "\(body)")
        #expect(tokens.scopes == nil && tokens.refreshToken == nil, "\(body)")
        #expect(answer.refreshToken == nil && answer.retryAfter == nil)
      }
    }
  }

  @Test("scopes as a text, as a list, or with commas", arguments: Guest.all)
  func scopes(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for written in [#""b a""#, #"["b","a"]"#, #""b,a""#] {
      let body = #"{"access_token":"x","scope":\#(written)}"#
      guard case .given(let tokens) = await talk.answering(200, body).exchange().result else {
        Issue.record("\(written)")
        continue
      }
      #expect(tokens.scopes == ["a", "b"], "\(written)")
    }
  }

  @Test("a compressed answer is read by its header", arguments: Guest.all)
  func compressed(guest: Guest) async throws {
    let folder = try TemporaryFolder()
    let packed = folder.file("packed.gz")
    let gzip = try await Program().run(
      URL(filePath: "/bin/sh"), ["-c", "gzip > \"$1\"", "sh", packed],
      input: Array(#"{"access_token":"x"}"#.utf8))
    #expect(gzip.code == 0)
    let body = Array(try Data(contentsOf: URL(filePath: packed)))
    let talk = try await Talk(guest)
    talk.server.answer { _ in RawServer.Raw(200, body, headers: ["Content-Encoding: gzip"]) }
    guard case .given(let tokens) = await talk.refresh().result else {
      Issue.record("not read")
      return
    }
    #expect(tokens.accessToken == "x")
  }

  @Test(
    "a refresh that rotates, one that gives the same token, and one that gives none",
    arguments: Guest.all)
  func rotation(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for (member, token) in [
      (#","refresh_token":"new""#, "new"),
      (#","refresh_token":"canary-refresh""#, "canary-refresh"),
      ("", nil),
    ] as [(String, String?)] {
      let answer = await talk.answering(200, #"{"access_token":"x"\#(member)}"#).refresh()
      guard case .given(let tokens) = answer.result else {
        Issue.record("\(member)")
        continue
      }
      #expect(tokens.refreshToken == token && answer.refreshToken == token)
    }
  }

  @Test(
    "a refresh token in an answer of success is handed out whatever else is odd, and ends no grant",
    arguments: Guest.all)
  func handedOut(guest: Guest) async throws {
    let talk = try await Talk(guest)
    for body in [
      #"{"refresh_token":"canary"}"#, #"{"refresh_token":"canary","access_token":""}"#,
      #"{"refresh_token":"canary","access_token":"x","token_type":"mac"}"#,
      #"{"refresh_token":"canary","error":"invalid_grant"}"#,
      #"{"refresh_token":"canary","access_token":"x","error":"invalid_grant"}"#,
    ] {
      for answer in [await talk.answering(201, body).refresh(), await talk.exchange()] {
        #expect(answer.refreshToken == "canary", "\(body)")
        guard case .refused(let refusal) = answer.result else {
          Issue.record("\(body)")
          continue
        }
        #expect(refusal.reason == .unrecognised, "\(body)")
        #expect(!String(reflecting: refusal).contains("canary"), "\(body)")
      }
      #expect(await talk.answering(400, body).refresh().refreshToken == nil)
    }
  }

  @Test(
    "only invalid_grant ends a grant, at any status; what may pass does not", arguments: Guest.all)
  func refused(guest: Guest) async throws {
    let talk = try await Talk(guest)
    let cases: [(Int, String, Failed.Reason?)] = [
      (400, #"{"error":"invalid_grant","error_description":"Gone"}"#, nil),
      (401, #"{"error":"invalid_grant"}"#, nil), (200, #"{"error":"invalid_grant"}"#, nil),
      (401, #"{"error":"invalid_client"}"#, .clientRejected), (401, "", .unrecognised),
      (400, "", .unrecognised), (403, "<html>invalid_grant</html>", .unrecognised),
      (302, "", .unrecognised), (200, "<html>We are back soon</html>", .unrecognised),
      (200, "", .unrecognised), (200, "{}", .unrecognised), (200, "[[[[", .unrecognised),
      (429, "", .providerUnavailable), (408, "", .providerUnavailable),
      (500, "<html>", .providerUnavailable),
      (503, #"{"error":"invalid_grant"}"#, .providerUnavailable),
      (400, #"{"error":"temporarily_unavailable"}"#, .providerUnavailable),
      (400, #"{"error":"something_new","error_description":"New words"}"#, .unrecognised),
    ]
    for (status, body, reason) in cases {
      for (answer, ended) in [
        (await talk.answering(status, body).refresh(), Failed.Reason.grantDead),
        (await talk.exchange(), .codeRejected),
      ] {
        guard case .refused(let refusal) = answer.result else {
          Issue.record("\(status) \(body)")
          continue
        }
        #expect(refusal.reason == reason ?? ended, "\(status) \(body)")
        #expect(refusal.httpStatus == status, "\(status) \(body)")
        if body.contains("New words") {
          #expect(
            refusal.providerError == "something_new" && refusal.providerMessage == "New words")
        }
      }
    }
  }

  @Test(
    "a wait is passed on in both of its forms, and a success asks for none", arguments: Guest.all)
  func retryAfter(guest: Guest) async throws {
    let talk = try await Talk(guest)
    let seconds = await talk.answering(429, headers: ["Retry-After: 600"]).refresh()
    #expect(seconds.retryAfter == 600)
    let past = ["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"]
    #expect(await talk.answering(503, headers: past).refresh().retryAfter == 0)
    let given = await talk.answering(
      200, #"{"access_token":"x"}"#, headers: ["Retry-After: 600"]
    ).refresh()
    #expect(given.retryAfter == nil)
  }

  @Test("no answer is told as what it is, and nothing is sent twice", arguments: Guest.all)
  func unanswered(guest: Guest) async throws {
    let talk = try await Talk(guest)
    talk.server.answer { _ in .nothing }
    #expect(await talk.exchange().result == .unanswered(.unknown))
    #expect(talk.server.requests.count == 1)
    #expect(await talk.refresh().result == .unanswered(.unknown))
    #expect(talk.server.requests.count == 2)
    let notSent: SendRequest = { _ throws(Unanswered) in throw .notSent }
    #expect(
      await talk.client.refresh(guest.access, send: notSent).result == .unanswered(.notSent))
  }

  @Test("a redirect of a token request is not followed", arguments: Guest.all)
  func redirect(guest: Guest) async throws {
    let talk = try await Talk(guest)
    _ = await talk.answering(307, headers: ["Location: \(talk.server.base)/elsewhere"]).exchange()
    #expect(talk.server.requests.count == 1)
  }
}
