import EventLog
import Integrations
import TestSupport
import Testing

@testable import Connector

/// The process dies between any two steps of a consent, and another goes on with the same disk.
@Suite(.timeLimit(.minutes(20))) struct CrashTests {
  /// What comes of a crash at each step, in order; neighbours that are alike are one.
  private func ends(of journey: CrashJourney) async throws -> [String] {
    journey.images.take(at: journey.clock.effects.now())
    let images = journey.images.all
    // Before, the attempt sealed and recorded, the code accepted, the tokens sealed, the grant recorded,
    // the tokens current; Fiken's code is sealed beside them.
    #expect(images.count >= (journey.provider == .fiken ? 8 : 7))
    var ends: [String] = []
    for image in images {
      let end = try await journey.end(after: image)
      if ends.last != end { ends.append(end) }
    }
    return ends
  }

  private static let consent = [
    "configured", "failed(authorize, abandoned)", "failed(exchange, exchangeUnknown)",
    "approved(consent)",
  ]

  @Test("of a consent", arguments: [Provider.fortnox, .fiken])
  func consent(provider: Provider) async throws {
    let journey = try CrashJourney(provider)
    try await journey.configure()
    journey.images.begin()
    try await journey.consent()
    #expect(try await ends(of: journey) == Self.consent)
  }

  @Test("of a consent in place of an earlier one", arguments: [Provider.fortnox, .fiken])
  func again(provider: Provider) async throws {
    let journey = try CrashJourney(provider)
    try await journey.configure()
    try await journey.consent()
    journey.images.begin()
    try await journey.consent()
    let ends = try await ends(of: journey)
    #expect(ends.first == "approved(consent)" && ends.last == "reauthorized(consent)")
    // The grant that stood is never lost; it is checked after an attempt that came to nothing.
    let between: Set = [
      "failed(authorize, abandoned)", "failed(exchange, exchangeUnknown)", "approved(recheck)",
    ]
    #expect(between.isSuperset(of: ends.dropFirst().dropLast()))
  }

  @Test("of a consent without the company, which a person then gives and says so")
  func lookedFor() async throws {
    let journey = try CrashJourney(.fiken)
    try await journey.configure()
    journey.fiken.give()
    journey.images.begin()
    try await journey.consent()
    #expect(try await journey.connector.lookForCompany(.acme, .fiken))
    journey.fiken.give(FakeFiken.acme)
    #expect(try await !journey.connector.lookForCompany(.acme, .fiken))
    #expect(try await ends(of: journey) == Self.consent)
  }

  @Test("of a consent without the company, which the sweep looks for again")
  func swept() async throws {
    let journey = try CrashJourney(.fiken)
    try await journey.configure()
    journey.fiken.give()
    journey.images.begin()
    try await journey.consent()
    for _ in 0..<3 {
      journey.clock.advance(seconds: 60)
      try await journey.connector.sweep()
    }
    journey.fiken.give(FakeFiken.acme)
    journey.clock.advance(seconds: 60)
    try await journey.connector.sweep()
    #expect(try await ends(of: journey) == Self.consent)
  }

  @Test("of a company code that is corrected while the consent waits")
  func corrected() async throws {
    let journey = try CrashJourney(.fiken)
    try await journey.configure("acne-as")
    journey.images.begin()
    try await journey.consent()
    try await journey.configure("acme-as")
    try await journey.connector.lookForCompany(.acme, .fiken)
    // Until the code is corrected, the company is not among those that the person gave.
    #expect(
      try await ends(of: journey) == [
        "configured", "failed(authorize, abandoned)", "failed(exchange, exchangeUnknown)",
        "failed(check, wrongCompany)", "approved(consent)",
      ])
  }

  @Test("of a consent whose company is never given, until its end")
  func neverGiven() async throws {
    let journey = try CrashJourney(.fiken)
    try await journey.configure()
    journey.fiken.give()
    journey.images.begin()
    try await journey.consent()
    journey.clock.advance(seconds: 46 * 60)
    try await journey.connector.sweep()
    #expect(
      try await ends(of: journey) == [
        "configured", "failed(authorize, abandoned)", "failed(exchange, exchangeUnknown)",
        // The consent was ended and that is not recorded: it can no longer be asked.
        "failed(check, wrongCompany)", "failed(check, unrecognised)", "failed(check, wrongCompany)",
      ])
  }
}
