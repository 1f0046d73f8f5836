import Evidence
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// Filters beside what explanations say, for every sample history.
@Suite struct StatusFilterTests {
  private let folder: TemporaryFolder
  private let views: [IntegrationView]
  private let explanations: [Explanation]

  init() throws {
    folder = try TemporaryFolder()
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    var all: [IntegrationView] = []
    for moment in ["2026-11-03T09:01:00.000Z", "2026-11-12T09:20:00.000Z"] {
      let time = try #require(Timestamp(moment))
      try ledger.forEachIntegration(nil, at: .time(time)) {
        all.append($0)
        return true
      }
    }
    try ledger.forEachIntegration(nil) {
      all.append($0)
      return true
    }
    views = all
    explanations = try all.map(ledger.explanation)
  }

  /// Compares what a filter lets through with what it should.
  private func expect(
    _ change: (inout StatusFilter) -> Void, _ isRight: (Int) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var filter = StatusFilter()
    change(&filter)
    for index in views.indices {
      #expect(
        filter.matches(views[index].state, at: views[index].now) == isRight(index),
        "\(views[index].company) \(filter)", sourceLocation: sourceLocation)
    }
  }

  @Test("without conditions everything matches")
  func empty() {
    #expect(StatusFilter().isEmpty && views.count > 60)
    expect({ _ in }, { _ in true })
  }

  @Test("each phase, verdict, layer, fixer and warning alone")
  func each() {
    for phase in Phase.allCases {
      expect({ $0.phases = [phase] }, { explanations[$0].phase == phase })
    }
    for verdict in VerdictCode.allCases {
      expect({ $0.verdicts = [verdict] }, { explanations[$0].verdict == verdict })
    }
    for layer in Layer.allCases {
      expect({ $0.layers = [layer] }, { explanations[$0].advice.layer == layer })
    }
    for fixer in Advice.Fixer.allCases {
      expect({ $0.fixers = [fixer] }, { explanations[$0].advice.fixer == fixer })
    }
    for warning in WarningCode.allCases {
      expect(
        { $0.warnings = [warning] },
        { explanations[$0].warnings.contains { $0.code == warning } })
    }
    for kinds in [
      Set(explanations.map { "\($0.phase)" }), Set(explanations.map { "\($0.verdict)" }),
      Set(explanations.map { "\($0.advice.layer)" }),
    ] {
      #expect(kinds.count > 4, "the samples tell little: \(kinds)")
    }
  }

  @Test("several values are or, several kinds and")
  func together() {
    let verdicts: Set<VerdictCode> = [.grantDead, .denied, .healthy]
    expect({ $0.verdicts = verdicts }, { verdicts.contains(explanations[$0].verdict) })
    expect(
      {
        $0.verdicts = verdicts
        $0.phases = [.grantExpired, .active]
        $0.fixers = [.nobody]
      },
      { index in
        let found = explanations[index]
        return verdicts.contains(found.verdict) && [.grantExpired, .active].contains(found.phase)
          && found.advice.fixer == .nobody
      })
    expect(
      {
        $0.phases = [.active]
        $0.verdicts = [.grantDead]
      }, { _ in false })
  }

  @Test("a grant ends within a time, up to its last moment, unless it has ended")
  func expiry() throws {
    let view = try #require(views.first { $0.state.grant?.refreshTokenExpiresAt != nil })
    let end = try #require(view.state.grantEnd(after: view.now))
    var filter = StatusFilter()
    filter.expiresWithinSeconds = 3600
    func matches(_ seconds: Int64) -> Bool {
      filter.matches(view.state, at: end.adding(seconds: seconds))
    }
    #expect(!matches(-3601) && matches(-3600) && matches(-1) && !matches(0) && !matches(1))
    var service = view.state
    service.grant?.refreshTokenExpiresAt = nil
    service.grant?.accountType = .service
    #expect(!filter.matches(service, at: end.adding(seconds: -60)), "it never ends by itself")
    let open = try #require(views.first { $0.state.phase(at: $0.now) == .authorizing })
    #expect(!filter.matches(open.state, at: open.now), "an attempt is no grant")
  }

  @Test("a record or the clock has changed it since a time, that time included")
  func changed() throws {
    var filter = StatusFilter()
    filter.changedSince = .ago(seconds: 60)
    let open = try #require(
      views.first { $0.state.phase(at: $0.now) == .authorizing && $0.state.grant == nil })
    let expiry = try #require(open.state.attempt?.expiresAt)
    func changes(_ seconds: Int64, recorded: Int64? = nil) -> Bool {
      let now = expiry.adding(seconds: seconds)
      return filter.matches(
        open.state, at: now, recorded: recorded.map { expiry.adding(seconds: $0) })
    }
    #expect(!changes(-1) && changes(0) && changes(60) && !changes(61), "by the clock")
    #expect(changes(-100, recorded: -160) && !changes(-100, recorded: -161), "by a record")
    filter.changedSince = .time(expiry)
    #expect(changes(5000) && !changes(-1))
  }
}
