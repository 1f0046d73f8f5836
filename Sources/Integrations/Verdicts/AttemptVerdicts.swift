extension ProblemInContext {
  /// The latest attempt came to nothing without reaching a layer, or is still under way.
  var attemptTexts: VerdictTexts {
    switch problem.code {
    case .pending: pending
    case .denied: denied
    case .codeRejected: codeRejected
    case .superseded: superseded
    default: abandoned
    }
  }

  private var pending: VerdictTexts {
    let holds = Text(
      "An attempt is open and has not ended yet.", "Ett försök är öppet och har inte slutat än.")
    let title = Text("is being authorized right now", "håller på att auktoriseras")
    guard attempt?.answer == nil else {
      return VerdictTexts(
        holds: holds, title: title,
        cause: Text(
          "The person has been sent back, and \(system)'s answer is being worked on.",
          "Personen har skickats tillbaka och svaret från \(system) behandlas."),
        fixer: words.companyCode == nil ? .nobody : nil,
        unknown: words.companyCode == nil
          ? []
          : [
            Text(
              "Whether the consent reaches the company that the company code names: it is looked for "
                + "until the attempt expires.",
              "Om godkännandet omfattar det företag som företagskoden anger: det söks tills försöket "
                + "går ut.")
          ], retry: .automatic)
    }
    let until = attempt.map { " " + $0.expiresAt.minute }
    return VerdictTexts(
      holds: holds, title: title,
      cause: Text(
        "Somebody was sent to \(system) and has not come back yet"
          + (until.map { "; the attempt is open until\($0), and a new one would replace it." }
            ?? "."),
        "Någon har skickats till \(system) och har inte kommit tillbaka än"
          + (until.map { "; försöket är öppet till\($0), och ett nytt skulle ersätta det." } ?? ".")
      ),
      unknown: [
        Text(
          "Whether the page at \(system) is still open: a closed page and a slow login look alike.",
          "Om sidan hos \(system) fortfarande är öppen: en stängd sida och en långsam inloggning "
            + "ser likadana ut.")
      ])
  }

  // RFC 6749 section 4.1.2.1: access_denied.
  private var denied: VerdictTexts {
    VerdictTexts(
      holds: Text("The provider answered access_denied.", "Leverantören svarade access_denied."),
      title: attemptTitle,
      cause: Text("The person declined in \(system).", "Personen tackade nej i \(system)."))
  }

  private var abandoned: VerdictTexts {
    let minutes = attempt.map {
      ($0.expiresAt.milliseconds - $0.started.time.milliseconds) / 60_000
    }
    let within = minutes.map { " within \($0) minutes" } ?? ""
    let inom = minutes.map { " inom \($0) minuter" } ?? ""
    return VerdictTexts(
      holds: Text(
        "An attempt expired without an answer, or the administrator gave it up.",
        "Ett försök gick ut utan svar, eller avbröts av administratören."), title: attemptTitle,
      cause: gaveUp
        ? Text(
          "The administrator gave the attempt up before it expired.",
          "Administratören avbröt försöket innan det gick ut.")
        : Text(
          "Nobody came back from \(system)\(within).", "Ingen kom tillbaka från \(system)\(inom)."),
      unknown: gaveUp
        ? []
        : [
          Text(
            "What happened at \(system): a closed page, a wrong user or password and a login that "
              + "got stuck cannot be told apart from here.",
            "Vad som hände hos \(system): en stängd sida, fel användare eller lösenord och en "
              + "inloggning som fastnade går inte att skilja åt härifrån.")
        ])
  }

  // An authorization code lives for minutes and can be used once (RFC 6749 section 4.1.2).
  private var codeRejected: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The provider refused the authorization code at the exchange.",
        "Leverantören godtog inte koden när den skulle växlas."), title: attemptTitle,
      cause: Text(
        "\(system) refused the authorization code: it had expired or been used.",
        "\(system) godtog inte koden: den hade gått ut eller redan använts."),
      unknown: [
        Text(
          "Which of the two it was: \(system) gives one answer for both.",
          "Vilket det var: \(system) svarar likadant i båda fallen.")
      ])
  }

  private var superseded: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The last attempt was closed by a newer one or by a removal.",
        "Det senaste försöket stängdes av ett nyare eller av en borttagning."),
      title: attemptTitle,
      cause: Text(
        "A newer attempt or a removal took this attempt's place.",
        "Ett nyare försök eller en borttagning tog försökets plats."))
  }
}
