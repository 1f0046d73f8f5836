extension Fixture {
  static let attempts = [
    Fixture(
      "closedPage", "The page was closed at Fortnox, and nothing is recorded after the start.",
      "Sidan stängdes hos Fortnox och inget är antecknat efter starten.",
      Resource.closedPage_jsonl),
    Fixture(
      "abandoned", "Nobody came back, and the sweep recorded it when the attempt expired.",
      "Ingen kom tillbaka, och det antecknades när försöket gick ut.", Resource.abandoned_jsonl),
    Fixture(
      "giveUp", "The administrator gives up before the attempt expires.",
      "Administratören ger upp innan försöket går ut.", Resource.giveUp_jsonl),
    Fixture(
      "declined", "The administrator declines in Fortnox.", "Administratören nekar i Fortnox.",
      Resource.declined_jsonl),
    Fixture(
      "wrongUser", "The wrong user logs in, starts anew and succeeds.",
      "Fel användare loggar in, börjar om och lyckas.", Resource.wrongUser_jsonl),
    Fixture(
      "clientRejected", "Fortnox refuses our own credentials at the exchange.",
      "Fortnox avvisar våra egna uppgifter när koden växlas in.", Resource.clientRejected_jsonl),
    Fixture(
      "codeRejected", "The browser comes back after the code has expired.",
      "Webbläsaren kommer tillbaka efter att koden har gått ut.", Resource.codeRejected_jsonl),
    Fixture(
      "exchangeUnknown", "The code is sent and no answer reaches us.",
      "Koden skickas och inget svar når oss.", Resource.exchangeUnknown_jsonl),
    Fixture(
      "providerDown", "Fortnox is down during the exchange, and the second try succeeds.",
      "Fortnox ligger nere när koden växlas in, och andra försöket lyckas.",
      Resource.providerDown_jsonl),
    Fixture(
      "checkUnknown", "The company cannot be read until the attempt expires.",
      "Företaget går inte att läsa innan försöket går ut.", Resource.checkUnknown_jsonl),
  ]

  static let callbacks = [
    Fixture(
      "emptyCallback", "Fortnox sends the browser back with neither code nor error.",
      "Fortnox skickar tillbaka webbläsaren utan både kod och fel.",
      Resource.emptyCallback_jsonl),
    Fixture(
      "callbackWithoutState", "A callback without state changes nothing, and the attempt succeeds.",
      "Ett återanrop utan state ändrar inget och försöket lyckas.",
      Resource.callbackWithoutState_jsonl),
    Fixture(
      "callbackTwice", "The callback arrives twice, and only the first one counts.",
      "Återanropet kommer två gånger och bara det första räknas.",
      Resource.callbackTwice_jsonl),
    Fixture(
      "otherBrowser", "The callback arrives in a browser that did not start the attempt.",
      "Återanropet kommer i en annan webbläsare än den som startade försöket.",
      Resource.otherBrowser_jsonl),
    Fixture(
      "lateCallback", "The callback arrives after the attempt has expired.",
      "Återanropet kommer efter att försöket har gått ut.", Resource.lateCallback_jsonl),
    Fixture(
      "twoTabs", "Two tabs are open: the second start supersedes the first.",
      "Två flikar är öppna: den andra starten ersätter den första.", Resource.twoTabs_jsonl),
  ]
}
