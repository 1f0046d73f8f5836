extension ProblemInContext {
  /// Another company consented than the expected one.
  ///
  /// No parameter of a request can prescribe the company.
  var companyTexts: VerdictTexts {
    words.companyCode == nil || !problem.isOfAttempt ? otherCompany : notAmongThem
  }

  /// The company code names a company that the consent does not reach.
  private var notAmongThem: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "A consent does not reach the company that the company code names, or that was authorized "
          + "before.",
        "Ett godkännande omfattar inte det företag som företagskoden anger, eller som auktoriserats "
          + "tidigare."),
      title: attemptTitle,
      cause: Text(
        "The company that the company code names is not among those in \(system) that the consent "
          + "reaches.",
        "Det företag som företagskoden anger är inte bland dem i \(system) som godkännandet "
          + "omfattar."),
      fixer: .companyAdministrator,
      unknown: [
        Text(
          hasGrant
            ? "Whether access was not given to the company, the person who approved has none to it, or "
              + "the company code names another company than the one authorized before."
            : "Whether access was not given to the company, the person who approved has none to it, or "
              + "the company code is wrong.",
          hasGrant
            ? "Om företaget inte fick åtkomst, om den som godkände saknar tillgång till det, eller om "
              + "företagskoden anger ett annat företag än det som auktoriserats tidigare."
            : "Om företaget inte fick åtkomst, om den som godkände saknar tillgång till det, eller om "
              + "företagskoden är fel.")
      ])
  }

  private var otherCompany: VerdictTexts {
    let number = problem.company.map(ProviderText.shown)
    let noun = words.companyNumber
    let expected = number.map { ", \(noun.english) \($0)" } ?? ""
    let väntat = number.map { ", \(noun.swedish) \($0)" } ?? ""
    return VerdictTexts(
      holds: Text(
        "A consent came from another company at the provider than the one authorized before.",
        "Ett godkännande kom från ett annat företag hos leverantören än det som auktoriserats "
          + "tidigare."),
      title: problem.isOfAttempt
        ? attemptTitle
        : Text(
          "is connected to another company in \(system)",
          "är ansluten till ett annat företag i \(system)"),
      cause: Text(
        "Another company was chosen in \(system) than the one authorized before\(expected).",
        "Ett annat företag valdes i \(system) än det som auktoriserats tidigare\(väntat)."),
      fixer: .companyAdministrator)
  }
}
