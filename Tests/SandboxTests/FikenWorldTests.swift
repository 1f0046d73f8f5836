import Integrations
import Providers
import Testing

/// Fiken's client in the imitated world: people with several companies, and what these lack.
@Suite(.timeLimit(.minutes(20))) struct FikenWorldTests {
  private func company(
    _ imitated: Imitated, of user: String, to given: [String], expecting code: String
  ) async throws -> CompanyAnswer {
    var access = try await imitated.connect(of: user, to: given)
    access.companyCode = code
    return await imitated.client.company(access, send: imitated.send).answer
  }

  @Test("a company is found among several, over pages, or is not among them")
  func companies() async throws {
    let fiken = try await Imitated(.fiken)
    let given = (1...120).map { "bransje-\(String(String($0 + 1000).dropFirst()))-as" }
    let all = given + ["exempelselskapet-as"]
    #expect(
      try await company(fiken, of: "helga", to: all, expecting: "exempelselskapet-as")
        == .given("199000101", name: "Exempelselskapet AS"))
    guard
      case .notAmongThem(let others) = try await company(
        fiken, of: "helga", to: given, expecting: "exempelselskapet-as")
    else {
      Issue.record("it was not given")
      return
    }
    #expect(others.count == 120)
    #expect(try await fiken.count("requestsAtOnce") == 0)
    #expect(try await fiken.count("requestsTooFast") == 0)
  }

  @Test("a company that is given later is found then")
  func givenLater() async throws {
    let fiken = try await Imitated(.fiken)
    var access = try await fiken.connect(of: "david", to: ["proveselskapet-as"])
    access.companyCode = "exempelselskapet-as"
    #expect(
      await fiken.client.company(access, send: fiken.send).answer == .notAmongThem(["199000103"]))
    #expect(
      await fiken.client.check(.customers, access, send: fiken.send)
        == .refused(
          .person,
          RegisterRefusal(
            register: .customers, code: nil, message: "The requested content is not found",
            httpStatus: 404)))
    try await fiken.control(
      "given", [("person", "david"), ("company", "exempelselskapet-as"), ("given", "yes")])
    #expect(
      await fiken.client.company(access, send: fiken.send).answer
        == .given("199000101", name: "Exempelselskapet AS"))
  }

  @Test("modules, numbers, test companies and rights")
  func lacking() async throws {
    let fiken = try await Imitated(.fiken)
    let noModule = try await company(
      fiken, of: "eva", to: ["uten-api-as"], expecting: "uten-api-as")
    guard case .refused(let refusal) = noModule else {
      Issue.record("\(noModule)")
      return
    }
    #expect(refusal.reason == .licenceMissing)
    let noNumber = try await company(
      fiken, of: "gunnar", to: ["uten-nummer"], expecting: "uten-nummer")
    guard case .refused(let unknown) = noNumber else {
      Issue.record("\(noNumber)")
      return
    }
    #expect(unknown.reason == .checkUnknown)
    #expect(
      try await company(fiken, of: "hanna", to: ["testselskapet"], expecting: "testselskapet")
        == .given("test-199000104", name: "Testselskapet"))
    let fredrik = try await fiken.connect(of: "fredrik", to: ["uten-prosjekt-as"])
    #expect(await fiken.client.check(.customers, fredrik, send: fiken.send) == .open)
    guard
      case .refused(.licence, _) = await fiken.client.check(.projects, fredrik, send: fiken.send)
    else {
      Issue.record("the project module is missing")
      return
    }
    let cilla = try await fiken.connect(of: "cilla")
    guard
      case .refused(.person, let right) = await fiken.client.check(
        .projects, cilla, send: fiken.send)
    else {
      Issue.record("the person lacks a right")
      return
    }
    #expect(right.httpStatus == 403)
  }

  @Test("a second consent leaves the first alone, or ends it", arguments: ["stands", "ends"])
  func second(position: String) async throws {
    let fiken = try await Imitated(.fiken)
    try await fiken.control("switch", [("name", "secondConsent"), ("position", position)])
    let first = try await fiken.connect()
    let second = try await fiken.connect()
    let reason = await fiken.client.refresh(first, send: fiken.send).reason
    #expect(reason == (position == "ends" ? .grantDead : nil))
    #expect(await fiken.client.refresh(second, send: fiken.send).tokens != nil)
  }

  @Test(
    "a refresh token stays, rotates, or is missing", arguments: ["stays", "rotates", "missing"])
  func rotation(position: String) async throws {
    let fiken = try await Imitated(.fiken)
    try await fiken.control("switch", [("name", "refreshToken"), ("position", position)])
    let access = try await fiken.connect()
    let answer = await fiken.client.refresh(access, send: fiken.send)
    #expect(answer.tokens != nil)
    switch position {
    case "stays": #expect(answer.refreshToken == access.refreshToken)
    case "rotates":
      #expect(answer.refreshToken != nil && answer.refreshToken != access.refreshToken)
    default: #expect(answer.refreshToken == nil)
    }
  }
}
