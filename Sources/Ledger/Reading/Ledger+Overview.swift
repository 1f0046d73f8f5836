import GRDB
public import Integrations

/// An integration as a page shows it, all of it as of one moment.
public struct Overview: Sendable {
  /// Where it stands.
  public let view: IntegrationView
  /// Why.
  public let explanation: Explanation
  /// The latest of what happened, newest first.
  public let latest: [Recorded]
}

extension Ledger {
  /// An integration with its explanation and the end of its log; nil where nothing is recorded.
  ///
  /// All of it is read in one snapshot: parts of different moments could contradict each other.
  ///
  /// - Parameter limit: How much of what happened is read.
  public func overview(
    of company: Company, _ provider: Provider = .fortnox, latest limit: Int
  ) throws -> Overview? {
    try read { database in
      guard let view = try integration(of: company, provider, at: .now, database) else {
        return nil
      }
      let cited = try records(of: company, view.state.citations(at: view.now), database)
      return Overview(
        view: view,
        explanation: Explanation(of: view.state, company, provider, at: view.now, cited: cited),
        latest: try latest(limit, of: company, provider, database))
    }
  }

  private func latest(
    _ limit: Int, of company: Company, _ provider: Provider, _ database: Database
  ) throws -> [Recorded] {
    guard let stream = try Self.stream(of: company, database) else { return [] }
    var latest: [Recorded] = []
    let sql = "SELECT position, bytes FROM record WHERE stream = ? ORDER BY sequence DESC"
    try database.withRaw(sql) { raw in
      raw.bind(stream.id, at: 1)
      while latest.count < limit, try raw.step() {
        let record = try Record(position: Position(raw.integer(0)), stored: raw.bytes(1))
        guard let recorded = record.recorded, recorded.provider == provider else { continue }
        latest.append(recorded)
      }
    }
    return latest
  }
}
