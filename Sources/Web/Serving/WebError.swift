import Hummingbird
import Integrations

/// Why a page is refused, in words for whoever asked for it.
struct WebError: Error {
  /// The HTTP status.
  var status: HTTPResponse.Status
  /// What is the matter.
  var title: Text
  /// What to do.
  var text: Text
  /// A word for the request log.
  var code: String
  /// After how many seconds the page asks again by itself; nil for never.
  var retrySeconds: Int?
  /// The methods that the address has, where it was asked by another.
  var allowed: String?

  init(
    _ status: HTTPResponse.Status, _ code: String, _ title: Text, _ text: Text,
    retrySeconds: Int? = nil
  ) {
    self.status = status
    self.code = code
    self.title = title
    self.text = text
    self.retrySeconds = retrySeconds
  }

  static let notFound = WebError(
    .notFound, "notFound", Text("There is no such page", "Sidan finns inte"),
    Text(
      "The address may be misspelt, or be of another company than yours.",
      "Adressen kan vara felstavad eller höra till ett annat företag än ditt."))

  static let signedOut = WebError(
    .unauthorized, "signedOut", Text("Please sign in", "Logga in"),
    Text(
      "Open this page from Moment again. A link works once and for \(Limits.linkMinutes) minutes, and "
        + "a visit lasts \(Limits.visitHours) hours.",
      "Öppna sidan från Moment igen. En länk fungerar en gång och i \(Limits.linkMinutes) minuter, och "
        + "ett besök varar i \(Limits.visitHours) timmar."))

  static let forbidden = WebError(
    .forbidden, "forbidden", Text("This is not yours to do", "Det här får du inte göra"),
    Text(
      "Your role does not include it. Whoever administers the company, or Moment's support, can.",
      "Det ingår inte i din roll. Företagets administratör eller Moments support kan göra det."))

  static let onlyShown = WebError(
    .forbidden, "onlyShown", Text("Nothing changes here", "Inget ändras här"),
    Text(
      "This is a demonstration with sample histories. Try it with `authledger-connect serve "
        + "--sandbox`.",
      "Det här är en demonstration med exempelhistorik. Prova med `authledger-connect serve "
        + "--sandbox`."))

  static let foreignForm = WebError(
    .forbidden, "foreignForm", Text("The form was not taken", "Formuläret togs inte emot"),
    Text(
      "It did not come from this page, or the page is older than your visit. Load the page again "
        + "and try once more.",
      "Det kom inte från den här sidan, eller så är sidan äldre än ditt besök. Ladda om sidan och "
        + "försök igen."))

  static let tooMany = WebError(
    .tooManyRequests, "tooMany", Text("Too many tries", "För många försök"),
    Text("Wait a minute and try again.", "Vänta en minut och försök igen."))

  static let busy = WebError(
    .serviceUnavailable, "busy", Text("One moment", "Ett ögonblick"),
    Text(
      "Something else is being recorded just now. Nothing was lost; this page tries again by "
        + "itself.",
      "Något annat registreras just nu. Inget har gått förlorat; sidan försöker igen av sig själv."),
    retrySeconds: 3)

  /// What is said of `busy` where a form was sent.
  static let again = Text(
    "Something else is being recorded just now. Nothing was lost: the page tries again by itself, or "
      + "press the button once more.",
    "Något annat registreras just nu. Inget har gått förlorat: sidan försöker igen av sig själv, "
      + "eller tryck på knappen en gång till.")

  static let crowded = WebError(
    .serviceUnavailable, "crowded", Text("Very many are here", "Väldigt många är här"),
    Text(
      "The server is busy with other visitors. This page tries again by itself.",
      "Servern är upptagen av andra besökare. Sidan försöker igen av sig själv."),
    retrySeconds: 10)

  static let occupied = WebError(
    .serviceUnavailable, "occupied", Text("One at a time", "En i taget"),
    Text(
      "Somebody else's long question is being answered just now. Try again in a while.",
      "Någon annans långa fråga besvaras just nu. Försök igen om en stund."),
    retrySeconds: 10)

  /// Nobody reads this: the browser has gone.
  static let left = WebError(
    .requestTimeout, "left", Text("The browser has gone", "Webbläsaren är borta"),
    Text("Load the page again.", "Ladda om sidan."))

  static let broken = WebError(
    .internalServerError, "broken", Text("Something went wrong here", "Något gick fel hos oss"),
    Text(
      "It was not your doing. Try again; if it happens again, write to support.",
      "Det var inte ditt fel. Försök igen; händer det igen, skriv till supporten."))
}
