import EventLog
import Evidence
import Fixtures
import Integrations
import TestSupport
import Testing

/// What a page shows of an integration.
@Suite struct OverviewTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("it is what the single questions answer, for every sample history")
  func parts() throws {
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    let companies = try ledger.companies(beginningWith: "", limit: 100)
    #expect(companies.count > 40)
    for company in companies {
      for provider in Provider.allCases {
        let found = try #require(try ledger.overview(of: company, provider, latest: 5))
        #expect(try ledger.integration(of: company, provider) == found.view)
        #expect(try ledger.explanation(of: company, provider) == found.explanation)
        var log: [LogLine] = []
        try ledger.forEachLogLine(of: company, provider) {
          log.append($0)
          return true
        }
        #expect(found.latest == Array(log.reversed().prefix(5)), "\(company)")
      }
    }
    #expect(try ledger.overview(of: .beta, latest: 5) == nil)
  }

  @Test("its parts are of one moment, while others append")
  func snapshot() async throws {
    let ledger = try Ledger.create(folder.file("ledger"))
    try ledger.append([.settings(1)], to: .acme)
    let writing = Task.detached {
      for number in 2..<400 {
        try await ledger.appendConcurrently([.settings(number)], to: .acme)
      }
    }
    var seen: Set<Int64> = []
    while seen.max() ?? 0 < 399 {
      let found = try #require(try ledger.overview(of: .acme, latest: 1))
      #expect(found.latest.first?.recorded?.sequence.number == found.view.size - 1)
      seen.insert(found.view.size)
      await Task.yield()
    }
    try await writing.value
    #expect(seen.count > 3)
  }
}
