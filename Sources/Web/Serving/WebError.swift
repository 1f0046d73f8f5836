import Answers
import Hummingbird
import Integrations

/// An error that is shown as a page, in words for its reader.
struct WebError: Error {
  /// The HTTP status.
  var status: HTTPResponse.Status
  /// What is wrong.
  var title: Text
  /// What to do; it may name the host product.
  var text: @Sendable (HostProduct) -> Text
  /// A word for the request log.
  var code: String
  /// The seconds after which the page loads itself again; nil for never.
  var retrySeconds: Int?
  /// The methods of the address, if the request used another one.
  var allowed: String?
  /// What else a program is told, beside what every error says.
  var members: [(String, JSON?)] = []

  init(
    _ status: HTTPResponse.Status, _ code: String, title: Text,
    text: @autoclosure @escaping @Sendable () -> Text, retrySeconds: Int? = nil
  ) {
    self.init(status, code, title: title, naming: { _ in text() }, retrySeconds: retrySeconds)
  }

  /// - Parameter text: What to do, in words that name the host product.
  init(
    _ status: HTTPResponse.Status, _ code: String, title: Text,
    naming text: @escaping @Sendable (HostProduct) -> Text, retrySeconds: Int? = nil
  ) {
    self.status = status
    self.code = code
    self.title = title
    self.text = text
    self.retrySeconds = retrySeconds
  }

  static let notFound = WebError(
    .notFound, "notFound", title: Text("There is no such page", "Sidan finns inte"),
    text: Text(
      "The address may be misspelt, or be of another company than yours.",
      "Adressen kan vara felstavad eller höra till ett annat företag än ditt."))

  static let signedOut = WebError(
    .unauthorized, "signedOut", title: Text("Please sign in", "Logga in"),
    naming: { product in
      Text(
        "Open this page from \(product.title.english) again. A link works once and for "
          + "\(Limits.linkMinutes) minutes, and a visit lasts \(Limits.visitHours) hours.",
        "Öppna sidan från \(product.title.swedish) igen. En länk fungerar en gång och i "
          + "\(Limits.linkMinutes) minuter, och ett besök varar i \(Limits.visitHours) timmar.")
    })

  static let forbidden = WebError(
    .forbidden, "forbidden", title: Text("This is not yours to do", "Det här får du inte göra"),
    naming: { product in
      Text(
        "Your role does not include it. Whoever administers the company, or "
          + "\(product.support.english), can.",
        "Det ingår inte i din roll. Företagets administratör eller \(product.support.swedish) kan göra "
          + "det.")
    })

  static let onlyShown = WebError(
    .forbidden, "onlyShown", title: Text("Nothing changes here", "Inget ändras här"),
    text: Text(
      "This is a demonstration with sample histories. Try it with `authledger-connect serve "
        + "--sandbox`.",
      "Det här är en demonstration med exempelhistorik. Prova med `authledger-connect serve "
        + "--sandbox`."))

  static let follower = WebError(
    .forbidden, "follower", title: Text("This is a copy", "Det här är en kopia"),
    text: Text(
      "It can be read, and everything else is done where it was copied from.",
      "Den kan läsas, och allt annat görs där den är kopierad från."))

  static let foreignForm = WebError(
    .forbidden, "foreignForm", title: Text("The form was not taken", "Formuläret togs inte emot"),
    text: Text(
      "It did not come from this page, or the page is older than your visit. Load the page again "
        + "and try once more.",
      "Det kom inte från den här sidan, eller så är sidan äldre än ditt besök. Ladda om sidan och "
        + "försök igen."))

  static let tooLarge = WebError(
    .contentTooLarge, "tooLarge",
    title: Text("More than a request needs", "Mer än en begäran behöver"),
    text: Text(
      "Send less than \(WebContext.bodyBytes >> 10) KiB.",
      "Skicka mindre än \(WebContext.bodyBytes >> 10) KiB."))

  static let tooMany = WebError(
    .tooManyRequests, "tooMany", title: Text("Too many tries", "För många försök"),
    text: Text("Wait a minute and try again.", "Vänta en minut och försök igen."))

  static let busy = WebError(
    .serviceUnavailable, "busy", title: Text("One moment", "Ett ögonblick"),
    text: Text(
      "Something else is being recorded just now. Nothing was lost; this page tries again by "
        + "itself.",
      "Något annat registreras just nu. Inget har gått förlorat; sidan försöker igen av sig själv."),
    retrySeconds: 3)

  /// The text of `busy` if a form was sent.
  static let again = Text(
    "Something else is being recorded just now. Nothing was lost: the page tries again by itself, or "
      + "press the button once more.",
    "Något annat registreras just nu. Inget har gått förlorat: sidan försöker igen av sig själv, "
      + "eller tryck på knappen en gång till.")

  static let crowded = WebError(
    .serviceUnavailable, "crowded", title: Text("Very many are here", "Väldigt många är här"),
    text: Text(
      "The server is busy with other visitors. This page tries again by itself.",
      "Servern är upptagen av andra besökare. Sidan försöker igen av sig själv."),
    retrySeconds: 10)

  static let occupied = WebError(
    .serviceUnavailable, "occupied", title: Text("One at a time", "En i taget"),
    text: Text(
      "Somebody else's long question is being answered just now. Try again in a while.",
      "Någon annans långa fråga besvaras just nu. Försök igen om en stund."),
    retrySeconds: 10)

  /// The browser has gone, so nobody reads this.
  static let left = WebError(
    .requestTimeout, "left", title: Text("The browser has gone", "Webbläsaren är borta"),
    text: Text("Load the page again.", "Ladda om sidan."))

  static let broken = WebError(
    .internalServerError, "broken",
    title: Text("Something went wrong here", "Något gick fel hos oss"),
    text: Text(
      "It was not your doing. Try again; if it happens again, write to support.",
      "Det var inte ditt fel. Försök igen; händer det igen, skriv till supporten."))
}
