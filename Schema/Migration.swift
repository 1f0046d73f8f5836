/// One step of the database's layout: shipped steps are never edited, the next one is added.
public struct Migration: Sendable {
  /// The file it stands in, without its ending.
  public let name: String
  /// The SQL of the step.
  public let sql: String

  /// Every step in order; the number of steps is the layout's version.
  public static let all: [Migration] = [
    Migration(name: "m0001_event_log", sql: text(PackageResources.m0001_event_log_sql)),
    Migration(name: "m0002_projections", sql: text(PackageResources.m0002_projections_sql)),
    Migration(name: "m0003_publications", sql: text(PackageResources.m0003_publications_sql)),
    Migration(name: "m0004_order", sql: text(PackageResources.m0004_order_sql)),
    Migration(
      name: "m0005_attempt_starts", sql: text(PackageResources.m0005_attempt_starts_sql)),
  ]

  /// The tables of the directory of people.
  public static let people = text(PackageResources.people_sql)
  /// The tables of the keys that seal it.
  public static let peopleKeys = text(PackageResources.people_keys_sql)

  /// Every step of the vault's layout, in order.
  public static let vault: [Migration] = [
    Migration(name: "v0001_vault", sql: text(PackageResources.v0001_vault_sql)),
    Migration(name: "v0002_revoking", sql: text(PackageResources.v0002_revoking_sql)),
    Migration(name: "v0003_visits", sql: text(PackageResources.v0003_visits_sql)),
    Migration(name: "v0004_service_keys", sql: text(PackageResources.v0004_service_keys_sql)),
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
