import Foundation
import TestSupport

extension CaseTests.Case {
  /// Where the histories lie.
  static let folder = Golden.root.appending(path: "Tests/authledgerTests/cases")

  /// What is right.
  static let all: [Self] = [
    Self(
      "app-not-bought-called-integration-licence", "2025-03-03T08:02:00.000Z", "LICENCE_MISSING",
      "certain", 1,
      "buyApp authorize approve"),
    Self(
      "approved-with-refused-checks-is-healthy", "2025-03-03T08:03:00.000Z", "UNRECOGNISED",
      "likely", 1,
      "checkAgain"),
    Self(
      "client-refused-then-closed-page", "2025-03-10T11:03:12.000Z", "CLIENT_REFUSED",
      "certain", 1,
      "mendClientCredentials checkAgain",
      also: ["ABANDONED"]),
    Self(
      "healthy-though-no-register-answered", "2025-03-03T08:03:00.000Z", "HEALTHY",
      "likely", 0,
      "checkAgain"),
    Self(
      "integration-licence-called-customers-licence", "2025-03-06T08:04:12.000Z", "LICENCE_MISSING",
      "certain", 1,
      "orderIntegrationLicence checkAgain"),
    Self(
      "late-answer-held-the-cause", "2025-03-03T08:51:00.000Z", "LICENCE_MISSING",
      "certain", 1,
      "orderIntegrationLicence orderScopeLicence authorize approve",
      also: ["STATE_EXPIRED"]),
    Self(
      "licence-ended-then-closed-page", "2025-03-10T11:03:12.000Z", "LICENCE_MISSING",
      "certain", 1,
      "orderIntegrationLicence orderScopeLicence reauthorize approve",
      also: ["ABANDONED"]),
    Self(
      "licence-of-failed-reauthorization-says-recheck", "2025-03-03T11:05:12.000Z", "HEALTHY",
      "certain", 0,
      also: ["LICENCE_MISSING"]),
    Self(
      "other-company-after-the-switch", "2025-03-05T09:06:12.000Z", "OTHER_COMPANY",
      "certain", 1, refused: "482915"),
    Self(
      "refresh-refused-but-transfers-run", "2025-03-13T08:03:12.000Z", "CLIENT_REFUSED",
      "certain", 1,
      "mendClientCredentials checkAgain"),
    Self(
      "scope-not-enabled-then-expired", "2025-04-18T08:03:17.000Z", "SCOPE_NOT_ENABLED",
      "certain", 1,
      "enableScopesAtProvider reauthorize approve",
      also: ["GRANT_DEAD"]),
    Self(
      "scope-refusal-hides-scope-not-enabled", "2025-03-03T08:05:00.000Z", "SCOPE_NOT_ENABLED",
      "certain", 1,
      "enableScopesAtProvider enable reauthorize approve",
      also: ["SCOPE_NOT_GRANTED", "NOT_ENABLED"]),
    Self(
      "two-layers-in-one-record", "2025-03-06T08:04:12.000Z", "LICENCE_MISSING",
      "certain", 1,
      "orderScopeLicence giveRights checkAgain",
      also: ["AUTHORIZER_LACKS_RIGHTS"]),
    Self(
      "used-twice-after-mere-recheck", "2025-03-06T09:06:12.000Z", "GRANT_DEAD",
      "certain", 1,
      "reauthorize approve"),
    Self(
      "user-grant-without-refresh-token-is-healthy-for-ever", "2025-03-03T10:03:12.000Z",
      "GRANT_DEAD",
      "likely", 1,
      "reauthorize approve"),
    Self(
      "answer-lost-forgotten", "2025-03-10T11:04:12.000Z", "GRANT_DEAD",
      "certain", 1,
      "reauthorize approve"),
    Self(
      "attachments-only-recheck-does-nothing", "2025-03-03T08:04:00.000Z", "NOT_ENABLED",
      "certain", 1,
      "enable"),
    Self(
      "certain-of-the-person-from-two-words", "2025-03-05T08:04:12.000Z", "AUTHORIZER_LACKS_RIGHTS",
      "likely", 1,
      "giveRights orderScopeLicence checkAgain"),
    Self(
      "dead-hides-a-reauthorization-under-way", "2025-03-13T09:04:12.000Z", "GRANT_DEAD",
      "certain", 1,
      "finishAtProvider approve",
      also: ["PENDING"]),
    Self(
      "enabled-with-nothing-to-transfer", "2025-03-03T08:03:00.000Z", "NOTHING_TO_TRANSFER",
      "certain", 1,
      "configure"),
    Self(
      "error-answer-called-unknown", "2025-03-03T10:01:00.000Z", "DENIED",
      "certain", 1,
      "authorize approve"),
    Self(
      "failed-check-for-ever-and-nobody-tries", "2025-03-18T08:03:12.000Z", "HEALTHY",
      "likely", 0,
      "checkAgain"),
    Self(
      "log-takes-back-service-beside-service-grant", "2025-03-04T08:04:00.000Z", "NOT_ENABLED",
      "certain", 1,
      "enable",
      also: ["NOT_SYSTEM_ADMIN"]),
    Self(
      "pending-though-the-browser-came-back", "2025-03-03T08:02:00.000Z", "CALLBACK_EMPTY",
      "likely", 1,
      "unlockAccount authorize approve",
      also: ["PENDING"]),
    Self(
      "refresh-not-kept-dead-a-day-early", "2025-04-17T09:02:12.000Z", "GRANT_DEAD",
      "likely", 1,
      "reauthorize approve"),
    Self(
      "ruled-out-dead-grant-by-registers-now-refused", "2025-03-06T08:04:12.000Z",
      "AUTHORIZER_LACKS_RIGHTS",
      "likely", 1,
      "giveRights checkAgain"),
    Self(
      "rules-out-the-cause-itself", "2025-03-10T10:03:12.000Z", "GRANT_DEAD",
      "certain", 1,
      "reauthorize approve"),
    Self(
      "service-account-log-advises-a-service-account", "2025-03-03T08:03:00.000Z",
      "AUTHORIZER_LACKS_RIGHTS",
      "likely", 1,
      "giveRights enable checkAgain",
      also: ["NOT_ENABLED"]),
    Self(
      "service-grant-silent-for-two-years", "2027-03-03T08:03:00.000Z", "HEALTHY",
      "likely", 0,
      "checkAgain"),
    Self(
      "service-reauthorization-declined-never-heals-by-refresh", "2025-05-04T09:04:00.000Z",
      "HEALTHY",
      "certain", 0),
    Self(
      "every-company-is-hit", "2025-03-03T08:02:00.000Z", "SCOPE_NOT_ENABLED",
      "certain", 1,
      "enableScopesAtProvider authorize approve"),
    Self(
      "log-says-authorize-where-the-page-has-reauthorize", "2025-03-04T08:05:12.000Z", "HEALTHY",
      "certain", 0,
      also: ["DENIED"]),
    Self(
      "payments-rights-in-fortnox-payments", "2025-03-03T08:03:00.000Z", "NOT_SYSTEM_ADMIN",
      "likely", 1,
      "authorize approveAsSystemAdministrator", provider: "fortnox-payments"),
    Self(
      "since-after-last", "2025-03-03T09:01:00.000Z", "OTHER_BROWSER",
      "certain", 1,
      "authorize approve"),
    Self(
      "ten-minute-attempt-45-minutes", "2025-03-03T08:11:00.000Z", "ABANDONED",
      "certain", 1,
      "authorize approve"),
  ]
}
