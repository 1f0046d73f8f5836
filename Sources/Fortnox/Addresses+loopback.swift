import Foundation

extension FortnoxClient.Addresses {
  /// Fortnox's paths on this computer, for tests and the sandbox.
  ///
  /// No other host can be named, so that tokens can never be sent elsewhere (RFC 6819 section 5.1).
  ///
  /// - Parameters:
  ///   - base: The address for requests, such as `http://127.0.0.1:8081`.
  ///   - browser: The address that browsers are sent to; nil for the same.
  /// - Returns: nil if one of them is not an address of this computer.
  public static func onLoopback(_ base: String, browser: String? = nil) -> Self? {
    let browser = browser ?? base
    guard isLoopback(base), isLoopback(browser) else { return nil }
    return Self(
      authorize: browser + "/oauth-v1/auth", token: base + "/oauth-v1/token",
      revoke: base + "/oauth-v1/revoke", registers: base + "/3/")
  }

  private static func isLoopback(_ text: String) -> Bool {
    guard let url = URL(string: text), url.scheme == "http", let host = url.host(),
      url.user() == nil, url.query == nil, url.path.isEmpty
    else { return false }
    return ["127.0.0.1", "localhost", "::1"].contains(host)
  }
}
