typealias Resource = PackageResources

extension Fixture {
  static let connecting = [
    Fixture(
      "acme",
      "The person who approved may not handle customers and projects in Fortnox, and approves again in vain.",
      "Den som godkände saknar behörighet för kunder och projekt i Fortnox och godkänner förgäves en gång till.",
      Resource.acme_jsonl),
    Fixture(
      "happyPath", "Everything goes well at the first try.", "Allt går bra vid första försöket.",
      Resource.happyPath_jsonl),
    Fixture(
      "serviceAccount", "A system administrator connects with a service account.",
      "En systemadministratör kopplar med ett servicekonto.", Resource.serviceAccount_jsonl),
    Fixture(
      "serviceAccountTakenBack",
      "The service account is chosen and taken back before the authorization.",
      "Servicekontot väljs och väljs bort innan auktoriseringen.",
      Resource.serviceAccountTakenBack_jsonl),
    Fixture(
      "configuredAfter", "The authorization comes first and the settings afterwards.",
      "Auktoriseringen kommer först och inställningarna efteråt.", Resource.configuredAfter_jsonl),
    Fixture(
      "payments", "Fortnox is connected and Fortnox Payments is declined in the same company.",
      "Fortnox är kopplat och Fortnox Payments nekas i samma företag.", Resource.payments_jsonl),
  ]

  static let refused = [
    Fixture(
      "rightsChanged", "The approver is given the missing rights, first one and then the other.",
      "Den som godkände får de behörigheter som saknades, först den ena och sedan den andra.",
      Resource.rightsChanged_jsonl),
    Fixture(
      "switchedToServiceAccount",
      "Support removes the authorization, and a service account takes its place.",
      "Supporten tar bort auktoriseringen och ett servicekonto tar över.",
      Resource.switchedToServiceAccount_jsonl),
    Fixture(
      "notSystemAdministrator",
      "A service account is approved by somebody who is no system administrator.",
      "Ett servicekonto godkänns av någon som inte är systemadministratör.",
      Resource.notSystemAdministrator_jsonl),
    Fixture(
      "licenceAtConsent", "Fortnox says at the consent that a licence is missing.",
      "Fortnox säger vid godkännandet att en licens saknas.", Resource.licenceAtConsent_jsonl),
    Fixture(
      "licenceAtFirstCall",
      "The consent succeeds, and the first call finds no licence for projects.",
      "Godkännandet lyckas, men första anropet visar att licensen för projekt saknas.",
      Resource.licenceAtFirstCall_jsonl),
    Fixture(
      "licenceGone", "The Integration licence ends while the integration is in use.",
      "Integrationslicensen upphör medan integrationen används.", Resource.licenceGone_jsonl),
    Fixture(
      "scopeNotEnabled", "A scope is not enabled for our app: three companies are hit in an hour.",
      "En behörighet är inte påslagen för vår app: tre företag drabbas inom en timme.",
      Resource.scopeNotEnabled_jsonl),
    Fixture(
      "missingScope", "Fortnox grants less than was asked for, and projects are refused.",
      "Fortnox beviljar mindre än vad som begärdes och projekt nekas.",
      Resource.missingScope_jsonl),
    Fixture(
      "moreTransfers", "A new transfer needs a scope that the grant lacks.",
      "En ny överföring kräver en behörighet som auktoriseringen saknar.",
      Resource.moreTransfers_jsonl),
  ]
}
