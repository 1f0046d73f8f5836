import Connector
import Integrations
import TestSupport
import Testing

/// Every error of the connector is a sentence in both languages.
@Suite struct ConnectorErrorTests {
  private static let examples: [ConnectorError] = {
    guard let company = Company("acme") else { return [] }
    return [
      .notOffered(.fiken), .busy(company), .noCompanyCode(company, .fiken),
      .notACompanyCode(.fiken),
      .noGrant(company), .noCredentials(company), .grantDead(company),
      .notRefreshed(company, .providerUnavailable),
    ]
  }()

  @Test("the examples are of every case")
  func everyCase() { #expect(Self.examples.map(Self.place) == Array(0..<8)) }

  @Test("each is a sentence in both languages", arguments: examples)
  func sentences(error: ConnectorError) {
    expectSentence(error.text)
    #expect(error.description == error.text.english)
  }

  /// The number of the case; a new case must have an example above.
  private static func place(_ error: ConnectorError) -> Int {
    switch error {
    case .notOffered: 0
    case .busy: 1
    case .noCompanyCode: 2
    case .notACompanyCode: 3
    case .noGrant: 4
    case .noCredentials: 5
    case .grantDead: 6
    case .notRefreshed: 7
    }
  }
}
