import GRDB
public import Integrations

/// What the vault holds beside a new consent that its way to a grant must heed.
public struct Circumstances: Hashable, Sendable {
  /// The pause of questions to registers and about the company; nil if there was none.
  public var registerPause: Pause?
  /// True if a consent at the same provider is still to be revoked.
  public var hasRevocations: Bool
}

extension Vault {
  /// What a consent must heed that was stored earlier.
  public func circumstances(of company: Company, _ provider: Provider) throws -> Circumstances {
    try read { try Self.circumstances(of: company, provider, $0) }
  }

  static func circumstances(
    of company: Company, _ provider: Provider, _ database: Database
  ) throws -> Circumstances {
    let hasRevocations = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT * FROM revocation WHERE provider = ?)",
      arguments: [provider.rawValue])
    return Circumstances(
      registerPause: try pause(of: company, provider, .register, database),
      hasRevocations: hasRevocations ?? false)
  }
}
