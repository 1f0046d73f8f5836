extension Rejection {
  /// Why the command is refused.
  public var reason: Text {
    switch self {
    case .enablingWithoutGrant:
      Text(
        "Transfers cannot be enabled before the integration is authorized.",
        "Överföringen kan inte aktiveras innan integrationen är auktoriserad.")
    case .serviceAccountLocked(let standing), .accountTypeOfGrant(let standing):
      switch standing {
      case .user:
        Text(
          "A person's authorization stands, so a service account cannot be chosen.",
          "Det finns en personlig auktorisering, så servicekonto kan inte väljas.")
      case .service:
        Text(
          "A service account's authorization stands, so a person's cannot be chosen.",
          "Det finns en auktorisering med servicekonto, så en personlig kan inte väljas.")
      }
    case .accountTypeNotChosen(let chosen):
      Text(
        "The attempt does not ask for the account type that was chosen, \(chosen.rawValue).",
        "Försöket gäller inte den kontotyp som är vald, \(chosen.rawValue).")
    case .attemptNotNew(let id):
      Text("The attempt \(id) was started before.", "Försöket \(id) har redan startats.")
    case .attemptLifetime:
      Text(
        "The attempt must end after it starts and within \(Limits.longestAttemptHours) hours.",
        "Försöket måste sluta efter att det startat och inom \(Limits.longestAttemptHours) timmar.")
    case .noScopes:
      Text("The attempt asks for no scope.", "Försöket begär ingen behörighet (scope).")
    case .scopesUnknown:
      Text(
        "The attempt asks for scopes, and the provider has none.",
        "Försöket begär behörigheter (scopes), och leverantören har inga.")
    case .serviceAccountUnknown:
      Text("The provider has no service accounts.", "Leverantören har inga servicekonton.")
    case .companyCodeMissing:
      Text("The company code is not set.", "Företagskoden är inte angiven.")
    case .attemptNotNamed:
      Text(
        "A failure at this stage belongs to an attempt, and none is named.",
        "Ett fel i detta steg hör till ett försök, och inget är angivet.")
    case .attemptUnknown(let id):
      Text("No attempt \(id) was started.", "Inget försök \(id) har startats.")
    case .attemptNotOpen(let id):
      Text("The attempt \(id) is not open.", "Försöket \(id) är inte öppet.")
    case .callbackVerdict(let verdict):
      Text(
        "The callback's verdict must be \(verdict.rawValue).",
        "Återanropets utfall måste vara \(verdict.rawValue).")
    case .callbackError:
      Text(
        "Only the answer error carries an error, and it always does.",
        "Bara svaret error har ett fel, och det har det alltid.")
    case .noCodeAccepted:
      Text(
        "No callback with a code was accepted for the attempt.",
        "Inget återanrop med kod har godtagits för försöket.")
    case .noCallbackAccepted:
      Text(
        "No callback was accepted for the attempt.",
        "Inget återanrop har godtagits för försöket.")
    case .noGrant:
      Text("There is no authorization.", "Det finns ingen auktorisering.")
    case .grantStands:
      Text(
        "An authorization stands, and a new consent replaces it.",
        "Det finns en auktorisering, och ett nytt godkännande ersätter den.")
    case .attemptOfGrant(let id):
      Text(
        "The authorization that stands came from the attempt \(id).",
        "Den auktorisering som finns kom av försöket \(id).")
    case .notTheGrant:
      Text(
        "The account type, the scopes or the provider's company are not those of the "
          + "authorization that stands.",
        "Kontotypen, behörigheterna (scopes) eller leverantörens företag är inte de som hör till "
          + "auktoriseringen.")
    case .wrongCompany(let expected):
      Text(
        "Another company consented than the one authorized before, \(expected).",
        "Ett annat företag än det tidigare auktoriserade, \(expected), har godkänt.")
    case .recheckNotOpen:
      Text(
        "The recheck did not find every register open.",
        "Kontrollen fann inte alla register öppna.")
    case .grantIsDead:
      Text("The authorization is dead.", "Auktoriseringen har upphört att gälla.")
    case .reasonNotAtStage(let reason, let stage):
      Text(
        "The reason \(reason.rawValue) does not occur at the stage \(stage.rawValue).",
        "Orsaken \(reason.rawValue) förekommer inte i steget \(stage.rawValue).")
    case .viaNotConsent:
      Text(
        "Only a consent replaces an authorization.",
        "Bara ett godkännande ersätter en auktorisering.")
    }
  }

  /// What to do instead.
  public var remedy: Text {
    switch self {
    case .enablingWithoutGrant:
      Text(
        "Save with `enabled` false and authorize first.",
        "Spara utan att aktivera och auktorisera först.")
    case .serviceAccountLocked, .accountTypeOfGrant:
      Text(
        "Ask support by e-mail to remove the current authorization first, then choose and "
          + "authorize anew.",
        "Be supporten via e-post att först ta bort den nuvarande auktoriseringen, välj sedan och "
          + "auktorisera på nytt.")
    case .accountTypeNotChosen(let chosen):
      Text(
        "Start with account type \(chosen.rawValue), or record serviceAccountSelected first.",
        "Starta med kontotypen \(chosen.rawValue), eller registrera serviceAccountSelected först.")
    case .attemptNotNew: Text("Use a new id.", "Använd ett nytt id.")
    case .attemptLifetime:
      Text(
        "Set `expiresAt` \(Limits.attemptMinutes) minutes after the start.",
        "Sätt `expiresAt` till \(Limits.attemptMinutes) minuter efter starten.")
    case .noScopes:
      Text("Name at least one scope.", "Ange minst en behörighet (scope).")
    case .scopesUnknown: Text("Leave `scopes` empty.", "Lämna `scopes` tom.")
    case .serviceAccountUnknown:
      Text("Authorize with a person's account.", "Auktorisera med en persons konto.")
    case .companyCodeMissing:
      Text("Enter it in the settings and save.", "Ange den i inställningarna och spara.")
    case .attemptNotNamed:
      Text("Give `attempt`.", "Ange `attempt`.")
    case .attemptUnknown, .attemptNotOpen:
      Text(
        "Look up the attempts with `authledger history`, or start a new one.",
        "Se försöken med `authledger history`, eller starta ett nytt.")
    case .callbackVerdict(let verdict):
      Text(
        "Record it with the verdict \(verdict.rawValue).",
        "Registrera det med utfallet \(verdict.rawValue).")
    case .callbackError:
      Text(
        "Give `error` with the answer error, and only there.",
        "Ange `error` med svaret error, och bara där.")
    case .noCodeAccepted, .noCallbackAccepted:
      Text("Record callbackReceived first.", "Registrera callbackReceived först.")
    case .noGrant:
      Text("Authorize first.", "Auktorisera först.")
    case .grantStands:
      Text("Record `reauthorized`.", "Registrera `reauthorized`.")
    case .attemptOfGrant(let id):
      Text("Name the attempt \(id).", "Ange försöket \(id).")
    case .notTheGrant:
      Text(
        "Repeat what `authledger status` shows of it; only a new consent changes it.",
        "Upprepa det som `authledger status` visar; bara ett nytt godkännande ändrar det.")
    case .wrongCompany:
      Text(
        "Record failed with the reason wrongCompany; to change company, support removes the "
          + "authorization first.",
        "Registrera failed med orsaken wrongCompany; för att byta företag tar supporten först bort "
          + "auktoriseringen.")
    case .recheckNotOpen:
      Text("Record `permissionDenied`.", "Registrera `permissionDenied`.")
    case .grantIsDead: Text("Re-authorize.", "Auktorisera på nytt.")
    case .reasonNotAtStage:
      Text(
        "Use the reason unrecognised with the provider's own words.",
        "Använd orsaken unrecognised med leverantörens egna ord.")
    case .viaNotConsent:
      Text(
        "Record `approved` for a recheck or a refresh.",
        "Registrera `approved` för en kontroll eller förnyelse.")
    }
  }
}
