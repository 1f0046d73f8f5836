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
    case .approved(let data): return data.text(names)
    case .reauthorized(let data):
      let company = data.company(names)
      return Text(
        "Re-authorized: \(company.english).", "Auktoriserad på nytt: \(company.swedish).")
    case .failed(let data): return data.text(names, isGivenUp: isGivenUp)
    case .permissionDenied(let data):
      let registers = data.refusals.map(\.register).title
      let why = data.nouns(names)
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
  /// The company that consented, as a noun.
  fileprivate func company(_ names: Names) -> Text {
    let number = ProviderText.shown(providerCompany)
    return Text(
      "\(names.system) company \(number)",
      "\(names.system) \(names.words.companyNumber.swedish) \(number)")
  }

  fileprivate func text(_ names: Names) -> Text {
    switch via {
    case .consent:
      let company = company(names)
      return Text("Authorized: \(company.english).", "Auktoriserad: \(company.swedish).")
    case .recheck:
      return Text(
        "The registers were checked again and are open.",
        "Registren kontrollerades igen och är öppna.")
    case .refresh:
      return Text("The authorization was refreshed.", "Auktoriseringen förnyades.")
    }
  }
}

extension PermissionDenied {
  /// Why the registers are refused; if the reasons differ, with the registers of each.
  fileprivate func nouns(_ names: Names) -> Text {
    var groups: [(noun: Text, registers: [Register])] = []
    for refusal in refusals {
      let noun = refusal.reading(layer, of: names.profile).kind.noun(names.words)
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
  fileprivate func noun(_ words: ProviderWords) -> Text {
    switch self {
    case .registerScope:
      Text("the authorization does not cover it", "auktoriseringen omfattar det inte")
    case .registerLicence:
      Text("its \(words.licence.english) is missing", "\(words.licence.swedish)en saknas")
    case .registerIntegrationLicence:
      Text(
        "\(words.integrationLicence.english) is missing",
        "\(words.integrationLicence.swedish) saknas")
    default: Text("\(words.right.english) is missing", "\(words.right.swedish) saknas")
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
