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
}
