extension VerdictCode {
  /// When the verdict is given, in a sentence.
  public var meaning: Text {
    switch self {
    case .healthy:
      Text(
        "A grant stands, transfers are enabled, and nothing is recorded against it.",
        "En auktorisering gäller, överföringen är aktiverad och inget talar emot den.")
    case .notEnabled:
      Text(
        "A grant stands and nothing is refused, but the integration is not enabled.",
        "En auktorisering gäller och inget nekas, men integrationen är inte aktiverad.")
    case .neverStarted:
      Text(
        "No attempt was ever started.", "Inget försök har någonsin startats.")
    case .pending:
      Text(
        "An attempt is open and younger than its 45 minutes.",
        "Ett försök är öppet och yngre än sina 45 minuter.")
    case .abandoned:
      Text(
        "An attempt expired without an answer, or the administrator gave it up.",
        "Ett försök gick ut utan svar, eller avbröts av administratören.")
    case .superseded:
      Text(
        "The last attempt was closed by a newer one or by a removal.",
        "Det senaste försöket stängdes av ett nyare eller av en borttagning.")
    case .denied:
      Text(
        "The provider answered access_denied.", "Leverantören svarade access_denied.")
    case .licenceMissing:
      Text(
        "The provider said that a licence is missing: at the consent, at a refresh, or when a "
          + "register was read.",
        "Leverantören sade att en licens saknas: vid godkännandet, vid en förnyelse eller när ett "
          + "register lästes.")
    case .notSystemAdmin:
      Text(
        "A service account was asked for and the provider said that the person is no system "
          + "administrator.",
        "Ett tjänstekonto begärdes och leverantören sade att personen inte är "
          + "systemadministratör.")
    case .scopeNotEnabled:
      Text(
        "The provider answered invalid_scope, or that our app may not use a service account.",
        "Leverantören svarade invalid_scope, eller att vår app inte får använda tjänstekonto.")
    case .clientRefused:
      Text(
        "The provider answered invalid_client.", "Leverantören svarade invalid_client.")
    case .authorizerLacksRights:
      Text(
        "The consent stands, and a register was refused for want of behörighet.",
        "Godkännandet gäller, och ett register nekades för att behörighet saknas.")
    case .scopeNotGranted:
      Text(
        "The grant lacks a scope that the chosen transfers need, or a register was refused for it.",
        "Auktoriseringen saknar ett scope som de valda överföringarna behöver, eller ett register "
          + "nekades därför.")
    case .otherBrowser:
      Text(
        "The answer came to a browser that had not started the attempt.",
        "Svaret kom till en webbläsare som inte hade startat försöket.")
    case .stateUsed:
      Text(
        "The answer came for an attempt that had ended or been replaced.",
        "Svaret kom till ett försök som hade avslutats eller ersatts.")
    case .stateExpired:
      Text(
        "The answer came after the attempt had expired.",
        "Svaret kom efter att försöket hade gått ut.")
    case .callbackEmpty:
      Text(
        "The browser came back with neither code nor error.",
        "Webbläsaren kom tillbaka med varken kod eller fel.")
    case .codeRejected:
      Text(
        "The provider refused the authorization code at the exchange.",
        "Leverantören godtog inte koden när den skulle växlas.")
    case .exchangeUnknown:
      Text(
        "The authorization code was sent, and no answer is recorded.",
        "Koden skickades, och inget svar är registrerat.")
    case .refreshUnknown:
      Text(
        "The refresh token was sent, and no answer is recorded.",
        "Förnyelsen skickades, och inget svar är registrerat.")
    case .checkUnknown:
      Text(
        "The company or its registers gave no answer.",
        "Företaget eller dess register gav inget svar.")
    case .grantDead:
      Text(
        "The provider answered invalid_grant at a refresh, or the refresh token's time ran out.",
        "Leverantören svarade invalid_grant vid en förnyelse, eller förnyelsens tid gick ut.")
    case .otherCompany:
      Text(
        "A re-authorization was approved for another company at the provider.",
        "En återauktorisering godkändes för ett annat företag hos leverantören.")
    case .providerDown:
      Text(
        "The provider answered 5xx or 429, or not at all.",
        "Leverantören svarade 5xx eller 429, eller inte alls.")
    case .switchNeedsRemoval:
      Text(
        "The account type chosen is not that of the stored authorization.",
        "Den valda kontotypen är inte den lagrade auktoriseringens.")
    case .credentialsRemoved:
      Text(
        "Support removed the stored authorization, and nobody has started anew.",
        "Supporten tog bort den lagrade auktoriseringen, och ingen har börjat om.")
    case .unrecognised:
      Text(
        "The provider said something that is not known; its words are kept.",
        "Leverantören sade något som inte är känt; orden finns kvar.")
    }
  }
}
