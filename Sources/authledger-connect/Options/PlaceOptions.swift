import ArgumentParser
import CommandKit
import Connector
import EventLog
import Evidence
import Foundation
import Integrations
import Providers
import Vault

/// The options that name the ledger and, for tests, imitations of the providers.
struct PlaceOptions: ParsableArguments {
  @OptionGroup private var common: LedgerOptions

  @Option(
    help: ArgumentHelp(
      "For tests: Fortnox's paths on this computer; only with a ledger that is a sandbox.",
      valueName: "url", visibility: .hidden))
  var fortnoxURL: String?

  @Option(
    help: ArgumentHelp(
      "For tests: Fiken's paths on this computer; only with a ledger that is a sandbox.",
      valueName: "url", visibility: .hidden))
  var fikenURL: String?

  @Option(
    help: ArgumentHelp(
      "For tests: how long to wait for other processes.", valueName: "seconds", visibility: .hidden)
  )
  var patience = Limits.patienceSeconds

  @Option(
    help: ArgumentHelp(
      "For tests: how long a provider may take to answer.", valueName: "seconds",
      visibility: .hidden))
  var answerTime = Transport.answerSeconds

  @Option(
    help: ArgumentHelp(
      "For tests: how much of each wait before a provider is asked is waited.",
      valueName: "percent", visibility: .hidden))
  var waitShare = 100

  var path: String { common.path }
  var language: Language { common.language }

  /// Writes a message for people to standard error, in their language.
  func message(_ english: String, _ swedish: String) {
    Console.message(CommandHint.ofThisRun.completing(Text(english, swedish)(language)))
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Opens the ledger, unless it is a demo's, which holds nothing real.
  func openLedger(for purpose: Ledger.Purpose) throws -> Ledger {
    let ledger = try Ledger.open(path, for: purpose, patienceSeconds: patience)
    guard try ledger.property(.mark) != Self.demoMark else {
      throw CommandError(
        .data,
        "The ledger in \(path) was made by a demo and holds nothing real; make one in another "
          + "directory, as `authledger help init` tells, or look at this one with `authledger-connect serve --demo`.",
        "Liggaren i \(path) är gjord av en demo och innehåller inget verkligt; skapa en "
          + "med `authledger init`, eller se denna med `authledger-connect serve --demo`.")
    }
    return ledger
  }

  /// The mark of ledgers that `authledger demo` made.
  static let demoMark = "demo"

  /// Opens ledger and vault, runs `body` with a connector, and closes everything.
  func withConnector<Result>(
    _ body: (Connector) async throws -> Result
  ) async throws -> Result {
    let ledger = try openLedger(for: .writing)
    let vault = try openVault()
    let transport = transport
    let apps = try apps(of: ledger)
    let connector = Connector(
      ledger: ledger, vault: vault,
      clients: apps.clients(publicURL: try publicURL(of: ledger)),
      effects: SandboxFile.effects(path), patienceSeconds: patience, wait: wait,
      send: transport.send(_:to:))
    do {
      let result = try await body(connector)
      try await connector.drain()
      _ = try ledger.publish()
      try await transport.shutdown()
      try vault.close()
      try ledger.close()
      return result
    } catch {
      try? await connector.drain()
      try? await transport.shutdown()
      try? vault.close()
      try? ledger.close()
      throw error
    }
  }

  /// Opens the vault, with the keys of the environment or of the directory.
  func openVault() throws -> Vault {
    try Vault(
      path, keys: VaultKeys(path, environment: Self.environment), patienceSeconds: patience)
  }

  /// Waits before a provider is asked again.
  var wait: Connector.Wait {
    let share = waitShare
    return { try await Task.sleep(for: $0 * share / 100) }
  }

  /// Sends requests to providers, at the pace of each over all processes of this ledger.
  var transport: Transport {
    // A real provider is never asked faster.
    Transport(
      keepingPaceIn: path, answerMilliseconds: answerTime * 1000,
      paceShare: hasImitation ? waitShare : 100)
  }

  /// The imitations that tests name.
  var imitations: [Provider: Apps.ImitationAddress] {
    var imitations: [Provider: Apps.ImitationAddress] = [:]
    if let fortnoxURL {
      imitations[.fortnox] = Apps.ImitationAddress(url: fortnoxURL)
      imitations[.fortnoxPayments] = Apps.ImitationAddress(url: fortnoxURL)
    }
    if let fikenURL { imitations[.fiken] = Apps.ImitationAddress(url: fikenURL) }
    return imitations
  }

  /// True if tests name an imitation.
  var hasImitation: Bool { fortnoxURL != nil || fikenURL != nil }

  /// Our apps: those of the sandbox, or of the environment for any other ledger.
  func apps(of ledger: Ledger) throws -> Apps {
    let isSandbox = try ledger.property(.mark) == SandboxFile.mark
    if hasImitation {
      guard isSandbox else {
        throw CommandError(
          .usage, "An imitation's address is for tests, and for a sandbox's ledger.",
          "En imitations adress är för tester, och för en sandlådas liggare.")
      }
      return try Apps(environment: Self.environment, imitations: imitations)
    }
    if isSandbox { return try SandboxFile.read(path).apps() }
    return try Apps(environment: Self.environment)
  }

  /// The address of the pages, which redirect URIs begin with: as the server was started with it last,
  /// unless the environment says another.
  func publicURL(of ledger: Ledger) throws -> String {
    if let url = Self.environment["AUTHLEDGER_PUBLIC_URL"] { return url }
    if let url = try? SandboxFile.read(path).publicURL { return url }
    return try ledger.property(.publicURL) ?? "http://127.0.0.1:8080"
  }
}

/// The arguments that name an integration.
struct IntegrationArguments: ParsableArguments {
  @Argument(help: "The company's id.", completion: .companies, transform: Parse.company)
  var company: Company

  @OptionGroup private var option: ProviderOption

  /// The provider of the option, else that of the company's only integration.
  func provider(_ ledger: Ledger) throws -> Provider {
    if let given = option.given { return given }
    let providers = try ledger.integrations(of: company)?.map(\.provider) ?? []
    guard let provider = try option.provider(of: company, with: providers) else {
      throw CommandError(
        .missing,
        "\(company) has no integration in this ledger; see the companies with `authledger status`.",
        "\(company) har ingen integration i denna liggare; se företagen med `authledger "
          + "status`.")
    }
    return provider
  }
}
