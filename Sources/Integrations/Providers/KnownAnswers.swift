/// What is known of a provider's answers beyond the OAuth standard; it decides what may be concluded
/// from them.
struct KnownAnswers: Sendable {
  /// Errors of its own, in callbacks and at its token endpoint; the first that fits counts.
  var errors: [KnownError] = []
  /// The codes that confirm that a licence is missing, whichever licence the words name.
  var licenceCodes: [String] = []
  /// What its refusals of registers say by code and words; nil if only their layer is known.
  var refusals: KnownRefusals?
  /// True if a refresh token can be used once.
  var refreshTokensAreUsedOnce: Bool
  /// True if a licence can be missing for the person alone, and not only for the company.
  var licencesCanBePersons: Bool
  /// True if an answer with neither code nor error has been seen with locked accounts.
  var isSilentWhenLocked: Bool
  /// True if a refresh is refused while the licence that any integration needs is missing.
  var refreshNeedsLicence: Bool
  /// True if a person's consent is for several companies, so that it may end when that person
  /// consents for another one; then a grant's death is looked for in other companies' records too.
  var consentsAreShared: Bool

  /// True if refusals have codes and words of known meaning; else only their layer is known.
  var refusalsHaveCodes: Bool { refusals != nil }
}

/// An error that is known by parts of its code or of its words.
struct KnownError: Sendable {
  /// Each of them is enough; in lower case.
  let phrases: [StaticString]
  let kind: Finding.Kind

  init(_ kind: Finding.Kind, _ phrases: StaticString...) {
    self.kind = kind
    self.phrases = phrases
  }
}

/// How refusals of registers are told apart where they have codes.
///
/// Code and words are read together: one code may have had two meanings. All phrases are in lower case.
struct KnownRefusals: Sendable {
  /// The codes that mean the same in whatever words.
  let codes: [Int: Finding.Kind]
  /// The codes that mean a missing right, each beside its usual words alone.
  ///
  /// Other words have stood for a scope and a licence as well.
  let rights: [Int: StaticString]
  /// The words for the licence that any integration needs.
  let integrationLicence: StaticString
  /// The word for any licence.
  let licence: StaticString
  /// The word for a scope.
  let scope: StaticString
  /// The words for a right that is missing.
  let right: [StaticString]
}
