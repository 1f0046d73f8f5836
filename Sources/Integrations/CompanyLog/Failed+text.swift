extension Failed {
  /// What came to nothing and why, in a sentence.
  ///
  /// - Parameter isGivenUp: True if the administrator ended the attempt before it ended by itself.
  func text(_ names: Names, isGivenUp: Bool) -> Text {
    let name = names.system
    if reason == .abandoned, isGivenUp {
      return Text(
        "The administrator gave the authorization up.", "Administratören avbröt auktoriseringen.")
    }
    if let registers, stage == .check, reason == .unrecognised {
      let title = registers.sorted.title
      return Text(
        "\(name) gave an answer about \(title.english) that is not known.",
        "\(name) gav ett svar om \(title.swedish) som inte är känt.")
    }
    if let credentials {
      return credentials == .missing
        ? Text(
          "The refresh failed: the stored credentials are missing.",
          "Förnyelsen misslyckades: de sparade uppgifterna saknas.")
        : Text(
          "The refresh failed: the stored credentials cannot be opened.",
          "Förnyelsen misslyckades: de sparade uppgifterna går inte att öppna.")
    }
    let what = stage.noun
    let why = reason.clause(names)
    let text = Text(
      "\(what.english) failed: \(why.english).", "\(what.swedish) misslyckades: \(why.swedish).")
    guard let revokedAtProvider else { return text }
    let revoked =
      revokedAtProvider
      ? Text(
        "\(name) confirmed that its consent is revoked.",
        "\(name) bekräftade att dess godkännande är återkallat.")
      : Text(
        "\(name) did not confirm that its consent is revoked; the company can remove it there.",
        "\(name) bekräftade inte att dess godkännande är återkallat; företaget kan ta bort det där."
      )
    return Text(
      "\(text.english) \(revoked.english)", "\(text.swedish) \(revoked.swedish)")
  }
}

extension Failed.Stage {
  fileprivate var noun: Text {
    switch self {
    case .authorize, .callback, .exchange: Text("Authorization", "Auktoriseringen")
    case .refresh: Text("The refresh", "Förnyelsen")
    case .check: Text("The check", "Kontrollen")
    }
  }
}

extension Failed.Reason {
  fileprivate func clause(_ names: Names) -> Text {
    let (name, licence) = (names.system, names.words.licence)
    return switch self {
    case .declined: Text("the person declined in \(name)", "personen tackade nej i \(name)")
    case .licenceMissing:
      Text(
        "a \(licence.english) is missing in \(name)", "en \(licence.swedish) saknas i \(name)")
    case .notSystemAdministrator:
      Text(
        "the person is not a system administrator in \(name)",
        "personen är inte systemadministratör i \(name)")
    case .scopeNotEnabled:
      Text(
        "\(name) does not let our app ask for this", "\(name) låter inte vår app begära detta")
    case .clientRejected:
      Text("\(name) refuses our own credentials", "\(name) godtar inte våra egna uppgifter")
    case .emptyCallback:
      Text("\(name) gave neither code nor error", "\(name) gav varken kod eller fel")
    case .codeRejected: Text("\(name) refused the code", "\(name) godtog inte koden")
    case .exchangeUnknown:
      Text("the code was sent and no answer came", "koden skickades och inget svar kom")
    case .grantDead:
      Text("the authorization no longer stands", "auktoriseringen gäller inte längre")
    case .refreshUnknown:
      Text("the request was sent and no answer came", "begäran skickades och inget svar kom")
    case .wrongCompany:
      names.words.companyCode == nil
        ? Text("another company was chosen in \(name)", "ett annat företag valdes i \(name)")
        : Text(
          "the company is not among those in \(name) that the consent reaches",
          "företaget är inte bland dem i \(name) som godkännandet omfattar")
    case .checkUnknown: Text("\(name) gave no answer", "\(name) gav inget svar")
    case .abandoned:
      Text("nobody came back from \(name)", "ingen kom tillbaka från \(name)")
    case .superseded:
      Text(
        "a newer attempt or a removal took its place",
        "ett nyare försök eller en borttagning tog dess plats")
    case .providerUnavailable:
      Text("\(name) could not be reached or was down", "\(name) gick inte att nå eller låg nere")
    case .unrecognised:
      Text("\(name)'s answer is not known", "svaret från \(name) är inte känt")
    }
  }
}
