import Providers

extension FortnoxClient.Addresses {
  /// Fortnox's paths on this computer, for tests and the sandbox.
  ///
  /// - Parameters:
  ///   - base: The address for requests, such as `http://127.0.0.1:8081`.
  ///   - browser: The address that browsers are sent to; nil for the same.
  /// - Returns: nil if one of them is not an address of this computer.
  public static func onLoopback(_ base: String, browser: String? = nil) -> Self? {
    let browser = browser ?? base
    guard Loopback.contains(base), Loopback.contains(browser) else { return nil }
    return Self(
      authorize: browser + "/oauth-v1/auth", token: base + "/oauth-v1/token",
      revoke: base + "/oauth-v1/revoke", registers: base + "/3/")
  }
}
