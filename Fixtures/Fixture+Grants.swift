extension Fixture {
  static let grants = [
    Fixture(
      "reauthorized", "A new transfer needs a new consent, and the re-authorization succeeds.",
      "En ny överföring kräver ett nytt godkännande, och det lyckas.",
      Resource.reauthorized_jsonl),
    Fixture(
      "reauthorizationDeclined", "A re-authorization is declined, and the old grant stands.",
      "En ny auktorisering nekas och den gamla står kvar.",
      Resource.reauthorizationDeclined_jsonl),
    Fixture(
      "wrongCompany", "A re-authorization is approved for another Fortnox company.",
      "En ny auktorisering godkänns för fel företag i Fortnox.", Resource.wrongCompany_jsonl),
    Fixture(
      "grantDead", "The refresh token was not used for 45 days and is dead.",
      "Förnyelsenyckeln användes inte på 45 dagar och är död.", Resource.grantDead_jsonl),
    Fixture(
      "refreshTokenUsedTwice", "A refresh token is used twice; a new consent mends it.",
      "En förnyelsenyckel används två gånger; ett nytt godkännande lagar det.",
      Resource.refreshTokenUsedTwice_jsonl),
    Fixture(
      "refreshUnknown", "A refresh gets no answer, and the next one finds the grant dead.",
      "En förnyelse får inget svar, och nästa visar att auktoriseringen är död.",
      Resource.refreshUnknown_jsonl),
    Fixture(
      "refreshRecovered", "Fortnox is down at two refreshes, and the third one succeeds.",
      "Fortnox ligger nere vid två förnyelser och den tredje lyckas.",
      Resource.refreshRecovered_jsonl),
    Fixture(
      "removalDuringAttempt", "Support removes the authorization during a re-authorization.",
      "Supporten tar bort auktoriseringen mitt under en ny auktorisering.",
      Resource.removalDuringAttempt_jsonl),
    Fixture(
      "offboarding", "The company leaves, and support removes the authorization.",
      "Företaget slutar och supporten tar bort auktoriseringen.", Resource.offboarding_jsonl),
  ]

  static let oddities = [
    Fixture(
      "clockRunsBack", "The clock of the server was set back in the middle.",
      "Serverns klocka ställdes tillbaka mitt i.", Resource.clockRunsBack_jsonl),
    Fixture(
      "hostileWords", "The answer holds unknown words with terminal escapes and reversed text.",
      "Svaret innehåller okända ord med styrtecken och omvänd text.",
      Resource.hostileWords_jsonl),
  ]
}
