import Foundation
import Providers
import TestSupport
import Testing

@testable import Integrations

/// Writes and holds `docs/recording.md`: what a host with OAuth code of its own records, read from the
/// clients and the profiles themselves.
@Suite struct RecordingDocumentTests {
  @Test func document() async throws {
    let file = Golden.root.appending(path: "Tests/ProvidersTests/recording.md")
    var text = try String(contentsOf: file, encoding: .utf8)
    for guest in Guest.all where guest.provider != .fortnoxPayments {
      text += "\n" + (try await Self.part(guest))
    }
    try Golden(Golden.root.appending(path: "docs")).expect(text, "recording.md")
  }

  private static func part(_ guest: Guest) async throws -> String {
    let client = try guest.make("http://127.0.0.1:9")
    var lines = ["## \(guest.provider.profile.title)", ""]
    lines += ["What the browser brings back:", "", "| answer | records |", "|---|---|"]
    lines += [
      "| `code` | `callbackReceived` with `answer: code`; then what the exchange gives |",
      "| neither `code` nor `error` | `callbackReceived` with `answer: empty`, `failed(callback, "
        + "emptyCallback)` |",
    ]
    for (error, words) in errors(guest) {
      let refusal = client.callbackRefusal(error: error, description: words)
      lines.append(
        "| `error=\(error)`\(words.map { ", “\($0)”" } ?? "") | `callbackReceived` with `answer: "
          + "error`, `failed(callback, \(refusal.reason.rawValue))` |")
    }
    lines += ["", "What the token endpoint answers:", ""]
    lines += ["| answer | to the code | to a refresh |", "|---|---|---|"]
    for row in tokenRows(guest) {
      let exchange = await client.exchange(
        CodeExchange(code: "c", state: "s", verifier: "v"), send: row.send)
      let refresh = await client.refresh(guest.access, send: row.send)
      lines.append("| \(row.title) | \(told(exchange, .exchange)) | \(told(refresh, .refresh)) |")
    }
    lines += ["", "What a register answers to one question, after a consent or later:", ""]
    lines += ["| answer | records |", "|---|---|"]
    for row in registerRows(guest) {
      let answer = try #require(await client.check(.customers, guest.access, send: row.send))
      lines.append("| \(row.title) | \(told(answer)) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Answers

  /// An answer, as the document names it and as it comes.
  private struct Row {
    var title: String
    var send: SendRequest

    init(_ status: Int, _ body: String, _ title: String? = nil) {
      self.title = title ?? (body.isEmpty ? "\(status)" : "\(status), `\(body)`")
      send = { _ in HTTPAnswer(status: status, body: Array(body.utf8)) }
    }

    init(_ reason: Unanswered, _ title: String) {
      self.title = title
      send = { _ throws(Unanswered) in throw reason }
    }
  }

  /// OAuth's errors (RFC 6749 section 4.1.2.1), and what is known of this provider's.
  private static func errors(_ guest: Guest) -> [(String, String?)] {
    let standard = [
      "access_denied", "invalid_scope", "unauthorized_client", "invalid_client", "server_error",
      "temporarily_unavailable",
    ]
    return standard.map { ($0, nil) }
      + known(guest).map { $0.contains("_") ? ($0, nil) : ("another_error", "…\($0)…") }
      + [("another_error", nil)]
  }

  /// The parts of codes and words by which this provider's errors are known; a number stands in words.
  private static func known(_ guest: Guest) -> [String] {
    guest.provider.profile.answers.errors.flatMap { $0.phrases.map { "\($0)" } }
      .filter { Int($0) == nil }
  }

  private static func tokenRows(_ guest: Guest) -> [Row] {
    [
      Row(200, #"{"access_token":"…","refresh_token":"…","expires_in":3600}"#, "200 with tokens"),
      Row(400, #"{"error":"invalid_grant"}"#), Row(401, #"{"error":"invalid_client"}"#),
    ]
      + known(guest).map {
        $0.contains("_")
          ? Row(400, #"{"error":"\#($0)"}"#)
          : Row(400, #"{"error":"another_error","error_description":"…\#($0)…"}"#)
      }
      + [
        Row(200, #"{"error":"anything"}"#), Row(200, "<html>", "200 with a page"),
        Row(401, ""), Row(429, ""), Row(503, ""),
        Row(.notSent, "no connection was made"), Row(.unknown, "sent, and no answer came"),
      ]
  }

  private static func registerRows(_ guest: Guest) -> [Row] {
    let refusals: [Row]
    if let known = guest.provider.profile.answers.refusals {
      let codes = known.codes.keys.sorted().map { ($0, "…") }
      let rights = known.rights.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
      refusals = (codes + rights).map { code, words in
        Row(403, #"{"ErrorInformation":{"code":\#(code),"message":"\#(words)"}}"#)
      }
    } else {
      refusals = [402, 403].map { Row($0, #"{"message":"…"}"#) }
    }
    return [Row(200, guest.rows, "200 with that register's rows")] + refusals + [
      Row(401, ""), Row(429, ""), Row(503, ""), Row(200, "<html>", "200 with a page"),
    ]
  }

  // MARK: Records

  private static func told(_ answer: TokenAnswer, _ stage: Failed.Stage) -> String {
    switch answer.result {
    case .given:
      stage == .exchange
        ? "`approved(via: consent)`, or `reauthorized` where a grant stands"
        : "`approved(via: refresh)`"
    case .refused(let refusal): "`failed(\(stage.rawValue), \(refusal.reason.rawValue))`"
    case .unanswered(.notSent): "`failed(\(stage.rawValue), providerUnavailable)`"
    case .unanswered(.unknown):
      "`failed(\(stage.rawValue), \(stage == .exchange ? "exchangeUnknown" : "refreshUnknown"))`"
    }
  }

  private static func told(_ answer: RegisterAnswer) -> String {
    switch answer {
    case .open: "a check with `ok: true`"
    case .refused(let layer, let refusal):
      "a check with `ok: false`, then `permissionDenied` with `layer: \(layer.rawValue)`"
        + (refusal.code.map { " and `code: \($0)`" } ?? "")
    case .tokenRejected: "refresh once and ask again; then a check without `ok`"
    case .unrecognised: "a check without `ok`, then `failed(check, unrecognised)` with the register"
    case .tooMany: "wait as `Retry-After` says; a check without `ok`"
    case .unavailable: "a check without `ok`; later `failed(check, providerUnavailable)`"
    case .unknown: "a check without `ok`, then `failed(check, unrecognised)` with the register"
    }
  }
}
