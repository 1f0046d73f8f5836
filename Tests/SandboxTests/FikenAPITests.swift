import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

/// Fiken's API, as the imitation answers it.
@Suite(.timeLimit(.minutes(20))) struct FikenAPITests {
  private static let company = "exempelselskapet-as"

  private func slugs(_ answer: FikenImitation.Answer) -> [String] {
    answer.list.compactMap { $0["slug"] as? String }
  }

  private func companies(_ fiken: FikenImitation, _ token: String) async throws -> [String] {
    slugs(try await fiken.api("/companies", token))
  }

  // MARK: Person and companies

  @Test("the person behind a token has a name and an address")
  func user() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: []).access
    let answer = try await fiken.api("/user", token)
    #expect(
      answer.object as? [String: String] == ["name": "Anna Ek", "email": "anna@fiken.example"])
  }

  @Test("companies say what they have: number, API module, test or not")
  func fields() async throws {
    let fiken = try await FikenImitation()
    func first(_ user: String, _ company: String) async throws -> [String: Any] {
      let token = try await fiken.connect(user, to: [company]).access
      return try #require(try await fiken.api("/companies", token).list.first)
    }
    let usual = try await first("anna", Self.company)
    #expect(usual["name"] as? String == "Exempelselskapet AS")
    #expect(usual["slug"] as? String == Self.company)
    #expect(usual["organizationNumber"] as? String == "199000101")
    #expect(usual["hasApiAccess"] as? Bool == true && usual["testCompany"] as? Bool == false)
    #expect(try await first("hanna", "testselskapet")["testCompany"] as? Bool == true)
    #expect(try await first("eva", "uten-api-as")["hasApiAccess"] as? Bool == false)
    let without = try await first("gunnar", "uten-nummer")
    #expect(without["organizationNumber"] == nil && without["name"] as? String == "Uten Nummer")
  }

  @Test("only companies that the person gave the app are there, and the person can change that")
  func given() async throws {
    let fiken = try await FikenImitation()
    // Companies of others cannot be given.
    let token = try await fiken.connect("david", to: [Self.company, "uten-api-as"]).access
    #expect(try await companies(fiken, token) == [Self.company])
    let report = try await fiken.send(.GET, "/sandbox/api/state").object
    #expect(report["given"] as? [String: [String]] == ["david": [Self.company]])
    #expect(try await fiken.api("/companies/proveselskapet-as", token).status == 404)

    let path = "/konto/sikkerhet/apper"
    let login = try await fiken.send(.GET, path)
    #expect(login.text.contains("Logg inn"))
    let page = try await fiken.send(
      .POST, path, form: [("flow", "konto"), ("user", "david"), ("password", "hemligt")])
    #expect(page.text.contains("Rediger konto › Sikkerhet"))
    #expect(page.text.contains("<h1>Apper du har gitt tilgang til</h1>"))
    #expect(page.text.contains("value=\"\(Self.company)\" checked"))
    #expect(!page.text.contains("value=\"proveselskapet-as\" checked"))
    let session = try #require(page.value(of: "session"))
    let saved = try await fiken.send(
      .POST, path,
      form: [("session", session), ("answer", "save"), ("company", "proveselskapet-as")])
    #expect(saved.text.contains("Lagret.") && saved.text.contains("proveselskapet-as\" checked"))
    #expect(try await companies(fiken, token) == ["proveselskapet-as"])
    #expect(try await fiken.api("/companies/proveselskapet-as", token).status == 200)
    #expect(try await fiken.api("/companies/\(Self.company)", token).status == 404)

    let removed = try await fiken.send(
      .POST, path, form: [("session", session), ("answer", "remove")])
    #expect(removed.text.contains("Du har ikke gitt noen app tilgang."))
    #expect(try await fiken.api("/companies", token).status == 401)
  }

  @Test("a company made after the consent is not there until it is given")
  func madeLater() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: [Self.company, "anna-ek"]).access
    try await fiken.control(
      "company", [("person", "anna"), ("company", "nytt-as"), ("name", "Nytt AS")])
    #expect(try await companies(fiken, token) == ["anna-ek", Self.company])
    let given = [("company", "nytt-as"), ("given", "yes")]
    try await fiken.control("given", given + [("person", "anna")])
    // Nobody else has the company, and without a consent there is no app to give it to.
    for form in [given + [("person", "bo")], [("person", "eva"), ("company", "uten-api-as")]] {
      let refused = try await fiken.send(.POST, "/sandbox/api/given", form: form)
      #expect(refused.status == 400)
    }
    #expect(try await companies(fiken, token) == ["anna-ek", Self.company, "nytt-as"])
  }

  @Test("who leaves a company takes it from the app")
  func left() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: [Self.company]).access
    let right = [("person", "anna"), ("company", Self.company), ("register", "company")]
    try await fiken.control("right", right + [("granted", "no")])
    #expect(try await companies(fiken, token).isEmpty)
    try await fiken.control("right", right + [("granted", "yes")])
    #expect(try await companies(fiken, token) == [Self.company])
  }

  @Test("companies come in pages, which the headers count")
  func pages() async throws {
    let fiken = try await FikenImitation()
    let all = (1...120).map { "bransje-\(String($0 + 1000).dropFirst())-as" } + [Self.company]
    let token = try await fiken.connect("helga", to: all).access
    func page(_ query: String) async throws -> FikenImitation.Answer {
      try await fiken.api("/companies" + query, token)
    }
    func headers(_ answer: FikenImitation.Answer) -> [String?] {
      ["Page", "Page-Size", "Page-Count", "Result-Count"].map { answer.header("Fiken-Api-\($0)") }
    }
    let usual = try await page("")
    #expect(slugs(usual) == Array(all.prefix(25)))
    #expect(headers(usual) == ["0", "25", "5", "121"])
    let first = try await page("?page=0&pageSize=100")
    #expect(first.list.count == 100 && !slugs(first).contains(Self.company))
    #expect(headers(first) == ["0", "100", "2", "121"])
    let second = try await page("?page=1&pageSize=100")
    #expect(slugs(second) == Array(all.suffix(21)) && second.list.count == 21)
    #expect(try await page("?page=9&pageSize=100").text == "[]")
    #expect(try await page("?page=\(Int.max)&pageSize=100").text == "[]")
    for query in ["?pageSize=101", "?pageSize=0", "?page=-1", "?page=x"] {
      #expect(try await page(query).status == 400, "\(query)")
    }
  }

  // MARK: Registers

  @Test(
    "registers are lists, or refused by what is missing",
    arguments: [
      ("anna", "exempelselskapet-as", "contacts", 200),
      ("anna", "exempelselskapet-as", "projects", 200),
      ("bo", "exempelselskapet-as", "contacts", 403),
      ("cilla", "exempelselskapet-as", "contacts", 200),
      ("cilla", "exempelselskapet-as", "projects", 403),
      ("eva", "uten-api-as", "contacts", 402), ("fredrik", "uten-prosjekt-as", "contacts", 200),
      ("fredrik", "uten-prosjekt-as", "projects", 402),
      ("anna", "nobodys", "contacts", 404),
    ])
  func registers(user: String, company: String, register: String, status: Int) async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect(user, to: [company]).access
    let answer = try await fiken.api("/companies/\(company)/\(register)?pageSize=1", token)
    #expect(answer.status == status)
    if status == 200 {
      #expect(answer.list.count == 1 && answer.header("Fiken-Api-Result-Count") == "1")
    } else {
      #expect(Set(answer.object.keys) == ["error", "error_description"])
    }
  }

  @Test("modules and rights can be given and taken")
  func changes() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("fredrik", to: ["uten-prosjekt-as"]).access
    func status() async throws -> Int {
      try await fiken.api("/companies/uten-prosjekt-as/projects", token).status
    }
    let module = [("company", "uten-prosjekt-as"), ("module", "project")]
    try await fiken.control("module", module + [("held", "yes")])
    #expect(try await status() == 200)
    let right = [
      ("person", "fredrik"), ("company", "uten-prosjekt-as"), ("register", "projects"),
    ]
    try await fiken.control("right", right + [("granted", "no")])
    #expect(try await status() == 403)
    try await fiken.control("right", right + [("granted", "yes")])
    #expect(try await status() == 200)
    try await fiken.control("module", module + [("held", "no")])
    #expect(try await status() == 402)
  }

  // MARK: Tokens and pace

  @Test("requests without a UUID of their own are counted")
  func requestIDs() async throws {
    let fiken = try await FikenImitation()
    let path = "/api/v2/user"
    try await fiken.send(.GET, path, ["X-Request-ID": UUID().uuidString.lowercased()])
    #expect(try await fiken.count("requestsWithoutID") == 0)
    try await fiken.send(.GET, path, ["X-Request-ID": "7"])
    try await fiken.send(.GET, path)
    #expect(try await fiken.count("requestsWithoutID") == 2)
  }

  @Test("without a valid token everything is 401, and says how to authenticate")
  func unauthorized() async throws {
    let fiken = try await FikenImitation()
    for path in ["/user", "/companies", "/companies/\(Self.company)/contacts"] {
      let answer = try await fiken.api(path, "nobodys")
      #expect(answer.status == 401 && answer.error == "invalid_token", "\(path)")
      #expect(
        answer.header("WWW-Authenticate") == "Bearer realm=\"fiken\", error=\"invalid_token\"")
    }
  }

  @Test("a register can answer 401 although the login is valid")
  func unauthorizedRegister() async throws {
    let fiken = try await FikenImitation()
    let token = try await fiken.connect("anna", to: [Self.company]).access
    try await fiken.fault("opaque401", at: "register")
    #expect(try await fiken.api("/companies/\(Self.company)/contacts", token).status == 401)
    #expect(try await fiken.api("/user", token).status == 200)
  }

  @Test("more than four requests a second are refused, and a little later taken again")
  func pace() {
    var pace = FikenPace()
    let start = Date(timeIntervalSince1970: 1_800_000_000)
    func ask(after seconds: Double, for key: String = "") -> FikenPace.Breach? {
      let breach = pace.begin(key, now: start.addingTimeInterval(seconds), perSecond: 4)
      if breach == nil { pace.end(key) }
      return breach
    }
    for second in [0, 0.1, 0.2, 0.3] { #expect(ask(after: second) == nil) }
    #expect(ask(after: 0.4) == .requestsTooFast)
    #expect(ask(after: 0.4, for: "somebody else") == nil)
    #expect(ask(after: 1) == nil)
    // As many as are allowed, evenly, are never too many.
    for number in 1...40 { #expect(ask(after: 2 + Double(number) / 4) == nil) }
  }

  @Test("what is too fast is 429")
  func tooFast() async throws {
    let fiken = try await FikenImitation(perSecond: 0)
    #expect(try await fiken.send(.GET, "/api/v2/user").status == 429)
    #expect(try await fiken.count("requestsTooFast") == 1)
  }

  @Test("a second request at the same time is refused, for the app or for the person")
  func concurrency() async throws {
    let fiken = try await FikenImitation()
    let anna = try await fiken.connect("anna", to: [Self.company]).access
    let bo = try await fiken.connect("bo", to: [Self.company]).access
    try await fiken.fault("slow", at: "register")
    let slow = Task { try await fiken.get("/api/v2/companies/\(Self.company)/contacts", anna) }
    while try await fiken.count("registerRequests") == 0 {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await fiken.get("/api/v2/user", anna).status == 429)
    #expect(try await fiken.get("/api/v2/user", bo).status == 429)
    #expect(try await fiken.count("requestsAtOnce") == 2)
    // Nobody's request is under way for the other person.
    try await fiken.turn("oneAtATime", to: "person")
    #expect(try await fiken.get("/api/v2/user", bo).status == 200)
    slow.cancel()
    _ = try? await slow.value
  }
}
