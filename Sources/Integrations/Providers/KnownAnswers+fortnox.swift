extension KnownAnswers {
  /// What is known of Fortnox's answers.
  ///
  /// Codes: https://www.fortnox.se/developer/guides-and-good-to-know/errors. The rights' codes and words
  /// were seen by others, and the right of a system administrator by one source alone, so its parts are
  /// looked for.
  static let fortnox = KnownAnswers(
    errors: [
      KnownError(.appNotBought, "error_missing_app_license"),
      KnownError(.integrationLicence, "2001103", "api-licens"),
      KnownError(.scopeLicence, "2001101", "ingen aktiv licens"),
      KnownError(
        .anyLicence, "error_missing_license", "missing license", "not have enough licenses"),
      KnownError(.notSystemAdministrator, "missing_system_admin", "admin_right"),
      KnownError(.serviceAccountNotAllowed, "does not allow service account"),
      KnownError(.clientRefused, "clientid supplied is invalid"),
    ],
    licenceCodes: ["error_missing_license", "error_missing_app_license", "2001101", "2001103"],
    refusals: KnownRefusals(
      codes: [
        2_001_103: .registerIntegrationLicence, 2_001_101: .registerLicence,
        2_000_663: .registerScope,
      ],
      rights: [
        2_001_538: "saknar behörighet för kundregister",
        2_003_275: "saknar behörighet för leverantörsregister",
        2_001_339: "permission to list invoices",
      ], integrationLicence: "api-licens", licence: "licens", scope: "scope",
      right: ["saknar behörighet för ", "saknar rättighet för ", "permission to "]),
    refreshTokensAreUsedOnce: true, licencesCanBePersons: true, isSilentWhenLocked: true,
    refreshNeedsLicence: true, consentsAreShared: false)
}
