import Foundation
import Integrations
import TestSupport
import Testing

/// A host with OAuth code of its own: a client of 40 lines, written from `docs/recording.md` alone.
@Suite struct RecordingClientTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger"), "LANG": "C"])
  }

  private static let attempt = "01a1a60e-7f60-7aba-a143-fe4bf0ebf4da"

  /// Tells the client what came from the provider.
  private func tell(_ came: String...) async throws {
    let outcome = try await program.run(
      URL(filePath: "/usr/bin/python3"),
      [
        "-B", Golden.root.appending(path: "Tests/authledgerTests/recording_client.py").path,
        Program.product("authledger").path, "acme",
      ], input: Array((came.joined(separator: "\n") + "\n").utf8))
    #expect(outcome.code == 0, "\(outcome.error)")
  }

  private func verdict() async throws -> String {
    let why = try await program.run(["why", "acme", "--format", "csv"]).output
    return why.split(separator: "\n").last?.split(separator: ",").dropFirst().first.map(String.init)
      ?? ""
  }

  @Test("consent, refusal, refresh, dead grant and removal, each explained at once")
  func journey() async throws {
    #expect(try await program.run(["init"]).code == 0)
    let settings = #"{"transfers":["customers"],"enabled":true}"#
    let off = #"{"transfers":["customers"],"enabled":false}"#
    #expect(try await program.run(["record", "acme", "configured", "--data", off]).code == 0)
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    func time(_ seconds: Int64) -> String { now.adding(seconds: seconds).description }
    let end = time(2700)
    try await tell(
      #"{"what":"leaves","attempt":"\#(Self.attempt)","accountType":"user","#
        + #""scopes":["customer","companyinformation"],"expiresAt":"\#(end)"}"#,
      #"{"what":"callback","attempt":"\#(Self.attempt)","answer":"code"}"#)
    #expect(try await verdict() == "PENDING")
    let grant =
      #""attempt":"\#(Self.attempt)","accountType":"user","scopes":["companyinformation","customer"],"#
      + #""providerCompany":"4711","accessTokenExpiresAt":"\#(time(3600))","#
      + #""refreshTokenExpiresAt":"\#(time(45 * 86_400))""#
    try await tell(
      #"{"what":"consent",\#(grant),"checks":[{"register":"customers","ok":false}],"refusals":[{"#
        + #""register":"customers","code":2001538,"message":"Saknar behörighet för kundregister","#
        + #""httpStatus":403}]}"#)
    #expect(try await verdict() == "AUTHORIZER_LACKS_RIGHTS")
    #expect(
      try await program.run([
        "record", "acme", "approved", "--actor", "system:host", "--data",
        #"{\#(grant),"via":"recheck","checks":[{"register":"customers","ok":true}]}"#,
      ]).code == 0)
    #expect(try await program.run(["record", "acme", "configured", "--data", settings]).code == 0)
    #expect(try await verdict() == "HEALTHY")
    try await tell(#"{"what":"refreshed",\#(grant),"checks":[]}"#)
    #expect(try await verdict() == "HEALTHY")
    try await tell(
      #"{"what":"refreshRefused","status":400,"attempt":"\#(Self.attempt)","#
        + #""body":{"error":"invalid_grant"}}"#)
    #expect(try await verdict() == "GRANT_DEAD")
    try await tell(#"{"what":"removed","reason":"requested","revokedAtProvider":true}"#)
    #expect(try await verdict() == "CREDENTIALS_REMOVED")
    #expect(try await program.run(["verify"]).code == 0)
  }
}
