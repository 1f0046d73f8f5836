// The tests' default provider and host product: most tests are about one integration, whichever it
// is.

package import EventLog
package import Integrations

extension Integration {
  package init() { self.init(.fortnox) }
}

extension Command {
  package init(
    _ action: Action, by actor: Actor, recordedBy: Actor? = nil, at time: Timestamp? = nil,
    id: RecordID? = nil
  ) {
    self.init(
      action, provider: .fortnox, by: actor, recordedBy: recordedBy, at: time, id: id)
  }
}

extension Ledger {
  package func integration(of company: Company, at moment: AsOf = .now) throws -> IntegrationView? {
    try integration(of: company, .fortnox, at: moment)
  }

  package func forEachIntegration(
    at moment: AsOf = .now, _ body: (IntegrationView) throws -> Bool
  ) throws {
    try forEachIntegration(.fortnox, at: moment, body)
  }

  package func explanation(of company: Company, at moment: AsOf = .now) throws -> Explanation? {
    try explanation(of: company, .fortnox, at: moment)
  }

  package func failures(at moment: AsOf = .now) throws -> [FailureCount] {
    try failures(.fortnox, at: moment)
  }

  package func overview(of company: Company, latest limit: Int) throws -> Overview? {
    try overview(of: company, .fortnox, latest: limit)
  }

  package func forEachLogLine(
    of company: Company, at moment: AsOf = .now, _ body: (LogLine) throws -> Bool
  ) throws {
    try forEachLogLine(of: company, .fortnox, at: moment, body)
  }

  package func replay(
    _ company: Company?, at moment: AsOf = .now, _ body: (ReplayStep) throws -> Bool
  ) throws {
    try replay(company, .fortnox, at: moment, body)
  }
}

extension Register {
  package var scope: String { Provider.fortnox.profile.scope(of: self) ?? "" }
}

extension HostProduct {
  package static let moment = HostProduct(name: "Moment")
}

extension Names {
  package init(_ provider: Provider) { self.init(provider, .moment) }
}

extension VerdictCode {
  package var meaning: Text { meaning(.fortnox) }

  package func advice(_ provider: Provider) -> Advice { advice(provider, .moment) }
}

extension Advice.Fixer {
  package func title(_ company: Company?, _ provider: Provider) -> Text {
    title(company, provider, .moment)
  }
}

extension Explanation {
  package init(
    of state: Integration, company: Company, provider: Provider, at now: Timestamp,
    cited: [Recorded], elsewhere: ConsentElsewhere? = nil
  ) {
    self.init(
      of: state, company: company, provider: provider, at: now, cited: cited, elsewhere: elsewhere,
      product: .moment)
  }
}
