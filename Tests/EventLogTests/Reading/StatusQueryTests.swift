import Evidence
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// Queries beside the plain way: every integration, each record read, one condition after another.
@Suite struct StatusQueryTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let moments: [AsOf]

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.ofFixtures(folder.file("ledger"))
    _ = try ledger.importLines(
      from: ImportSource(madeUpLines(3000), name: "made-up"), by: .operator)
    let time = try #require(Timestamp("2026-10-20T12:00:00.000Z"))
    moments = [.now, .time(time), .position(Position(2000))]
  }

  private func views(_ query: StatusQuery) throws -> [IntegrationView] {
    var views: [IntegrationView] = []
    try ledger.forEachIntegration(query) {
      views.append($0)
      return true
    }
    return views
  }

  private func query(at moment: AsOf, _ change: (inout StatusQuery) -> Void = { _ in })
    -> StatusQuery
  {
    var query = StatusQuery()
    query.moment = moment
    change(&query)
    return query
  }

  private static let filters: [StatusFilter] = {
    var filters = [StatusFilter(), StatusFilter(), StatusFilter(), StatusFilter(), StatusFilter()]
    filters[0].verdicts = [.grantDead, .healthy]
    filters[1].phases = [.grantExpired, .authorizationFailed]
    filters[2].fixers = [.companyAdministrator]
    filters[2].layers = [.attempt, .grant]
    filters[3].warnings = [.endsSoon]
    filters[4].expiresWithinSeconds = 20 * 86_400
    return filters
  }()

  @Test("what is found is what matches, now and then, in the order of the companies")
  func filtered() throws {
    for moment in moments {
      let all = try views(query(at: moment))
      #expect(all.count > 100)
      for filter in Self.filters {
        let found = try views(query(at: moment) { $0.filter = filter })
        #expect(found == all.filter { filter.matches($0.state, at: $0.now) })
        #expect(!found.isEmpty && found.count < all.count, "\(filter) tells nothing")
      }
      let fiken = try views(query(at: moment) { $0.provider = .fortnoxPayments })
      #expect(fiken == all.filter { $0.provider == .fortnoxPayments })
    }
  }

  @Test("a few companies are looked up, many gone through, and the answers are the same")
  func companies() throws {
    for moment in moments {
      let all = try views(query(at: moment))
      let companies = Set(all.map(\.company)).sorted()
      #expect(companies.count > 300 || moment != .now)
      for count in [0, 1, 5, 300] {
        let chosen = Set(companies.shuffled().prefix(count))
        for filter in [StatusFilter()] + Self.filters {
          let found = try views(
            query(at: moment) {
              $0.companies = chosen
              $0.filter = filter
            })
          let right = all.filter {
            chosen.contains($0.company) && filter.matches($0.state, at: $0.now)
          }
          #expect(found == right)
        }
      }
    }
  }

  @Test("changed is what has a record since, or looks different by the clock")
  func changed() throws {
    let records = Dictionary(grouping: try ledger.records(RecordQuery())) { $0.content.stream }
    for moment in moments {
      let all = try views(query(at: moment))
      let now = try #require(all.first?.now)
      for days: Int64 in [1, 9, 40] {
        let since = now.adding(seconds: -days * 86_400)
        let found = try views(query(at: moment) { $0.filter.changedSince = .time(since) })
        let ago = try views(
          query(at: moment) { $0.filter.changedSince = .ago(seconds: days * 86_400) })
        #expect(found == ago)
        var changes: [Company: [Provider: Timestamp]] = [:]
        for view in all {
          let counted = (records[view.company] ?? []).prefix(Int(view.size)).compactMap(\.recorded)
          let recorded = counted.filter { $0.provider == view.provider }.map(\.time)
            .filter { $0 >= since }.max()
          let before = Timestamp(milliseconds: since.milliseconds - 1)
          let isOtherNow = view.state.seen(at: before) != view.state.seen(at: now)
          guard recorded != nil || isOtherNow else { continue }
          let clock = view.state.clockChange(by: now).flatMap { $0 >= since ? $0 : nil }
          changes[view.company, default: [:]][view.provider] = [recorded, clock]
            .compactMap(\.self).max()
        }
        #expect(found.allSatisfy { $0.changed == changes[$0.company]?[$0.provider] })
        #expect(found.count == changes.values.reduce(0) { $0 + $1.count })
        #expect(!found.isEmpty && found.count < all.count)
      }
    }
  }

  @Test("a summary counts each integration once")
  func summary() throws {
    for moment in moments {
      for filter in [StatusFilter()] + Self.filters {
        let query = query(at: moment) { $0.filter = filter }
        let views = try views(query)
        let counts = try ledger.summary(query)
        #expect(counts.reduce(0) { $0 + $1.count } == views.count)
        for count in counts {
          let right = views.filter {
            $0.state.phase(at: $0.now) == count.phase
              && $0.state.verdict(at: $0.now) == count.verdict
          }
          #expect(right.count == count.count)
        }
        #expect(counts.map(\.count) == counts.map(\.count).sorted(by: >))
      }
    }
  }

  @Test("failures count what fails, with the first and the last time, and who was asked for")
  func failures() throws {
    for moment in moments {
      let failing = try views(query(at: moment)).filter {
        $0.state.verdict(at: $0.now).isFailure
      }
      var single: [FailingIntegration] = []
      try ledger.forEachFailing(query(at: moment)) {
        single.append($0)
        return true
      }
      #expect(single.map(\.view) == failing)
      let counts = try ledger.failures(query(at: moment))
      #expect(counts == (try ledger.failures(nil, at: moment)))
      for count in counts {
        let right = single.filter {
          $0.view.provider == count.provider && $0.outline.verdict == count.verdict
        }
        #expect(right.count == count.count)
        #expect(count.companies == right.prefix(5).map(\.view.company))
        #expect(count.since == right.compactMap(\.outline.since).min())
        #expect(count.latest == right.compactMap { $0.outline.last ?? $0.outline.since }.max())
        #expect(count.fixer == nil)
      }
      let fixed = try ledger.failures(
        query(at: moment) { $0.filter.fixers = [.companyAdministrator] })
      #expect(!fixed.isEmpty && fixed.allSatisfy { $0.fixer == .companyAdministrator })
      #expect(
        fixed.reduce(0) { $0 + $1.count }
          == single.filter { $0.fixer == .companyAdministrator }.count)
      let none = try ledger.failures(query(at: moment) { $0.filter.verdicts = [.healthy] })
      #expect(none.isEmpty)
    }
  }
}

extension Integration {
  /// What the clock can change.
  fileprivate func seen(at now: Timestamp) -> [String] {
    ["\(phase(at: now))", "\(verdict(at: now))", "\(attemptState(at: now))"]
      + warnings(at: now).map(\.code.rawValue)
  }
}
