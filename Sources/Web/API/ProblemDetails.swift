import Answers
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Visits

/// The answer to a program whose request cannot be carried out (RFC 9457).
enum ProblemDetails {
  /// Where the words of errors are explained; the fragment is the word.
  private static let types = "https://authledger.invalid/errors#"

  /// The answer, in the language of the request.
  ///
  /// `error` and `text` are what the older paths answer; everything else is of RFC 9457.
  static func response(
    _ error: WebError, _ context: WebContext, _ product: HostProduct
  ) -> Response {
    let text = error.text(product)(context.language)
    let members: [(String, JSON?)] = [
      ("type", .string(types + error.code)), ("title", .string(error.title(context.language))),
      ("status", .number(Int64(error.status.code))), ("detail", .string(text)),
      ("instance", .string("urn:uuid:\(context.request)")), ("error", .string(error.code)),
      ("text", .string(text)),
    ]
    var response = Response(
      status: error.status, headers: [.contentType: "application/problem+json"],
      body: .init(
        byteBuffer: ByteBuffer(string: JSON.object(members + error.members).compact + "\n")))
    if error.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    if error.code == WebError.insufficientScope(.recordsRead).code {
      response.headers[.wwwAuthenticate] = "Bearer error=\"insufficient_scope\""
    }
    return response
  }
}

extension WebError {
  /// A parameter or a header that cannot be understood.
  ///
  /// - Parameters:
  ///   - name: The parameter, as the request names it.
  ///   - needs: What it must be, as the end of a sentence.
  static func malformed(_ name: String, _ needs: Text) -> WebError {
    WebError(
      .badRequest, "malformed",
      title: Text("The request is not understood", "Begäran går inte att förstå"),
      text: Text(
        "\(name) must be \(needs.english).", "\(name) måste vara \(needs.swedish)."))
  }

  static let noKey = WebError(
    .unauthorized, "signedOut", title: Text("A service key is needed", "En tjänstenyckel krävs"),
    text: Text(
      "Send `Authorization: Bearer` and a key that has not ended; an operator makes one with "
        + "`authledger-connect keys create`.",
      "Skicka `Authorization: Bearer` och en nyckel som inte har upphört; en operatör skapar en med "
        + "`authledger-connect keys create`."))

  static let notNear = WebError(
    .forbidden, "forbidden",
    title: Text("Not over an open network", "Inte över ett öppet nätverk"),
    text: Text(
      "Keys are taken from this computer, or through a proxy that ends TLS: start the server with "
        + "--behind-tls-proxy where there is one.",
      "Nycklar tas emot från denna dator, eller genom en proxy som avslutar TLS: starta servern med "
        + "--behind-tls-proxy där det finns en."))

  static let noSuchThing = WebError(
    .notFound, "notFound", title: Text("There is no such thing here", "Det finns inte här"),
    text: Text(
      "The address names something that is not in the ledger, or that the key is not for.",
      "Adressen anger något som inte finns i liggaren, eller som nyckeln inte gäller."))

  static let notAcceptable = WebError(
    .notAcceptable, "notAcceptable",
    title: Text("Not in that form", "Inte i den formen"),
    text: Text(
      "Ask with Accept for application/cloudevents-batch+json, application/jsonl or "
        + "text/event-stream.",
      "Be med Accept om application/cloudevents-batch+json, application/jsonl eller "
        + "text/event-stream."))

  static let waitersFull = WebError(
    .serviceUnavailable, "crowded",
    title: Text("Very many wait here", "Väldigt många väntar här"),
    text: Text(
      "As many readers wait as the server takes. Ask without wait, or try again.",
      "Så många läsare väntar som servern tar emot. Fråga utan wait, eller försök igen."),
    retrySeconds: 10)
}
