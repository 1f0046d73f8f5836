import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// One company's administrator, who meets one fault.
struct Walker {
  var product: Product
  var browser: Browser
  var company: Company
  /// What the provider held and had answered before.
  private var before: ProviderAccount

  var path: String { product.page(of: company) }

  /// Each walker has a company of its own at Fiken, since a consent there is a person's.
  private var companyCode: String { company.id }

  init(_ fault: SandboxFault, _ product: Product) async throws {
    self.product = product
    company = try #require(Company(fault.rawValue.lowercased()))
    browser = Browser(product.url)
    let made = try await browser.post(
      "/api/links", [("company", company.id), ("role", "administrator"), ("person", "u-17")],
      ["Authorization": "Bearer \(Product.serviceKey)"])
    let link = try #require(made.value(after: "\"link\":\"")?.split(separator: "/").last)
    #expect(try await browser.enter(String(link)).status == 303)
    if product.provider == .fiken {
      let place = try #require(SandboxFault.allCases.firstIndex(of: fault))
      try await product.control(
        "company",
        [
          ("company", company.id), ("name", "Selskapet"), ("person", "anna"),
          ("number", "\(199_000_300 + place)"),
        ])
    }
    before = try await product.account()
  }

  /// There and back again, with a fault on the way.
  func connect(_ fault: SandboxFault? = nil, at step: SandboxFault.Endpoint? = nil) async throws {
    let callback = try await wayBack(fault, at: step)
    let answer = try await browser.get(callback)
    #expect(answer.status == 303)
    try await product.settle(browser, try #require(answer.location))
  }

  /// There, with a fault on the way; gives the address that the browser is sent back to.
  func wayBack(
    _ fault: SandboxFault? = nil, at step: SandboxFault.Endpoint? = nil
  ) async throws -> String {
    let address = try await product.begin(browser, path, companyCode: companyCode)
    if let fault, let step { try await product.fault(fault, at: step) }
    return try await product.consent(
      address, company: product.provider == .fiken ? companyCode : nil)
  }

  func recheck() async throws {
    let token = try #require(try await browser.get(path).token)
    let answer = try await browser.post("\(path)/recheck", [("token", token)])
    #expect(answer.status == 303)
  }

  var names: [String] { get throws { try product.names(company) } }

  /// What the page shows is harmless, whatever the provider said.
  func looksHarmless() async throws -> String {
    let page = try await browser.get(path)
    #expect(page.status == 200 && !page.text.contains("<script>alert"))
    #expect(!page.text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
    return try #require(page.phase)
  }
}

/// What the imitation says of itself.
struct ProviderAccount: Decodable {
  struct Grant: Decodable {
    var isAlive: Bool
    /// Whether tokens were given for it, which is when it can be used.
    var hasTokens: Bool
  }

  var grants: [Grant]
  var answers: [String]
}

extension Product {
  func account() async throws -> ProviderAccount {
    let page = try await Browser(imitationURL).get("/sandbox/api/state")
    return try JSONDecoder().decode(ProviderAccount.self, from: Data(page.text.utf8))
  }

  /// How many grants stand at the provider, by its own account.
  func living() async throws -> Int { try await account().grants.filter(\.isAlive).count }
}

extension Walker {
  /// What `why` says, as far as it is compared.
  private struct Why: Decodable {
    var verdict: String
    var title: String
    var confidence: String
    var phase: String
    var unknown: [String]
  }

  /// The faults whose answer is a refusal of registers, in words that are known.
  private func refusals(at step: SandboxFault.Endpoint) -> Set<SandboxFault> {
    switch (step, product.provider) {
    case (.token, .fortnox): [.lessScope]
    case (.register, .fiken): [.scopeDenied, .licenceDenied, .rightDenied, .otherWords]
    case (.register, _):
      [.scopeDenied, .licenceDenied, .missingLicence, .rightDenied, .rightDeniedIn200]
    default: []
    }
  }

  /// Where the imitation has a register.
  private func place(of register: Register) -> String {
    product.provider.profile.register(register)?.path ?? register.rawValue
  }

  /// After a fault, `why`, the page, the records and the provider's own log tell one story.
  func story(of fault: SandboxFault, at step: SandboxFault.Endpoint) async throws {
    let name = "\(fault) at \(step)"
    let said = try await product.run("authledger", ["why", company.id, "--format", "json"])
    let why = try JSONDecoder().decode(Why.self, from: Data(said.output.utf8))
    // What is claimed is read before what is true: a sweep may revoke in between.
    let held = try await product.run("authledger-connect", ["credentials"]).output
      .split(separator: "\n").filter { $0.hasPrefix("\(company)\t") }
    let actions = try product.actions(company)
    let account = try await product.account()
    let alive = account.grants.dropFirst(before.grants.count)
      .filter { $0.isAlive && $0.hasTokens }.count
    let answers = account.answers.dropFirst(before.answers.count)

    let page = try await browser.get(path)
    #expect(page.phase == why.phase, "\(name)")
    let isAway = page.text.contains("id=\"away\"")
    #expect(isAway || page.text.contains(why.title.escaped), "\(name): \(why.title)")

    // What is said to stand stands, and what may stand at the provider is said.
    let isStanding = ["authorized", "active", "permissionDenied"].contains(why.phase)
    #expect(!isStanding || alive > 0, "\(name): nothing stands at the provider")
    let isHeld = held.contains { $0.contains("revoking") || $0.contains("pending") }
    let isTold = isStanding || isHeld || why.phase == "grantExpired" || !why.unknown.isEmpty
    #expect(alive == 0 || isTold, "\(name): \(alive) stand at the provider, and nobody says so")

    let story = Story(
      fault: fault, step: step, verdict: why.verdict, phase: page.phase ?? "",
      answers: Array(answers), alive: alive, held: held.count)
    for action in actions { check(action, of: story) }
    try addToTable(story)
  }

  /// What is known after a fault.
  private struct Story {
    let fault: SandboxFault
    let step: SandboxFault.Endpoint
    let verdict: String
    let phase: String
    /// The imitation's answers since the walk began.
    let answers: [String]
    /// The number of grants that stand at the provider.
    let alive: Int
    /// The number of credentials in the vault.
    let held: Int

    var name: String { "\(fault) at \(step)" }
  }

  /// Compares the claims of one record with the provider's own log.
  private func check(_ action: Action, of story: Story) {
    let (name, fault, answers) = (story.name, story.fault, story.answers)
    switch action {
    case .permissionDenied(let data):
      #expect(refusals(at: story.step).contains(fault), "\(name): no register refused")
      for refusal in data.refusals {
        let isTheirs = answers.contains {
          $0 == "\(place(of: refusal.register)) \(refusal.httpStatus)"
        }
        #expect(isTheirs, "\(name): \(refusal)")
      }
    case .failed(let data):
      if let status = data.httpStatus {
        #expect(answers.contains { $0.hasSuffix(" \(status)") }, "\(name): \(status)")
      }
      if data.reason == .grantDead { #expect(fault == .invalidGrant, "\(name)") }
      if data.reason == .wrongCompany { #expect(fault == .otherCompany, "\(name)") }
      if data.revokedAtProvider == true { #expect(story.alive <= 1, "\(name)") }
    case .approved(let data), .reauthorized(let data):
      for check in data.checks where check.ok == true {
        let isTheirs = answers.contains { $0.hasPrefix("\(place(of: check.register)) 2") }
        #expect(isTheirs, "\(name): \(check.register) answered nothing")
      }
    case .credentialsRemoved(let data):
      #expect(!data.revokedAtProvider || story.alive == 0, "\(name): it stands at the provider")
    default: break
    }
  }

  /// Adds a line to the table of all stories, which is written for people to read.
  private func addToTable(_ story: Story) throws {
    let columns = [
      story.fault.rawValue, try names.suffix(2).joined(separator: " "), story.verdict, story.phase,
      story.answers.joined(separator: ", "), "\(story.alive) stand", "\(story.held) held",
    ]
    let file = try FaultMatrix.table(of: story.step, product.provider)
    let old = (try? Data(contentsOf: file)) ?? Data()
    try (old + Data((columns.joined(separator: "\t") + "\n").utf8)).write(to: file)
  }
}

extension String {
  /// As the pages escape it.
  fileprivate var escaped: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
