import Connector
import EventLog
import Hummingbird
import Integrations
import Vault

extension WebError {
  /// The page for an error of the ledger, the vault or the connector.
  init(refused error: any Error) {
    switch error {
    case LedgerError.busy, VaultError.busy, ConnectorError.busy: self = .busy
    case let error as LedgerError where error.isNoPosition:
      self.init(
        .notFound, "notFound", title: WebError.noSuchThing.title, text: error.text)
    case LedgerError.guarded:
      self.init(
        .serviceUnavailable, "guarded",
        title: Text("Nothing is recorded or signed here", "Inget registreras eller signeras här"),
        text: Text(
          "Whoever runs the server sees why with `authledger doctor`.",
          "Den som driver servern ser varför med `authledger doctor`."),
        retrySeconds: 60)
    case LedgerError.rejected(let rejection):
      self.init(.conflict, rejection.code, title: rejection.reasonText, text: rejection.remedyText)
    case LedgerError.secret, LedgerError.unfit:
      self.init(
        .badRequest, "unfit",
        title: Text("This cannot be recorded", "Det här kan inte registreras"),
        text: Text(
          "It looks like it holds a password, an e-mail address or something far too long.",
          "Det ser ut att innehålla ett lösenord, en e-postadress eller något alldeles för långt."))
    case ConnectorError.noCompanyCode(_, let provider):
      self.init(
        .conflict, "noCompanyCode",
        title: Text("The company code is missing", "Företagskoden saknas"),
        text: Text(
          "Save the settings with the company code of \(provider.system), then authorize.",
          "Spara inställningarna med företagskoden i \(provider.system) och auktorisera sedan."))
    case ConnectorError.notACompanyCode(let provider):
      self.init(
        .badRequest, "notACompanyCode",
        title: Text("This is not a company code", "Det här är ingen företagskod"),
        text: Text(
          "Copy it from the address of the company's pages in \(provider.system).",
          "Kopiera den från adressen till företagets sidor i \(provider.system)."))
    case ConnectorError.noGrant, ConnectorError.noCredentials, ConnectorError.grantDead:
      self.init(
        .conflict, "noGrant", title: Text("There is nothing to use", "Det finns inget att använda"),
        text: Text(
          "The company has no authorization that works; its administrator must authorize.",
          "Företaget har ingen auktorisering som fungerar; dess administratör måste auktorisera."))
    case ConnectorError.notRefreshed:
      self.init(
        .badGateway, "notRefreshed",
        title: Text("The provider gave no answer", "Leverantören svarade inte"),
        text: Text(
          "What happened is in the company log. Try again in a minute.",
          "Vad som hände står i företagets logg. Försök igen om en minut."))
    case ConnectorError.notOffered: self = .notFound
    default: self = .broken
    }
  }
}

extension LedgerError {
  /// True if a position after the end of the log was asked about.
  fileprivate var isNoPosition: Bool { if case .noPosition = self { true } else { false } }
}

extension Rejection {
  fileprivate var reasonText: Text { Text(reason(.english), reason(.swedish)) }
  fileprivate var remedyText: Text { Text(remedy(.english), remedy(.swedish)) }
}
