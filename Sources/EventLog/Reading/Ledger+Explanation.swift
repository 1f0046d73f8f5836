public import Integrations

/// How many integrations with one provider share one cause of failure.
public struct FailureCount: Hashable, Sendable {
  /// How many companies are named at most.
  public static let exampleLimit = 5

  /// The provider.
  public let provider: Provider
  /// The verdict.
  public let verdict: VerdictCode
  /// How many integrations have it.
  public internal(set) var count: Int
  /// The first companies that have it, in the order of their ids.
  public internal(set) var companies: [Company]
}

extension Ledger {
  /// Why an integration is as it is at a moment; nil if nothing is recorded of the company.
  public func explanation(
    of company: Company, _ provider: Provider, at moment: AsOf = .now
  ) throws -> Explanation? {
    try read { connection in
      guard let view = try integration(of: company, provider, at: moment, connection) else {
        return nil
      }
      return try explanation(of: view, connection)
    }
  }

  /// Why an integration is as the view shows it.
  public func explanation(of view: IntegrationView) throws -> Explanation {
    try read { try explanation(of: view, $0) }
  }

  func explanation(
    of view: IntegrationView, _ connection: Connection
  ) throws -> Explanation {
    let cited = try records(of: view.company, view.state.citations(at: view.now), connection)
    return Explanation(
      of: view.state, company: view.company, provider: view.provider, at: view.now, cited: cited,
      elsewhere: try consentElsewhere(of: view, cited, connection),
      product: try Self.hostProduct(connection))
  }

  /// The latest consent for another company that may have ended a dead grant; nil if there is none, or
  /// the provider's consents do not end each other.
  private func consentElsewhere(
    of view: IntegrationView, _ cited: [Recorded], _ connection: Connection
  ) throws -> ConsentElsewhere? {
    guard let search = view.state.searchForConsentElsewhere(at: view.now) else { return nil }
    func position(_ citation: Citation) -> Position? {
      cited.first { $0.sequence == citation.sequence }?.position
    }
    guard let after = position(search.after), let before = position(search.before) else {
      return nil
    }
    return try AttemptStartTable.latestConsent(
      likeThatOf: search.attempt, with: view.provider, after: after, before: before, connection)
  }

  /// What goes wrong across companies at a moment, most frequent first.
  ///
  /// - Parameter provider: The only provider asked for; nil for every one.
  public func failures(_ provider: Provider?, at moment: AsOf = .now) throws -> [FailureCount] {
    var found: [Provider: [VerdictCode: FailureCount]] = [:]
    try forEachVerdict(provider, at: moment) { provider, verdict, company in
      guard verdict.isFailure else { return }
      var failure =
        found[provider]?[verdict]
        ?? FailureCount(provider: provider, verdict: verdict, count: 0, companies: [])
      failure.count += 1
      if failure.companies.count < FailureCount.exampleLimit {
        failure.companies.append(try company())
      }
      found[provider, default: [:]][verdict] = failure
    }
    return found.values.flatMap(\.values).sorted {
      ($1.count, $0.verdict.rawValue, $0.provider.rawValue)
        < ($0.count, $1.verdict.rawValue, $1.provider.rawValue)
    }
  }

  /// The verdict of every integration, in the order of the companies' ids.
  ///
  /// For the present, the verdict stored beside each state is used; a state is decoded only if a
  /// deadline has passed since.
  private func forEachVerdict(
    _ provider: Provider?, at moment: AsOf,
    _ body: (_ provider: Provider, _ verdict: VerdictCode, _ company: () throws -> Company) throws
      -> Void
  ) throws {
    guard moment == .now else {
      return try forEachIntegration(provider, at: moment) { view in
        try body(view.provider, view.state.verdict(at: view.now)) { view.company }
        return true
      }
    }
    try read { connection in
      let now = try moment.clock(connection, effects)
      try Projection.integrationStatus.requireCurrent(connection)
      try StatusTable.forEach(of: provider, connection) { row in
        try body(row.provider(), row.verdict(at: now)) { try row.company() }
        return true
      }
    }
  }
}
