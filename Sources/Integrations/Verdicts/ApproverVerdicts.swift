extension ProblemInContext {
  /// The person who approves must be a system administrator for a service account.
  var approverTexts: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "A service account was asked for, and the provider said that the person is not a system "
          + "administrator.",
        "Ett servicekonto begärdes, och leverantören sade att personen inte är "
          + "systemadministratör."), title: attemptTitle,
      cause: Text(
        "A service account was asked for, and the person who logged in is not a system "
          + "administrator in \(system).",
        "Ett servicekonto begärdes, och personen som loggade in är inte systemadministratör i "
          + "\(system)."),
      fixer: .providerAdministrator,
      unknown: [
        Text(
          "Who logged in: \(system) does not tell.",
          "Vem som loggade in: det berättar inte \(system).")
      ], retry: .no)
  }
}
