extension ProblemInContext {
  /// Another company consented than the expected one.
  ///
  /// No parameter of a request can prescribe the company.
  var companyTexts: VerdictTexts {
    let number = problem.company.map(ProviderText.shown)
    let expected = number.map { ", database number \($0)" } ?? ""
    let väntat = number.map { ", databasnummer \($0)" } ?? ""
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
