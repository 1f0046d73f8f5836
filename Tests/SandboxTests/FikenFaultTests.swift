import Foundation
import NIOHTTP1
import Sandbox
import Testing

/// The faults of the imitation of Fiken: each is what it is named for.
@Suite(.timeLimit(.minutes(20))) struct FikenFaultTests {
  private static let company = "exempelselskapet-as"

  /// The status of each fault that the API answers with, besides 200.
  private static let statuses: [SandboxFault: Int] = [
    .empty400: 400, .opaque401: 401, .status429: 429, .status500: 500, .status503: 503,
    .redirect302: 302, .invalidGrant: 400, .invalidClient: 401, .missingLicence: 401,
    .hostileText: 400, .invalidUTF8: 400, .edge403: 403, .scopeDenied: 403, .licenceDenied: 402,
    .rightDenied: 403, .otherWords: 403, .done500: 500,
  ]

  /// Those whose answer does not come to its end.
  private static let unanswered: Set<SandboxFault> = [.slow, .endless, .drop]

  @Test("every fault of the imitation of Fortnox can be had at every step of this one")
  func everywhere() async throws {
    let fiken = try await FikenImitation()
    for step in ["callback", "token", "refresh", "revoke", "user", "companies", "register"] {
      for fault in SandboxFault.allCases {
        try await fiken.fault(fault.rawValue, at: step)
      }
    }
    let unknown = try await fiken.send(
      .POST, "/sandbox/api/fault", form: [("fault", "garbage"), ("step", "companyinformation")])
    #expect(unknown.status == 400, "that is a step of Fortnox's")
    try await fiken.control("calm")
    #expect(try await fiken.connect("anna", to: [Self.company]).access.count == 44)
  }

  @Test("at a register", arguments: SandboxFault.allCases)
  func register(fault: SandboxFault) async throws {
    guard !Self.unanswered.contains(fault) else { return }
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: [Self.company]).access
    try await fiken.fault(fault.rawValue, at: "register")
    let path = "/companies/\(Self.company)/contacts"
    let answer = try await fiken.api(path, token)
    #expect(answer.status == Self.statuses[fault, default: 200])
    let odd: Set<SandboxFault> = [.garbage, .doneGarbage, .huge, .deepJSON, .errorIn200]
    let isOdd = odd.contains(fault) || fault == .rightDeniedIn200
    #expect(answer.list.count == (Self.statuses[fault] == nil && !isOdd ? 1 : 0))
    #expect(try await fiken.api(path, token).list.count == 1, "it happens once")
  }

  @Test("a silent server, and an answer that breaks off", arguments: [SandboxFault.slow, .drop])
  func silent(fault: SandboxFault) async throws {
    let fiken = try await FikenImitation()
    try await fiken.fault(fault.rawValue, at: "register")
    await #expect(throws: (any Error).self) {
      let path = "/api/v2/companies/\(Self.company)/contacts"
      try await fiken.send(.GET, path, milliseconds: 500)
    }
  }

  @Test("an answer that never ends")
  func endless() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: [Self.company]).access
    try await fiken.fault("endless", at: "register")
    let path = "/api/v2/companies/\(Self.company)/contacts"
    let parts = try await fiken.parts(path, token, count: 3)
    #expect(parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isWhitespace) })
  }

  @Test(
    "on the way back",
    arguments: [
      (SandboxFault.accessDenied, ["error", "error_description", "state"]),
      (.emptyCallback, ["state"]), (.bareCallback, []), (.noState, ["code"]),
      (.doubledState, ["code", "state", "state"]),
      (.errorWithoutState, ["error", "error_description"]), (.ownIssuer, ["code", "state", "iss"]),
      (.foreignIssuer, ["code", "state", "iss"]), (.garbage, ["code", "state"]),
    ])
  func callback(fault: SandboxFault, names: [String]) async throws {
    let fiken = try await FikenImitation()
    try await fiken.fault(fault.rawValue, at: "callback")
    let back = try await fiken.consent("anna", to: [Self.company])
    #expect(back.parameters.map(\.name) == names)
    if fault == .ownIssuer { #expect(back.parameter("iss") == "https://fiken.no") }
  }

  @Test(
    "an exchange whose answer is lost has been carried out",
    arguments: [SandboxFault.drop, .doneGarbage, .done500])
  func lost(fault: SandboxFault) async throws {
    let fiken = try await FikenImitation()
    let back = try await fiken.consent("anna", to: [Self.company])
    let code = try #require(back.parameter("code"))
    try await fiken.fault(fault.rawValue, at: "token")
    let answer = try? await fiken.exchange(code)
    #expect(answer?.object["access_token"] == nil)
    let report = try await fiken.send(.GET, "/sandbox/api/state").object
    let grants = try #require(report["grants"] as? [[String: Any]])
    #expect(grants.map { $0["hasTokens"] as? Bool } == [true])
    #expect(try await fiken.exchange(code).error == "invalid_grant")
  }

  @Test(
    "tokens in other forms",
    arguments: [
      (SandboxFault.noRefreshToken, "refresh_token"), (.noExpiresIn, "expires_in"),
      (.noTokenType, "token_type"), (.noAccessToken, "access_token"),
    ])
  func tokens(fault: SandboxFault, missing: String) async throws {
    let fiken = try await FikenImitation()
    try await fiken.fault(fault.rawValue, at: "token")
    let back = try await fiken.consent("anna", to: [Self.company])
    let answer = try await fiken.exchange(try #require(back.parameter("code")))
    let all: Set = ["access_token", "refresh_token", "token_type", "expires_in"]
    #expect(answer.status == 200 && Set(answer.object.keys) == all.subtracting([missing]))
  }

  @Test("companies of another number, and of none that can be read")
  func companies() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: [Self.company]).access
    for (fault, number) in [("otherCompany", "199000199"), ("noRight", "API_NORIGHT")] {
      try await fiken.fault(fault, at: "companies")
      let row = try #require(try await fiken.api("/companies", token).list.first)
      #expect(row["organizationNumber"] as? String == number)
      #expect(row["slug"] as? String == Self.company)
    }
  }

  @Test(
    "a revocation that says nothing of the sort, done and not done",
    arguments: [
      (SandboxFault.garbage, 200, true), (.doneGarbage, 200, false), (.notRevoked, 401, true),
      (.status503, 503, true), (.done500, 500, false),
    ])
  func revocation(fault: SandboxFault, status: Int, isAlive: Bool) async throws {
    let fiken = try await FikenImitation()
    let tokens = try await fiken.connect("anna", to: [Self.company])
    try await fiken.fault(fault.rawValue, at: "revoke")
    #expect(try await fiken.revoke(tokens.access).status == status)
    #expect(try await fiken.refresh(tokens.refresh).status == (isAlive ? 200 : 400))
  }

  @Test("its control page is for this computer's own pages, and nothing else moves it")
  func control() async throws {
    let fiken = try await FikenImitation()
    let foreign = try await fiken.send(
      .POST, "/sandbox/switch", form: [("name", "verifier"), ("position", "ignored")],
      ["Sec-Fetch-Site": "cross-site"])
    #expect(foreign.status == 403)
    for (name, position) in [("verifier", "perhaps"), ("nothing", "ignored")] {
      let answer = try await fiken.send(
        .POST, "/sandbox/api/switch", form: [("name", name), ("position", position)])
      #expect(answer.status == 400)
    }
    let state = try await fiken.send(.GET, "/sandbox/api/state").object
    #expect((state["switches"] as? [String: String])?["verifier"] == "checked")
    let page = try await fiken.send(.GET, "/sandbox")
    #expect(page.text.contains("SANDKASSE") && page.text.contains("ikke Fiken"))
    // Everything as at the start.
    _ = try await fiken.connect("anna", to: [Self.company])
    try await fiken.turn("verifier", to: "ignored")
    try await fiken.control("reset")
    let clean = try await fiken.send(.GET, "/sandbox/api/state").object
    #expect((clean["grants"] as? [Any])?.isEmpty == true)
    #expect((clean["counts"] as? [String: Int])?.isEmpty == true)
    #expect((clean["switches"] as? [String: String])?["verifier"] == "checked")
  }
}
