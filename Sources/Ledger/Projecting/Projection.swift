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
    case .integrationStatus: "integration_status/1"
    case .companyLog: "company_log/1"
    }
  }

  /// How far the stored rows reach.
  package struct Progress: Hashable, Sendable {
    package var fingerprint: String
    package var position: Int64
    package var stopped: String?
  }

  /// The progress of every projection that has rows.
  static func progress(_ database: Database) throws -> [Projection: Progress] {
    var found: [Projection: Progress] = [:]
    try database.withRaw("SELECT name, fingerprint, position, stopped FROM projection") { raw in
      while try raw.step() {
        guard let projection = Projection(rawValue: raw.text(0)) else { continue }
        found[projection] = Progress(
          fingerprint: raw.text(1), position: raw.integer(2),
          stopped: raw.isNull(3) ? nil : raw.text(3))
      }
    }
    return found
  }
}
