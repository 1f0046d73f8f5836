/// Who acts: a role and an opaque id, written `administrator:u-17`.
public struct Actor: Hashable, Sendable, CustomStringConvertible {
  /// The role of an actor.
  public enum Role: String, CaseIterable, Sendable {
    /// A company's administrator.
    case administrator
    /// The product's support.
    case support
    /// Who runs the product's servers and scripts.
    case `operator`
    /// Who replays the history.
    case auditor
    /// The provider itself.
    case provider
    /// One of our own programs.
    case system

    /// The CloudEvents auth context type of the role
    /// (https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/authcontext.md).
    public var authtype: String {
      switch self {
      case .administrator: "app_user"
      case .support, .operator, .auditor: "user"
      case .provider: "service_account"
      case .system: "system"
      }
    }
  }

  /// The actor's role.
  public let role: Role
  /// The actor's opaque id: `[a-z0-9][a-z0-9-]{0,62}`, never a name or an e-mail address.
  public let id: String

  /// An actor with an opaque id; nil if the id has another form.
  public init?(_ role: Role, _ id: String) {
    guard id.isOpaqueID else { return nil }
    self.role = role
    self.id = id
  }

  /// Reads `role:id`; nil for anything else.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), let role = Role(rawValue: String(text[..<colon]))
    else { return nil }
    self.init(role, String(text[text.index(after: colon)...]))
  }

  /// The form that records and commands use, `administrator:u-17`.
  public var description: String { "\(role.rawValue):\(id)" }
}
