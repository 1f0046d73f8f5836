import Foundation
public import Integrations

/// The settings of the web server.
public struct WebConfiguration: Sendable {
  /// The address of the pages, without a slash at its end.
  ///
  /// Redirect URIs are made from it, never from a request.
  public var publicURL: String
  /// The host name or address to listen on.
  public var host: String
  /// The port; 0 for any free one.
  public var port: Int
  /// The origins that a form of ours may redirect to: the provider's.
  public var formOrigins: [String]
  /// The key of service calls; nil if they are not accepted.
  public var serviceKey: String?
  /// True if a proxy in front ends TLS, so that service calls may come from other computers.
  public var isBehindTLSProxy = false
  /// The limits on connections.
  public var limits = ConnectionLimits()
  /// Counts what the server does.
  public var metrics = Metrics()
  /// The sandbox; nil if this is none.
  public var sandbox: Sandbox?

  /// True for the copy of another ledger, which is only read.
  public var isFollower = false

  /// The demonstration; nil if this is none.
  public var demo: Demonstration?

  /// A ledger that is only read, which every user of this computer may see in any role.
  public struct Demonstration: Sendable {
    /// The companies whose administrator can be chosen.
    public var companies: [Company]

    /// A demonstration.
    public init(companies: [Company]) { self.companies = companies }
  }

  /// Imitations of the providers beside the pages.
  public struct Sandbox: Sendable {
    /// The imitation's control page.
    public var controlURL: String

    /// A sandbox.
    public init(controlURL: String) { self.controlURL = controlURL }
  }

  /// A configuration for loopback.
  public init(
    publicURL: String, host: String, port: Int, formOrigins: [String], serviceKey: String?
  ) {
    self.publicURL = publicURL
    self.host = host
    self.port = port
    self.formOrigins = formOrigins
    self.serviceKey = serviceKey
  }

  /// True if a host's name or address means this computer.
  public static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1", "[::1]"].contains(host) { return true }
    // Only an address of four numbers: 127.example.com is a name elsewhere.
    var address = in_addr()
    return inet_pton(AF_INET, host, &address) == 1
      && UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  /// What is wrong with a public address, in a sentence; nil if nothing is.
  ///
  /// It must be https unless it is on this computer: a callback that is read on its way gives the code
  /// away (RFC 9700 section 2.1).
  public static func fault(inPublicURL text: String) -> Text? {
    guard let url = URL(string: text), let scheme = url.scheme, let host = url.host(),
      url.query == nil,
      url.fragment == nil, url.user() == nil, url.path.isEmpty
    else {
      return Text(
        "--public-url must be like https://connect.example.com, with nothing after the host.",
        "--public-url måste vara som https://connect.example.com, utan något efter värden.")
    }
    guard scheme == "https" || scheme == "http" && isLoopback(host) else {
      return Text(
        "--public-url must begin with https:// unless its host is this computer.",
        "--public-url måste börja med https:// om värden inte är denna dator.")
    }
    return nil
  }

  /// True if a public address can be a sandbox's, on this computer.
  public static func isSandboxURL(_ text: String) -> Bool {
    URL(string: text).map { $0.scheme == "http" && $0.host() == "127.0.0.1" } ?? false
  }
}

/// The limits on connections.
public struct ConnectionLimits: Hashable, Sendable {
  /// The most connections; above half of them only callbacks and health are answered.
  public var connections = 4096
  /// The milliseconds in which a request must arrive, with its body.
  public var requestMilliseconds: Int64 = 30_000
  /// The milliseconds after which an answer that nobody reads is cut.
  public var unreadMilliseconds: Int64 = 30_000
  /// The milliseconds after which a connection without a request is closed.
  public var idleMilliseconds: Int64 = 60_000

  /// The default limits.
  public init() {}
}
