/// A company's id: the host's own opaque id, never a name or an organisation number.
public struct Company: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The id as the host writes it.
  public let id: String

  /// The stream of bookkeeping records that belong to no company.
  public static let system = Company(unchecked: "system")

  /// A company id from outside: `[a-z0-9][a-z0-9-]{0,62}`, and not `system`; nil for anything else.
  public init?(_ id: String) {
    guard id.isOpaqueID, id != Self.system.id else { return nil }
    self.id = id
  }

  /// A stream's name as a record holds it: a company id, or `system`.
  package init?(stream id: String) {
    guard id.isOpaqueID else { return nil }
    self.id = id
  }

  private init(unchecked id: String) {
    self.id = id
  }

  /// The id as the host writes it.
  public var description: String { id }

  /// Byte order of the ids.
  public static func < (left: Self, right: Self) -> Bool { left.id < right.id }
}

extension String {
  /// True if this is `[a-z0-9][a-z0-9-]{0,62}`, the form of every opaque id of the host.
  package var isOpaqueID: Bool {
    let bytes = utf8
    guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-") else { return false }
    return bytes.allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
  }
}
