/// The runs of base64url characters and dots in a text, one after another.
struct SecretRuns {
  private let bytes: [UInt8]
  private var index = 0
  /// True if "Bearer" precedes the last run.
  private(set) var followsBearer = false

  init(_ text: String) { bytes = Array(text.utf8) }

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

  /// One run.
  struct Run {
    let bytes: ArraySlice<UInt8>

    /// The parts between dots.
    private var parts: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: ".")) }

    /// True if it begins with the base64url of `{"`, like a JSON Web Token, also a truncated one.
    var isToken: Bool {
      bytes.count >= 20 && parts.first?.starts(with: "eyJ".utf8) == true
    }

    var isUUID: Bool { parts.contains { $0.isUUID } }

    /// True if it contains a long run of base64url that is not made of words.
    func holdsToken(by rule: SecretGuard.Rule) -> Bool {
      parts.contains { part in
        guard part.count > SecretGuard.longestRun else { return false }
        if rule == .identifier, part.isUUID || part.isHash { return false }
        return !part.isName && !CompoundWord(part).isMadeOfWords
      }
    }

    /// True if this can be a token after "Bearer" rather than an ordinary word.
    var isBearerToken: Bool {
      bytes.count >= SecretGuard.shortestBearer && !CompoundWord(bytes).isPlain
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate var isUUID: Bool {
    count == 36
      && Identifier<RecordKind>(String(decoding: self, as: UTF8.self).lowercased()) != nil
  }

  /// 32 hexadecimal digits, as many systems number their tickets.
  fileprivate var isHash: Bool {
    count == 32
      && allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
      }
  }

  /// Only lower-case letters and underscores, such as `error_missing_system_admin_right`;
  /// no random value looks like this.
  fileprivate var isName: Bool {
    allSatisfy { (0x61...0x7a).contains($0) || $0 == UInt8(ascii: "_") }
  }
}
