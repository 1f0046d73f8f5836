public import Integrations

/// Which integrations a question is about.
public struct StatusQuery: Hashable, Sendable {
  /// The companies; nil for all.
  public var companies: Set<Company>?
  /// The only provider; nil for every one.
  public var provider: Provider?
  /// What must hold of each integration.
  public var filter = StatusFilter()
  /// The moment.
  public var moment = AsOf.now
  /// Only those after this one, in the order of the companies' ids and then the providers'.
  public var after: Place?

  /// Where one integration stands among all.
  public struct Place: Hashable, Sendable {
    /// The company.
    public var company: Company
    /// The provider.
    public var provider: Provider

    /// The place of an integration, which need not be there.
    public init(company: Company, provider: Provider) {
      self.company = company
      self.provider = provider
    }

    /// True if the place is before an integration.
    func isBefore(_ company: Company, _ provider: Provider) -> Bool {
      (self.company.id, self.provider.rawValue) < (company.id, provider.rawValue)
    }
  }

  /// Every integration, now.
  public init() {}
}

/// An integration that a query finds.
///
/// What takes time to read is read when it is asked for, while the query stands on it.
struct StatusMatch {
  /// The provider.
  let provider: Provider
  /// Its verdict.
  let verdict: VerdictCode
  /// Where the clock stands.
  let now: Timestamp
  /// When it last changed, where the query asks for that.
  let changed: Timestamp?
  let company: () throws -> Company
  let state: () throws -> Integration
  let size: () throws -> Int64

  func view() throws -> IntegrationView {
    var view = IntegrationView(
      company: try company(), provider: provider, state: try state(), now: now, size: try size())
    view.changed = changed
    return view
  }
}

extension Ledger {
  /// Up to so many companies are looked up one by one; of more, all integrations are gone through.
  private static let lookupLimit = 256

  /// Calls `body` with what a query finds, in the order of the companies' ids and then the
  /// providers', in the connection's snapshot; `body` returns false to stop.
  func forEachMatch(
    _ query: StatusQuery, _ connection: Connection, _ body: (StatusMatch) throws -> Bool
  ) throws {
    let now = try query.moment.clock(connection, effects)
    if query.moment == .now { try Projection.integrationStatus.requireCurrent(connection) }
    let since = query.filter.changedSince?.time(before: now)
    let changes = try since.map { try RecentChanges(since: $0, at: query.moment, connection) }
    let rule = StatusRule(query: query, now: now, changes: changes)
    if let companies = query.companies, companies.count <= Self.lookupLimit {
      for company in companies.sorted() {
        guard let stream = try StreamTable.find(company, connection) else { continue }
        for view in try integrations(of: company, at: query.moment, connection) ?? [] {
          guard let match = rule.match(view, in: stream.id) else { continue }
          guard try body(match) else { return }
        }
      }
    } else if query.moment == .now {
      try StatusTable.forEach(of: query.provider, after: query.after, connection) { row in
        guard let match = try rule.match(row) else { return true }
        return try body(match)
      }
    } else {
      try forEachPastIntegration(query.provider, at: query.moment, now, connection) {
        stream, view in
        guard let match = rule.match(view, in: stream) else { return true }
        return try body(match)
      }
    }
  }
}

/// A query at a time, as it is applied to one integration after another.
private struct StatusRule {
  let query: StatusQuery
  let now: Timestamp
  let changes: RecentChanges?

  /// A stored integration, if it is asked for; the state is decoded only if nothing cheaper tells,
  /// and once.
  func match(_ row: StatusTable.StoredRow) throws -> StatusMatch? {
    let provider = try row.provider()
    let (verdict, known) = try row.verdict(at: now)
    var decoded = known
    guard query.filter.allows(verdict) else { return nil }
    if let companies = query.companies, !companies.contains(try row.company()) { return nil }
    let recorded = changes?[row.stream, provider]
    var changed: Timestamp?
    if !query.filter.asksVerdictAlone || changes != nil {
      let state = try decoded ?? row.state()
      decoded = state
      changed = query.filter.change(of: state, at: now, recorded: recorded)
      guard changes == nil || changed != nil, query.filter.matches(exceptVerdict: state, at: now)
      else { return nil }
    }
    return StatusMatch(
      provider: provider, verdict: verdict, now: now, changed: changed, company: row.company,
      state: { [decoded] in try decoded ?? row.state() }, size: row.size)
  }

  /// An integration that was looked up or folded, if it is asked for.
  func match(_ view: IntegrationView, in stream: Int64) -> StatusMatch? {
    if let companies = query.companies, !companies.contains(view.company) { return nil }
    if let provider = query.provider, view.provider != provider { return nil }
    if let after = query.after, !after.isBefore(view.company, view.provider) { return nil }
    let recorded = changes?[stream, view.provider]
    guard query.filter.matches(view.state, at: now, recorded: recorded) else { return nil }
    return StatusMatch(
      provider: view.provider, verdict: view.state.verdict(at: now), now: now,
      changed: query.filter.change(of: view.state, at: now, recorded: recorded),
      company: { view.company }, state: { view.state }, size: { view.size })
  }
}
