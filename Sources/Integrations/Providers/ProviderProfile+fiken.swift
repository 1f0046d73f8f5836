extension ProviderProfile {
  /// Fiken, the Norwegian accounting system (https://api.fiken.no/api/v2/docs/).
  ///
  /// It has no scopes and no service account. A consent is a person's, for the companies that the
  /// person gave our app; the company code says which of them is meant. No end of a refresh token is
  /// documented. A revocation is asked for with a living access token. It takes one request at a time and
  /// four a second, and may ban an app that breaks this.
  static let fiken = ProviderProfile(
    id: .fiken, title: "Fiken", system: "Fiken",
    registers: [
      RegisterProfile(.customers, path: "contacts"), RegisterProfile(.projects, path: "projects"),
    ], proposedTransfers: Registers([.customers, .projects]), hasServiceAccount: false,
    refreshTokenSeconds: nil,
    rateLimitSeconds: 1, leaving: .page,
    pace: Pace(requestsPerSecond: 4),
    answers: KnownAnswers(
      refreshTokensAreUsedOnce: false, licencesCanBePersons: false,
      isSilentWhenLocked: false, refreshNeedsLicence: false, consentsAreShared: true),
    words: .fiken,
    about: { _ in
      Text(
        "Customers and projects to your accounting.", "Kunder och projekt till din bokföring.")
    })
}
