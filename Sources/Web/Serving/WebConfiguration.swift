import Foundation
public import Integrations

/// How the pages are served.
public struct WebConfiguration: Sendable {
  /// The one address that the pages are reached at, without a slash at its end.
  ///
  /// Redirect URIs come from it and from nothing in a request.
  public var publicURL: String
  /// Where the server listens.
  public var host: String
  /// The port; 0 for any free one.
  public var port: Int
  /// Where mail to support goes.
  public var supportEmail: String
  /// The origins to which a form of ours may lead the browser: the provider's.
  public var formOrigins: [String]
  /// What service calls must bring; nil where they are not taken.
  public var serviceKey: String?
  /// Whether a proxy in front ends TLS, so that service calls may come from elsewhere.
  public var isBehindTLSProxy = false
  /// How many may be connected, and for how long.
  public var limits = ConnectionLimits()
  /// The people that may be picked where this is a sandbox; nil where it is not.
  public var sandbox: Sandbox?

  /// What a demonstration shows; nil where this is none.
  public var demo: Demo?

  /// A ledger that is only read, and that anybody on this computer may look at in any role.
  public struct Demo: Sendable {
    /// Companies whose administrator one can be.
    public var companies: [Company]

    /// What a demonstration shows.
    public init(companies: [Company]) { self.companies = companies }
  }

  /// What a sandbox offers.
  public struct Sandbox: Sendable {
    /// The imitation's control page.
    public var controlURL: String

    /// What a sandbox offers.
    public init(controlURL: String) { self.controlURL = controlURL }
  }

  /// A configuration for loopback.
  public init(
    publicURL: String, host: String, port: Int, supportEmail: String, formOrigins: [String],
    serviceKey: String?
  ) {
    self.publicURL = publicURL
    self.host = host
    self.port = port
    self.supportEmail = supportEmail
    self.formOrigins = formOrigins
    self.serviceKey = serviceKey
  }

  /// Whether a host's name means this computer.
  public static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1", "[::1]"].contains(host) { return true }
    // Only an address of four numbers: 127.example.com is somebody else's name.
    var address = in_addr()
    return inet_pton(AF_INET, host, &address) == 1
      && UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  /// What is wrong with a public address, in a sentence; nil where nothing is.
  ///
  /// Off this computer it must be https: whoever reads a callback on its way has the code (RFC 9700
  /// section 2.1).
  public static func fault(inPublicURL text: String) -> String? {
    guard let url = URL(string: text), let scheme = url.scheme, let host = url.host(),
      url.query == nil,
      url.fragment == nil, url.user() == nil, url.path.isEmpty
    else {
      return "--public-url must be like https://connect.example.com, with nothing after the host."
    }
    guard scheme == "https" || scheme == "http" && isLoopback(host) else {
      return "--public-url must begin with https:// unless its host is this computer."
    }
    return nil
  }

  /// Whether a public address is that of the sandbox, on this computer alone.
  public static func isSandboxURL(_ text: String) -> Bool {
    URL(string: text).map { $0.scheme == "http" && $0.host() == "127.0.0.1" } ?? false
  }
}

/// How many may be connected, and for how long without anything being done.
public struct ConnectionLimits: Hashable, Sendable {
  /// At most so many connections; over half of them only callbacks and health are answered.
  public var connections = 4096
  /// A request, with its body, must have arrived after so many milliseconds.
  public var requestMilliseconds: Int64 = 30_000
  /// An answer of which nothing is read for so many milliseconds ends.
  public var unreadMilliseconds: Int64 = 30_000
  /// A connection on which nothing is asked for so many milliseconds ends.
  public var idleMilliseconds: Int64 = 60_000

  /// The limits that nobody changed.
  public init() {}
}
