extension Action {
  /// What happened, in a sentence.
  ///
  /// - Parameter isGivenUp: True if it ends an attempt that the administrator gave up.
  func text(_ names: Names, isGivenUp: Bool = false) -> Text {
    let name = names.system
    switch self {
    case .configured(let data): return data.text
    case .serviceAccountSelected(let data):
      return data.selected
        ? Text("The service account was selected.", "Servicekonto valdes.")
        : Text("The service account was deselected.", "Servicekonto valdes bort.")
    case .authorizeStarted(let data):
      return data.accountType == .service
        ? Text(
          "Authorization with a service account started: the browser was sent to \(name).",
          "Auktorisering med servicekonto startade: webbläsaren skickades till \(name).")
        : Text(
          "Authorization started: the browser was sent to \(name).",
          "Auktorisering startade: webbläsaren skickades till \(name).")
    case .callbackReceived(let data): return data.text(name)
    case .approved(let data): return data.text(name)
    case .reauthorized(let data):
      return Text(
        "Re-authorized: \(name) company \(ProviderText.shown(data.providerCompany)).",
        "Auktoriserad på nytt: \(name) databasnummer \(ProviderText.shown(data.providerCompany)).")
    case .failed(let data): return data.text(name, isGivenUp: isGivenUp)
    case .permissionDenied(let data):
      let registers = data.refusals.map(\.register).title
      let why = data.nouns
      return Text(
        "\(name) refused \(registers.english): \(why.english).",
        "\(name) nekade åtkomst till \(registers.swedish): \(why.swedish).")
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
      answer == .empty
        ? Text(
          "The browser came back with neither code nor error, and that did not count.",
          "Webbläsaren kom tillbaka med varken kod eller fel, och det räknades inte.")
        : Text(
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
        "Auktoriserad: \(name) databasnummer \(ProviderText.shown(providerCompany)).")
    case .recheck:
      Text(
        "The registers were checked again and are open.",
        "Registren kontrollerades igen och är öppna.")
    case .refresh:
      Text("The authorization was refreshed.", "Auktoriseringen förnyades.")
    }
  }
}

extension PermissionDenied {
  /// Why the registers are refused; if the reasons differ, with the registers of each.
  fileprivate var nouns: Text {
    var groups: [(noun: Text, registers: [Register])] = []
    for refusal in refusals {
      let noun = refusal.reading(layer).kind.noun
      if let place = groups.firstIndex(where: { $0.noun == noun }) {
        groups[place].registers.append(refusal.register)
      } else {
        groups.append((noun, [refusal.register]))
      }
    }
    if groups.count == 1 { return groups[0].noun }
    return Text.list(
      groups.map { group in
        let title = group.registers.title
        return Text(
          "\(group.noun.english) (\(title.english))", "\(group.noun.swedish) (\(title.swedish))")
      })
  }
}

extension Finding.Kind {
  /// Why a register is refused, as a clause.
  fileprivate var noun: Text {
    switch self {
    case .registerScope:
      Text("the authorization does not cover it", "auktoriseringen omfattar det inte")
    case .registerLicence: Text("its licence is missing", "licensen saknas")
    case .registerIntegrationLicence:
      Text("the licence Integration is missing", "licensen Integration saknas")
    default: Text("behörighet is missing", "behörighet saknas")
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
          "Supporten tog bort auktoriseringen, för byte till servicekonto")
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
