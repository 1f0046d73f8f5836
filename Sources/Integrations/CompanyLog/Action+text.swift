extension Action {
  /// What happened, in a sentence.
  func text(_ provider: Provider) -> Text {
    let name = provider.title
    switch self {
    case .configured(let data): return data.text
    case .serviceAccountSelected(let data):
      return data.selected
        ? Text("The service account was selected.", "Tjänstekonto valdes.")
        : Text("The service account was deselected.", "Tjänstekonto valdes bort.")
    case .authorizeStarted(let data):
      return data.accountType == .service
        ? Text(
          "Authorization with a service account started: the browser was sent to \(name).",
          "Auktorisering med tjänstekonto startade: webbläsaren skickades till \(name).")
        : Text(
          "Authorization started: the browser was sent to \(name).",
          "Auktorisering startade: webbläsaren skickades till \(name).")
    case .callbackReceived(let data): return data.text(name)
    case .approved(let data): return data.text(name)
    case .reauthorized(let data):
      return Text(
        "Re-authorized: \(name) company \(ProviderText.shown(data.providerCompany)).",
        "Återauktoriserad: företag \(ProviderText.shown(data.providerCompany)) i \(name).")
    case .failed(let data): return data.text(name)
    case .permissionDenied(let data):
      let registers = data.refusals.map(\.register).title
      return Text(
        "\(name) refused \(registers.english): \(data.layer.noun.english).",
        "\(name) nekade \(registers.swedish): \(data.layer.noun.swedish).")
    case .credentialsRemoved(let data): return data.text(name)
    }
  }
}

extension Configured {
  fileprivate var text: Text {
    let what =
      transfers.isEmpty ? Text("nothing", "inget") : transfers.sorted.title
    return enabled
      ? Text(
        "Settings saved, integration enabled; to transfer: \(what.english).",
        "Inställningar sparade, integrationen aktiverad; att överföra: \(what.swedish).")
      : Text(
        "Settings saved, integration not enabled; to transfer: \(what.english).",
        "Inställningar sparade, integrationen inte aktiverad; att överföra: \(what.swedish).")
  }
}

extension CallbackReceived {
  fileprivate func text(_ name: String) -> Text {
    switch verdict {
    case .accepted:
      switch answer {
      case .code: Text("\(name) sent the browser back with a code.", "\(name) svarade med en kod.")
      case .error:
        Text("\(name) sent the browser back with an error.", "\(name) svarade med ett fel.")
      case .empty:
        Text(
          "\(name) sent the browser back with neither code nor error.",
          "\(name) svarade med varken kod eller fel.")
      }
    case .expired:
      Text(
        "An answer came after the attempt had expired, and did not count.",
        "Ett svar kom efter att försöket hade gått ut och räknades inte.")
    case .alreadyUsed:
      Text(
        "The same answer came once more, and did not count.",
        "Samma svar kom en gång till och räknades inte.")
    case .closed:
      Text(
        "An answer came for an attempt that had ended, and did not count.",
        "Ett svar kom till ett avslutat försök och räknades inte.")
    case .otherBrowser:
      Text(
        "An answer came to another browser than the one that started, and did not count.",
        "Ett svar kom till en annan webbläsare än den som startade och räknades inte.")
    case .malformed:
      Text(
        "A call came back that did not have the form of an answer, and did not count.",
        "Ett anrop kom tillbaka som inte såg ut som ett svar och räknades inte.")
    }
  }
}

extension Approval {
  fileprivate func text(_ name: String) -> Text {
    switch via {
    case .consent:
      Text(
        "Authorized: \(name) company \(ProviderText.shown(providerCompany)).",
        "Auktoriserad: företag \(ProviderText.shown(providerCompany)) i \(name).")
    case .recheck:
      Text(
        "The registers were checked again and are open.",
        "Registren kontrollerades igen och är öppna.")
    case .refresh:
      Text("The authorization was refreshed.", "Auktoriseringen förnyades.")
    }
  }
}

extension PermissionDenied.Layer {
  fileprivate var noun: Text {
    switch self {
    case .person:
      Text("the person who approved lacks behörighet", "den som godkände saknar behörighet")
    case .scope:
      Text("the authorization does not cover it", "auktoriseringen omfattar det inte")
    case .licence: Text("a licence is missing", "en licens saknas")
    }
  }
}

extension CredentialsRemoved {
  fileprivate func text(_ name: String) -> Text {
    let removed: Text =
      switch reason {
      case .switchToServiceAccount:
        Text(
          "Support removed the authorization, for a switch to a service account",
          "Supporten tog bort auktoriseringen, för byte till tjänstekonto")
      case .requested:
        Text(
          "Support removed the authorization, as asked",
          "Supporten tog bort auktoriseringen, på begäran")
      case .offboarding:
        Text(
          "Support removed the authorization: the company is leaving",
          "Supporten tog bort auktoriseringen: företaget slutar")
      }
    let revoked =
      revokedAtProvider
      ? Text("\(name) confirmed the revocation", "\(name) bekräftade återkallelsen")
      : Text("\(name) did not confirm the revocation", "\(name) bekräftade inte återkallelsen")
    return Text(
      "\(removed.english); \(revoked.english).", "\(removed.swedish); \(revoked.swedish).")
  }
}
