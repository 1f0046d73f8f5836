import EventLog
import Evidence
import Integrations
import TestSupport
import Testing

@Suite struct AppendTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let clock = TestEffects()

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.create(folder.file("ledger"), effects: clock.effects)
  }

  @Test("a receipt says where the record is, and the record is there")
  func receipt() throws {
    let appended = try ledger.append([.settings(1)], to: .acme)
    let receipt = try #require(appended.first?.receipt)
    #expect(receipt.position == Position(1))
    #expect(receipt.sequence == SequenceNumber(0))
    let record = try #require(try ledger.records(RecordQuery()).first)
    #expect(record.hash == receipt.hash)
    #expect(record.content.id == receipt.id)
  }

  @Test("positions run over all companies and sequences in each")
  func numbers() throws {
    for number in 1...6 {
      try ledger.append([.settings(number)], to: number % 2 == 0 ? .acme : .beta)
    }
    let records = try ledger.records(RecordQuery())
    #expect(records.map(\.position.number) == [1, 2, 3, 4, 5, 6])
    #expect(records.map(\.content.sequence.number) == [0, 0, 1, 1, 2, 2])
  }

  @Test("an expected size that does not hold is a conflict with both numbers")
  func conflict() throws {
    try ledger.append([.settings(1)], to: .acme, expecting: .exactly(0))
    let error = #expect(throws: LedgerError.self) {
      try ledger.append([.settings(2)], to: .acme, expecting: .exactly(0))
    }
    guard case .conflict(.acme, expected: 0, found: 1) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try ledger.records(RecordQuery()).count == 1)
  }

  @Test("an expected size ahead of the stream is a conflict too")
  func conflictAhead() throws {
    #expect(throws: LedgerError.self) {
      try ledger.append([.settings(1)], to: .acme, expecting: .exactly(3))
    }
    #expect(try ledger.records(RecordQuery()).isEmpty)
  }

  @Test("the same id with the same content is answered with the first receipt, always")
  func idempotent() throws {
    let id = RecordID(high: 1, low: 2)
    let first = try ledger.append([.settings(1, id: id)], to: .acme, expecting: .exactly(0))
    try ledger.append([.settings(2)], to: .acme)
    clock.advance(seconds: 60)
    let again = try ledger.append([.settings(1, id: id)], to: .acme, expecting: .exactly(0))
    #expect(again.first?.receipt == first.first?.receipt)
    #expect(again.first?.isRepeat == true)
    #expect(try ledger.records(RecordQuery()).count == 2)
  }

  @Test("the same id with another content is a named error")
  func idTaken() throws {
    let id = RecordID(high: 1, low: 2)
    try ledger.append([.settings(1, id: id)], to: .acme)
    for attempt in [Command.settings(2, id: id), .settings(1, id: id)] {
      let error = #expect(throws: LedgerError.self) {
        try ledger.append([attempt], to: attempt == .settings(2, id: id) ? .acme : .beta)
      }
      guard case .idTaken(id, Position(1)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test("two texts that Swift holds equal and bytes do not are another content")
  func unicodeSpelling() throws {
    let id = RecordID(high: 1, low: 2)
    func removal(_ ticket: String) -> Command {
      Command(
        .failed(Failed(stage: .refresh, reason: .unrecognised, providerMessage: ticket)),
        by: .administrator, id: id)
    }
    try authorize(.acme)
    try ledger.append([removal("é")], to: .acme)
    #expect(throws: LedgerError.self) { try ledger.append([removal("e\u{301}")], to: .acme) }
  }

  @Test("several commands are one append: all of it or nothing")
  func atomic() throws {
    let enabling = Command(
      .configured(Configured(transfers: Registers(), enabled: true)), by: .administrator)
    #expect(throws: LedgerError.self) {
      try ledger.append([.settings(1), enabling], to: .acme)
    }
    #expect(try ledger.records(RecordQuery()).isEmpty)
    #expect(try ledger.integration(of: .acme) == nil)
  }

  @Test("what changes nothing is not recorded")
  func unchanged() throws {
    try ledger.append([.settings(1)], to: .acme)
    let again = try ledger.append([.settings(1)], to: .acme)
    #expect(again.map(\.receipt) == [nil])
    #expect(again.allSatisfy { $0.added.isEmpty && !$0.isRepeat })
  }

  @Test("a rule's own records come with the action that brought them")
  func addedRecords() throws {
    let first = try start(.acme, attempt: 1)
    let second = try start(.acme, attempt: 2)
    #expect(first.added.isEmpty)
    #expect(second.added.count == 1)
    let records = try ledger.records(RecordQuery())
    guard case .action(.failed(let failed), _)? = records.dropFirst().first?.content.what else {
      Issue.record("the superseded attempt is not recorded")
      return
    }
    #expect(failed.reason == .superseded)
    #expect(records.map(\.content.sequence.number) == [0, 1, 2])
  }

  @Test("a time far ahead of the clock is refused, one behind is not")
  func future() throws {
    let now = clock.effects.now()
    #expect(throws: LedgerError.self) {
      try ledger.append([.settings(1, at: now.adding(seconds: 301))], to: .acme)
    }
    try ledger.append([.settings(1, at: now.adding(seconds: 300))], to: .acme)
    try ledger.append([.settings(2, at: now.adding(seconds: -1_000_000))], to: .acme)
    #expect(try ledger.verify().agrees)
  }

  @Test("a secret in a text field is refused and nothing is written")
  func secret() throws {
    try authorize(.acme)
    let before = try ledger.records(RecordQuery()).count
    let leak = "token a7302e6b-b1cb-4508-b884-cf9abd9a51de refused"
    #expect(throws: LedgerError.self) {
      try ledger.append(
        [
          Command(
            .failed(Failed(stage: .refresh, reason: .unrecognised, providerMessage: leak)),
            by: .administrator)
        ], to: .acme)
    }
    #expect(try ledger.records(RecordQuery()).count == before)
  }

  @Test("appends that wait share a commit, and each is decided on its own")
  func concurrent() async throws {
    let ledger = ledger
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 1...400 {
        group.addTask {
          let company = Company.make("c-\(number % 7)")
          let enabled = number % 10 == 0
          let action = Action.configured(
            Configured(transfers: Registers([.customers]), enabled: enabled))
          do {
            try await ledger.appendConcurrently(
              [Command(action, by: .administrator, id: RecordID(high: 0, low: UInt64(number)))],
              to: company)
            return true
          } catch { return false }
        }
      }
      var refused = 0
      for try await isAccepted in group where !isAccepted { refused += 1 }
      #expect(refused == 40, "enabling without a grant is refused, beside others that are not")
    }
    let report = try ledger.verify(deep: true)
    #expect(report.agrees)
    #expect(report.records == 7, "the same settings again are not recorded")
  }

  // MARK: Histories

  @discardableResult
  private func start(_ company: Company, attempt: UInt64) throws -> Appended {
    let now = clock.effects.now()
    let action = Action.authorizeStarted(
      AuthorizeStarted(
        attempt: AttemptID(high: 0, low: attempt), accountType: .user,
        scopes: ["companyinformation", "customer"],
        expiresAt: now.adding(seconds: Limits.attemptSeconds)))
    let appended = try ledger.append([Command(action, by: .administrator)], to: company)
    return try #require(appended.first)
  }

  private func authorize(_ company: Company) throws {
    try start(company, attempt: 9)
    let attempt = AttemptID(high: 0, low: 9)
    let now = clock.effects.now()
    try ledger.append(
      [
        Command(
          .callbackReceived(
            CallbackReceived(attempt: attempt, answer: .code, verdict: .accepted)), by: .server),
        Command(
          .approved(
            Approval(
              attempt: attempt, via: .consent, accountType: .user,
              scopes: ["companyinformation", "customer"], providerCompany: "1234", checks: [],
              accessTokenExpiresAt: now.adding(seconds: 3600),
              refreshTokenExpiresAt: now.adding(seconds: 45 * 86_400))), by: .server),
      ], to: company)
  }

  @Test("an expected sequence is that of the integration's last record, whoever shares the stream")
  func expectedSequence() throws {
    let ledger = try Ledger.create(folder.file("sequence"), effects: TestEffects().effects)
    func settings(_ number: Int, _ provider: Provider, after last: Int64?) throws {
      var command = Command.settings(number)
      command.provider = provider
      try ledger.append(
        [command], to: .acme, expecting: .last(last.map(SequenceNumber.init), with: provider))
    }
    try settings(1, .fortnox, after: nil)
    try settings(2, .fortnoxPayments, after: nil)
    try ledger.introduce(.administrator, [.name: "Anna"], to: [.acme], by: .operator)
    // Two records of others came since.
    try settings(3, .fortnox, after: 0)
    for (provider, expected, found) in [
      (Provider.fortnox, Int64?(0), Int64?(3)), (.fortnox, 2, 3), (.fortnox, nil, 3),
      (.fortnoxPayments, 3, 1),
    ] {
      let error = #expect(throws: LedgerError.self) {
        try settings(4, provider, after: expected)
      }
      guard case .integrationMoved(.acme, provider, let wanted, let last)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(wanted?.number == expected && last?.number == found)
      let sentence = "\(try #require(error))"
      #expect(sentence.contains(" \(found ?? -1) "), "\(sentence)")
      #expect(sentence.contains(" \(expected.map(String.init) ?? "none") "), "\(sentence)")
    }
    #expect(throws: LedgerError.self) {
      try ledger.append(
        [.settings(1)], to: .beta, expecting: .last(SequenceNumber(0), with: .fortnox))
    }
    #expect(try ledger.records(RecordQuery()).count == 4)
  }
}
