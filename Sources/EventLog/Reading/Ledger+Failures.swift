public import Integrations

/// How many integrations with one provider share one cause of failure.
public struct FailureCount: Hashable, Sendable {
  /// How many companies are named at most.
  public static let exampleLimit = 5

  /// The provider.
  public let provider: Provider
  /// The verdict.
  public let verdict: VerdictCode
  /// Who can fix it, where the question asked for certain people; nil for whoever usually can.
  public let fixer: Advice.Fixer?
  /// How many integrations have it.
  public internal(set) var count = 0
  /// When it was first seen in any of them.
  public internal(set) var since: Timestamp?
  /// When it was last seen in any of them.
  public internal(set) var latest: Timestamp?
  /// The first companies that have it, in the order of their ids.
  public internal(set) var companies: [Company] = []

  init(provider: Provider, verdict: VerdictCode, fixer: Advice.Fixer?) {
    self.provider = provider
    self.verdict = verdict
    self.fixer = fixer
  }
}

/// An integration that fails.
public struct FailingIntegration: Hashable, Sendable {
  /// The integration.
  public let view: IntegrationView
  /// What is wrong with it.
  public let outline: Outline
  /// Who can fix it.
  public let fixer: Advice.Fixer
}

/// How many integrations have one phase and one verdict.
public struct StatusCount: Hashable, Sendable {
  /// The phase.
  public let phase: Phase
  /// The verdict.
  public let verdict: VerdictCode
  /// How many have both.
  public let count: Int
}

extension StatusQuery {
  /// The same question about failures alone.
  public var ofFailures: StatusQuery {
    var query = self
    let asked = filter.verdicts.isEmpty ? Set(VerdictCode.allCases) : filter.verdicts
    query.filter.verdicts = asked.filter(\.isFailure)
    return query
  }
}

extension Ledger {
  /// What goes wrong across companies at a moment, most frequent first.
  ///
  /// - Parameter provider: The only provider asked for; nil for every one.
  public func failures(_ provider: Provider?, at moment: AsOf = .now) throws -> [FailureCount] {
    var query = StatusQuery()
    query.provider = provider
    query.moment = moment
    return try failures(query)
  }

  /// What goes wrong in the integrations that a query finds, most frequent first.
  ///
  /// For the present, the verdict stored beside each state is used; a state is decoded only if it
  /// fails or a deadline has passed.
  public func failures(_ query: StatusQuery) throws -> [FailureCount] {
    var found: [FailureKey: FailureCount] = [:]
    let query = query.ofFailures
    guard !query.filter.verdicts.isEmpty else { return [] }
    try read { connection in
      try forEachMatch(query, connection) { match in
        let state = try match.state()
        let outline = state.outline(at: match.now)
        let key = FailureKey(
          provider: match.provider, verdict: match.verdict,
          fixer: query.filter.fixers.isEmpty ? nil : state.fixer(at: match.now))
        try found[key, default: key.count].add(outline, match.company)
        return true
      }
    }
    return found.values.sorted {
      ($1.count, $0.verdict.rawValue, $0.provider.rawValue, $0.fixer?.rawValue ?? "")
        < ($0.count, $1.verdict.rawValue, $1.provider.rawValue, $1.fixer?.rawValue ?? "")
    }
  }

  /// The integrations that fail among those that a query finds, in the order of the companies' ids
  /// and then the providers'; `body` returns false to stop.
  public func forEachFailing(
    _ query: StatusQuery, _ body: (FailingIntegration) throws -> Bool
  ) throws {
    let query = query.ofFailures
    guard !query.filter.verdicts.isEmpty else { return }
    try forEachIntegration(query) { view in
      try body(
        FailingIntegration(
          view: view, outline: view.state.outline(at: view.now),
          fixer: view.state.fixer(at: view.now)))
    }
  }

  /// How many of the integrations that a query finds have each phase and verdict, most frequent
  /// first.
  public func summary(_ query: StatusQuery) throws -> [StatusCount] {
    var counts: [Phase: [VerdictCode: Int]] = [:]
    try read { connection in
      try forEachMatch(query, connection) { match in
        counts[try match.state().phase(at: match.now), default: [:]][match.verdict, default: 0] += 1
        return true
      }
    }
    let all = counts.flatMap { phase, verdicts in
      verdicts.map { StatusCount(phase: phase, verdict: $0.key, count: $0.value) }
    }
    return all.sorted {
      ($1.count, $0.phase.rawValue, $0.verdict.rawValue)
        < ($0.count, $1.phase.rawValue, $1.verdict.rawValue)
    }
  }
}

/// What failures are counted by.
private struct FailureKey: Hashable {
  var provider: Provider
  var verdict: VerdictCode
  var fixer: Advice.Fixer?

  var count: FailureCount { FailureCount(provider: provider, verdict: verdict, fixer: fixer) }
}

extension FailureCount {
  fileprivate mutating func add(_ outline: Outline, _ company: () throws -> Company) rethrows {
    count += 1
    since = [since, outline.since].compactMap(\.self).min()
    latest = [latest, outline.last ?? outline.since].compactMap(\.self).max()
    if companies.count < Self.exampleLimit { companies.append(try company()) }
  }
}
