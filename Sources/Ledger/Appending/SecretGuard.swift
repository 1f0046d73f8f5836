package import Integrations

/// The second line of defence: no text field may hold what looks like a secret or an address.
///
/// Whoever talks to the provider has removed such spans before; this refuses what slipped through.
/// Fortnox's refresh tokens are UUIDs (https://www.fortnox.se/developer/authorization/get-refresh-token),
/// its access tokens JWTs (RFC 7519), and 32 characters of base64url carry as much as its codes do.
package enum SecretGuard {
  /// How long a run of base64url characters may be before it counts as a secret.
  package static let longestRun = 31

  /// Refuses an action whose free text looks like it holds a secret.
  package static func check(_ action: Action) throws(LedgerError) {
    switch action {
    case .configured, .serviceAccountSelected: return
    case .authorizeStarted(let data):
      for scope in data.scopes { try check(scope, field: "scopes") }
    case .callbackReceived(let data):
      try check(data.error, field: "error")
      try check(data.errorDescription, field: "errorDescription")
    case .approved(let data), .reauthorized(let data):
      for scope in data.scopes { try check(scope, field: "scopes") }
      try check(data.providerCompany, field: "providerCompany")
    case .failed(let data):
      try check(data.providerError, field: "providerError")
      try check(data.providerMessage, field: "providerMessage")
    case .permissionDenied(let data):
      for refusal in data.refusals { try check(refusal.message, field: "message") }
    case .credentialsRemoved(let data): try check(data.ticket, field: "ticket")
    }
  }

  private static func check(_ text: String?, field: String) throws(LedgerError) {
    guard let text, let kind = kind(in: text) else { return }
    throw .secret(field: field, kind: kind)
  }

  /// What kind of secret a text seems to hold; nil for none.
  package static func kind(in text: String) -> String? {
    var runs = Runs(text)
    while let run = runs.next() {
      if run.isToken { return "a JSON Web Token" }
      if run.isUUID { return "a UUID, which is what a refresh token looks like" }
      if run.holdsToken { return "an authorization code, a token or a client secret" }
      if runs.followsBearer, run.bytes.count >= 8 { return "a bearer token" }
    }
    return holdsAddress(text) ? "an e-mail address" : nil
  }

  /// Something, `@`, something with a dot between letters.
  private static func holdsAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isWord(_ index: Int) -> Bool {
      guard bytes.indices.contains(index) else { return false }
      let byte = bytes[index]
      return byte > 0x20 && byte != UInt8(ascii: "@") && byte != UInt8(ascii: ".")
    }
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "@") {
      guard isWord(index - 1) else { continue }
      var end = index + 1
      var dots = 0
      while isWord(end) || bytes.indices.contains(end) && bytes[end] == UInt8(ascii: ".") {
        if bytes[end] == UInt8(ascii: "."), isWord(end - 1), isWord(end + 1) { dots += 1 }
        end += 1
      }
      if dots > 0 { return true }
    }
    return false
  }
}

/// The runs of base64url characters and dots in a text, one after another.
private struct Runs {
  private let bytes: [UInt8]
  private var index = 0
  private(set) var followsBearer = false

  init(_ text: String) { bytes = Array(text.utf8) }

  struct Run {
    let bytes: ArraySlice<UInt8>

    /// The parts between dots.
    private var parts: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: ".")) }

    /// Three parts, of which the first is the base64url of `{"`.
    var isToken: Bool {
      parts.count >= 3 && parts[0].starts(with: "eyJ".utf8) && bytes.count >= 20
    }

    /// Whether there is a long run of base64url.
    ///
    /// One of small letters and underscores alone is a name, such as Fortnox's own
    /// `error_missing_system_admin_right`: no random value looks so.
    var holdsToken: Bool {
      parts.contains { part in
        part.count > SecretGuard.longestRun
          && !part.allSatisfy { (0x61...0x7a).contains($0) || $0 == UInt8(ascii: "_") }
      }
    }

    var isUUID: Bool {
      parts.contains { part in
        let text = String(decoding: part, as: UTF8.self).lowercased()
        return Identifier<RecordKind>(text) != nil
      }
    }
  }

  mutating func next() -> Run? {
    let before = index
    while index < bytes.count, !Self.belongs(bytes[index]) { index += 1 }
    guard index < bytes.count else { return nil }
    let previous = String(decoding: bytes[..<before].suffix(6), as: UTF8.self).lowercased()
    followsBearer = previous == "bearer" && bytes[before..<index].allSatisfy { $0 == 0x20 }
    let start = index
    while index < bytes.count, Self.belongs(bytes[index]) { index += 1 }
    return Run(bytes: bytes[start..<index])
  }

  private static func belongs(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
    default: false
    }
  }
}
