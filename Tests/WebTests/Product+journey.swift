import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// The way to a grant, and what the ledger then holds.
extension Product {
  /// A browser in which somebody is signed in, by a one-time link.
  func signedIn(
    _ role: String = "administrator", _ person: String = "u-17", company: String = "acme",
    by issuer: String = "system:host"
  ) async throws -> Browser {
    let link = try await run(
      "authledger-connect",
      ["link", company, "--role", role, "--person", person, "--actor", issuer])
    #expect(link.code == 0, "\(link.error)")
    let value = try #require(link.output.split(separator: "/").last)
    let browser = Browser(url)
    let page = try await browser.enter(value.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(page.status == 303)
    return browser
  }

  /// Saves, which starts; gives the address at the provider.
  func begin(
    _ browser: Browser, _ path: String? = nil, isService: Bool = false,
    companyCode: String = "exempelselskapet-as"
  ) async throws -> String {
    let path = path ?? page()
    let page = try await browser.get(path)
    let token = try #require(page.token)
    let isConnected = page.text.contains("id=\"reauthorize\"")
    let own =
      provider == .fiken
      ? ("companyCode", companyCode) : ("account", isService ? "service" : "user")
    let answer = try await browser.post(
      isConnected ? "\(path)/authorize" : "\(path)/save",
      [("token", token), ("transfers", "customers"), ("transfers", "projects"), own])
    guard case .page = provider.profile.leaving else {
      #expect(answer.status == 303)
      return try #require(answer.location)
    }
    #expect(answer.status == 200)
    let address = try #require(answer.value(after: "id=\"go-on\" href=\""))
    return address.replacing("&amp;", with: "&")
  }

  /// Logs in and approves, or declines, at the provider; gives the address of the callback.
  ///
  /// - Parameter company: The company to approve for, where the person has several.
  func consent(
    _ address: String, as user: String = "anna", company: String? = nil, approving: Bool = true
  ) async throws -> String {
    guard provider != .fiken else {
      return try await consentAtFiken(
        address, as: user, to: [company ?? "exempelselskapet-as"], approving: approving)
    }
    let browser = Browser(sandboxURL)
    var page = try await browser.get(address)
    if let location = page.location { return location }
    let flow = try #require(page.value(after: "name=\"flow\" value=\""))
    page = try await browser.post(
      "/oauth-v1/login", [("flow", flow), ("user", user), ("password", "hemligt")])
    if let company {
      page = try await browser.post("/oauth-v1/company", [("flow", flow), ("company", company)])
    }
    if let location = page.location { return location }
    page = try await browser.post(
      "/oauth-v1/consent", [("flow", flow), ("answer", approving ? "approve" : "deny")])
    return try #require(page.location)
  }

  /// Logs in and answers at Fiken; gives the address of the callback.
  func consentAtFiken(
    _ address: String, as user: String, to companies: [String], approving: Bool = true
  ) async throws -> String {
    let browser = Browser(fikenSandboxURL)
    func follow(_ first: Browser.Page) async throws -> Browser.Page {
      guard let location = first.location else { return first }
      return try await follow(try await browser.get(location))
    }
    let login = try await follow(try await browser.get(address))
    let flow = try #require(login.value(after: "name=\"flow\" value=\""))
    let form = [("flow", flow), ("user", user), ("password", "hemligt")]
    let offered = try await follow(try await browser.post("/login", form))
    let consent = try #require(offered.value(after: "name=\"flow\" value=\""))
    let back = try await browser.post(
      "/oauth/consent",
      [("flow", consent), ("answer", approving ? "approve" : "deny")]
        + companies.map { ("company", $0) })
    return try #require(back.location)
  }

  /// The whole way, until the attempt has ended.
  func connect(
    _ browser: Browser, as user: String = "anna", company: String? = nil, isService: Bool = false
  ) async throws {
    let callback = try await consent(
      try await begin(browser, isService: isService), as: user, company: company)
    let answer = try await browser.get(callback)
    #expect(answer.status == 303)
    try await settle(browser, try #require(answer.location))
  }

  /// A browser in which somebody signed in and went the whole way.
  func connected() async throws -> Browser {
    let browser = try await signedIn()
    try await connect(browser)
    return browser
  }

  /// Waits until a return page no longer waits.
  func settle(_ browser: Browser, _ page: String) async throws {
    let told: () throws -> String = {
      let lines = try String(contentsOfFile: self.log, encoding: .utf8).suffix(2000)
      return "the attempt did not end: \(page)\n\(lines)"
    }
    try await eventually(otherwise: try told()) {
      try await !browser.get(page).text.contains("http-equiv=\"refresh\"")
    }
  }

  /// What the ledger holds of a company, action by action.
  func actions(_ company: Company = .acme) throws -> [Action] {
    let ledger = try Ledger.open(directory, for: .reading)
    return try ledger.records(RecordQuery(of: company)).compactMap { $0.recorded?.action }
  }

  func names(_ company: Company = .acme) throws -> [String] {
    try actions(company).map { action in
      if case .failed(let data) = action { return "failed(\(data.stage), \(data.reason))" }
      if case .callbackReceived(let data) = action { return "callback(\(data.verdict))" }
      return action.name.rawValue
    }
  }
}
