import Evidence
import Fixtures
import Integrations
import TestSupport
import Testing

@testable import EventLog

@Suite struct AsOfTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let records: [Record]
  private let streams: [Company: [Record]]

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.ofFixtures(folder.file("ledger"))
    _ = try ledger.importLines(
      from: ImportSource(madeUpLines(1500), name: "made-up"), by: .operator)
    records = try ledger.records(RecordQuery())
    streams = Dictionary(grouping: records, by: \.content.stream)
  }

  /// The plain way: fold what counts, one record after another.
  private func fold(
    _ company: Company, _ counts: (Record) -> Bool
  ) -> (state: Integration, size: Int64) {
    var state = Integration()
    var size: Int64 = 0
    for record in streams[company] ?? [] {
      guard counts(record) else { break }
      size += 1
      guard let recorded = record.recorded, recorded.provider == .fortnox else { continue }
      state.evolve(recorded.action, cited: recorded.citation)
    }
    return (state, size)
  }

  @Test("as of a position, as of a time and now are each the fold of their prefix")
  func equalsFold() throws {
    var random = SplitMix(seed: 21)
    let companies = Set(records.map(\.content.stream))
    for _ in 0..<15 {
      let record = RandomAction.pick(records, &random)
      let time = record.content.time.adding(seconds: .random(in: -2...2, using: &random))
      let latest = records.prefix { $0.position <= record.position }.map(\.content.time).max()
      for moment in [AsOf.position(record.position), .time(time), .now] {
        var listed: [Company: IntegrationView] = [:]
        var order: [Company] = []
        try ledger.forEachIntegration(at: moment) { view in
          listed[view.company] = view
          order.append(view.company)
          return true
        }
        #expect(order == order.sorted())
        for company in companies {
          let expected = fold(company) { candidate in
            switch moment {
            case .position(let position): candidate.position <= position
            case .time(let time): candidate.content.time <= time
            case .now: true
            }
          }
          let view = try ledger.integration(of: company, at: moment)
          #expect((view == nil) == (expected.size == 0))
          guard let view else { continue }
          #expect(view.state == expected.state)
          #expect(view.size == expected.size)
          if case .position = moment { #expect(view.now == latest) }
          if case .time(let time) = moment { #expect(view.now == time) }
          if company == record.content.stream {
            try expectExplanationAndLog(of: view, expected.state, at: moment)
          }
          if let listed = listed[company] {
            #expect(listed.state == view.state && listed.now == view.now)
          } else {
            #expect(view.state == Integration(), "only bookkeeping or another provider")
          }
        }
      }
    }
  }

  private func expectExplanationAndLog(
    of view: IntegrationView, _ state: Integration, at moment: AsOf
  ) throws {
    let prefix = (streams[view.company] ?? []).prefix(Int(view.size))
      .compactMap(\.recorded).filter { $0.provider == view.provider }
    let cited = Set(state.citations(at: view.now))
    let expected = Explanation(
      of: state, company: view.company, provider: view.provider, at: view.now,
      cited: prefix.filter { cited.contains($0.sequence) })
    #expect(try ledger.explanation(of: view.company, at: moment) == expected)
    #expect(expected.evidence.count == cited.count, "every cited record is there")
    var lines: [LogLine] = []
    try ledger.forEachLogLine(of: view.company, at: moment) {
      lines.append($0)
      return true
    }
    #expect(lines.compactMap(\.recorded) == prefix)
    let names = Names(view.provider)
    var before = Integration(view.provider)
    for (line, recorded) in zip(lines, prefix) {
      #expect(line.line == CompanyLogLine(recorded, before: before, names))
      before.evolve(recorded.action, cited: recorded.citation)
    }
    let computed = lines.drop { $0.recorded != nil }
    #expect(computed.map(\.line) == state.computedLines(at: view.now, names))
  }

  @Test("a query at a moment finds what counts then, in either direction and within its limit")
  func queriesAtMoments() throws {
    var random = SplitMix(seed: 22)
    for _ in 0..<8 {
      let record = RandomAction.pick(records, &random)
      for moment in [AsOf.position(record.position), .time(record.content.time)] {
        for company in [nil, record.content.stream] {
          var ended: Set<Company> = []
          let expected = records.filter { candidate in
            let stream = candidate.content.stream
            if case .time(let time) = moment, candidate.content.time > time { ended.insert(stream) }
            if case .position(let end) = moment, candidate.position > end { return false }
            return !ended.contains(stream) && (company == nil || stream == company)
          }
          var query = RecordQuery(of: company)
          query.moment = moment
          #expect(try ledger.records(query).map(\.position) == expected.map(\.position))
          query.isReversed = true
          query.limit = 3
          let newest = expected.reversed().prefix(3).map(\.position)
          #expect(try ledger.records(query).map(\.position) == newest)
        }
      }
    }
    var query = RecordQuery()
    query.moment = .position(Position(9_999_999))
    let beyond = query
    #expect(throws: LedgerError.self) { () throws -> Void in _ = try ledger.records(beyond) }
  }

  @Test("a clock that runs back ends the prefix at the first later record")
  func clockRunsBack() throws {
    let company = Company.make("clock-runs-back")
    let stream = streams[company] ?? []
    let times = stream.map(\.content.time)
    #expect(times != times.sorted(), "the fixture's clock runs back")
    for time in times {
      let counted = stream.prefix { $0.content.time <= time }.count
      let view = try ledger.integration(of: company, at: .time(time))
      #expect(view?.size ?? 0 == Int64(counted))
    }
  }

  @Test("there is no status as of a position that is not there yet")
  func noPosition() throws {
    #expect(throws: LedgerError.self) {
      try ledger.integration(of: .acme, at: .position(Position(9_999_999)))
    }
  }

  @Test("the company log is the stream's actions, at any moment")
  func companyLog() throws {
    let stream = streams[.acme] ?? []
    for record in stream {
      var lines: [Position] = []
      try ledger.forEachLogLine(of: .acme, at: .position(record.position)) {
        if let recorded = $0.recorded { lines.append(recorded.position) }
        return true
      }
      #expect(lines == stream.map(\.position).filter { $0 <= record.position })
    }
  }

  @Test("queries find what a filter over all records finds, forward and backward")
  func queries() throws {
    var random = SplitMix(seed: 22)
    for _ in 0..<150 {
      let sample = RandomAction.pick(records, &random)
      var query = RecordQuery()
      if Bool.random(using: &random) { query.company = sample.content.stream }
      if Bool.random(using: &random) { query.actor = sample.content.actor }
      if Bool.random(using: &random), let action = sample.recorded?.action {
        query.actions = [action.name]
      }
      if Bool.random(using: &random) { query.attempt = sample.recorded?.action.attempt }
      if Bool.random(using: &random) { query.since = sample.content.time.adding(seconds: -1000) }
      if Bool.random(using: &random) { query.until = sample.content.time.adding(seconds: 1000) }
      if Bool.random(using: &random) {
        query.after = Position(Int64.random(in: 0...sample.position.number, using: &random))
      }
      query.isReversed = .random(using: &random)
      if Bool.random(using: &random) { query.limit = .random(in: 1...5, using: &random) }
      var expected = records.filter { matches($0, query) }
      if query.isReversed { expected.reverse() }
      let found = try ledger.records(query).map(\.position)
      #expect(found == expected.prefix(query.limit).map(\.position), "\(query)")
    }
  }

  private func matches(_ record: Record, _ query: RecordQuery) -> Bool {
    let content = record.content
    let action = record.recorded?.action
    return (query.company == nil || content.stream == query.company)
      && (query.actor == nil || content.actor == query.actor)
      && (query.actions.isEmpty || action.map { query.actions.contains($0.name) } == true)
      && (query.attempt == nil || action?.attempt == query.attempt)
      && (query.since.map { content.time >= $0 } ?? true)
      && (query.until.map { content.time < $0 } ?? true) && record.position > query.after
  }

  @Test("what a later program wrote hides nothing that happened before it")
  func beforeUnknown() throws {
    let own = streams[.acme] ?? []
    let last = try #require(own.last)
    try ledger.execute("DROP TRIGGER record_is_never_updated")
    try ledger.execute(
      """
      UPDATE record SET bytes = CAST(replace(CAST(bytes AS TEXT), '.v1"}', '.v9"}') AS BLOB)
      WHERE position = \(last.position.number)
      """)
    let before = AsOf.time(last.content.time.adding(seconds: -1))
    let expected = fold(.acme) { $0.content.time <= last.content.time.adding(seconds: -1) }
    #expect(try ledger.integration(of: .acme, at: before)?.state == expected.state)
    var listed: Integration?
    try ledger.forEachIntegration(at: before) { view in
      if view.company == .acme { listed = view.state }
      return true
    }
    #expect(listed == expected.state)
    #expect(throws: LedgerError.self) {
      try ledger.integration(of: .acme, at: .position(last.position))
    }
  }
}
