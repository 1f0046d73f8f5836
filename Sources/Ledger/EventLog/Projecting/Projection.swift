import GRDB

/// The folds that the ledger keeps in tables.
public enum Projection: String, CaseIterable, Sendable {
  /// One row an integration.
  case integrationStatus = "integration_status"
  /// One line an action.
  case companyLog = "company_log"

  /// Names the fold that wrote the rows.
  ///
  /// It is raised whenever the fold, the layout of its state or the meaning of a column changes;
  /// stored rows of another fingerprint are rebuilt. A test holds it to the digest of the fixtures' projections.
  package var fingerprint: String {
    switch self {
    case .integrationStatus: "integration_status/3"
    case .companyLog: "company_log/2"
    }
  }

  /// How far the stored rows reach.
  package struct Progress: Hashable, Sendable {
    package var fingerprint: String
    package var position: Int64
    package var stopped: String?
  }

  /// How far the rows reach; nil where it was never built.
  func progress(_ database: Database) throws -> Progress? {
    let sql = "SELECT fingerprint, position, stopped FROM projection WHERE name = ?"
    return try database.withRaw(sql) { raw in
      raw.bind(text: rawValue, at: 1)
      guard try raw.step() else { return nil }
      return Progress(
        fingerprint: raw.text(0), position: raw.integer(1),
        stopped: raw.isNull(2) ? nil : raw.text(2))
    }
  }
}
