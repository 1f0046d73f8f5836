package import EventLog
import Evidence
import Integrations

extension Hit {
  /// Its name, safe to show: a provider's number is what the provider wrote.
  package var shownValue: String { ProviderText.shown(value) }

  /// The command to go on with.
  package var next: String {
    switch kind {
    case .company, .providerCompany:
      hasIntegration ? "authledger why \(company)" : "authledger history \(company)"
    case .attempt: "authledger history \(company) --attempt \(value)"
    case .ticket: "authledger history \(company) --type credentialsRemoved"
    case .actor: "authledger history \(company) --actor \(value)"
    }
  }

  package var json: JSON {
    .object([
      ("kind", .string(kind.rawValue)), ("value", .string(shownValue)), ("exact", .bool(isExact)),
      ("company", .string(company.id)), ("provider", .text(provider?.rawValue)),
      ("position", .number(position.number)), ("time", .string(time.description)),
      ("records", .number(records)), ("next", .string(next)),
    ])
  }
}
