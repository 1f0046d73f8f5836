import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations
import Logging
import ServiceLifecycle
import Web

/// Serves the pages.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the pages; with --sandbox also imitations of the providers.",
    discussion: """
      Examples:
        authledger-connect serve --sandbox --ledger /tmp/sandbox
        authledger demo --ledger /tmp/demo && authledger-connect serve --demo --ledger /tmp/demo
        FORTNOX_CLIENT_ID=... FORTNOX_CLIENT_SECRET=... \\
          authledger-connect serve --public-url https://connect.example.com

      Register https://connect.example.com/oauth/fortnox/callback at Fortnox: redirect URIs come from \
      --public-url and from nothing else. Requests are logged to standard error.

      On a follower (`authledger-connect follow`) everything can be read and nothing done: people enter by \
      links that `authledger-connect link` makes there, and their visits are not recorded.
      """)

  @Flag(help: "Run imitations of Fortnox and Fiken too, on a ledger that is marked as a sandbox.")
  var sandbox = false
  @Flag(help: "Show the sample histories of a demo's ledger; nothing can be changed.")
  var demo = false
  @Option(help: "Where to listen.")
  var host = "127.0.0.1"
  @Option(help: "The port; the sandbox's imitations take the next two.")
  var port = 8080
  @Option(help: ArgumentHelp("The address that browsers reach the pages at.", valueName: "url"))
  var publicURL: String?
  @Option(
    help: ArgumentHelp(
      "Where companies write to; kept in the ledger, as `authledger init` does.",
      valueName: "address"))
  var supportEmail: String?
  @Flag(help: "A proxy in front ends TLS, so service calls may come from other computers.")
  var behindTLSProxy = false
  @Option(
    help: ArgumentHelp(
      "How many may be connected; over half of them only callbacks and health are answered.",
      valueName: "n"))
  var connections = ConnectionLimits().connections
  @Option(
    help: ArgumentHelp(
      "For tests: how long a request may take to arrive, and an answer to be read.",
      valueName: "milliseconds", visibility: .hidden))
  var requestTime = ConnectionLimits().requestMilliseconds
  @Flag(help: "Log no requests.")
  var quiet = false
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    guard connections >= 2 else {
      throw CommandError(
        .usage, "--connections must be 2 or more.",
        "--connections måste vara 2 eller mer.")
    }
    let isLocal = WebConfiguration.isLoopback(host)
    if sandbox, demo {
      throw CommandError(
        .usage, "--sandbox and --demo are two things; choose one.",
        "--sandbox och --demo är två saker; välj en.")
    }
    if demo, supportEmail != nil {
      throw CommandError(
        .usage, "--demo changes nothing in its ledger; leave out --support-email.",
        "--demo ändrar inget i sin liggare; utelämna --support-email.")
    }
    if sandbox || demo, !isLocal {
      throw CommandError(
        .usage,
        "--\(sandbox ? "sandbox" : "demo") listens on this computer only; leave out --host.",
        "--\(sandbox ? "sandbox" : "demo") lyssnar bara på denna dator; utelämna --host.")
    }
    guard let publicURL = publicURL ?? (isLocal ? "http://127.0.0.1:\(port)" : nil) else {
      throw CommandError(
        .usage, "--public-url is needed where others than this computer are served.",
        "--public-url krävs där andra än denna dator betjänas.")
    }
    if let fault = WebConfiguration.fault(inPublicURL: publicURL) {
      throw CommandError(.usage, fault)
    }
    if sandbox, !WebConfiguration.isSandboxURL(publicURL) {
      throw CommandError(
        .usage, "--sandbox is reached at http://127.0.0.1 only; leave out --public-url.",
        "--sandbox nås bara på http://127.0.0.1; utelämna --public-url.")
    }
    let log = RequestLog.logger(isQuiet: quiet)
    if demo { return try await DemoServer(options: self, publicURL: publicURL, log: log).run() }
    if let server = try FollowerServer(options: self, publicURL: publicURL, log: log) {
      return try await server.run()
    }
    try await LiveServer(options: self, publicURL: publicURL, log: log).run()
  }
}
