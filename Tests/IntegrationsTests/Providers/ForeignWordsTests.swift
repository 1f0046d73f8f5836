import Testing

@testable import Integrations

/// The words and codes of one provider mean nothing at another.
@Suite struct ForeignWordsTests {
  private static let answered = Story(of: .fiken, saved(companyCode: 1))
    .given(minute(0), started(first, at: minute(0), scopes: []))
    .given(minute(2), callback(first))

  @Test(
    "an error of Fortnox's in Fiken's callback is not understood",
    arguments: [
      "error_missing_license", "error_missing_app_license", "error_missing_system_admin_right",
    ])
  func errorInCallback(error: String) {
    let story = Story(of: .fiken, saved(companyCode: 1))
      .given(minute(0), started(first, at: minute(0), scopes: []))
      .given(minute(2), callback(first, .error, error: error))
    #expect(story.state.findings.all.map(\.kind) == [.attemptUnrecognised])
    let there = Story.authorizing.given(
      minute(2), callback(first, .error, error: error))
    #expect(there.state.findings.all.map(\.kind) != [.attemptUnrecognised])
  }

  @Test("a code of Fortnox's makes nothing certain at Fiken")
  func codeOfFailure() {
    let failure = Failed(
      attempt: first, stage: .check, reason: .licenceMissing, providerError: "2001103",
      providerMessage: "Api-licens saknas.")
    let story = Self.answered.given(minute(3), .failed(failure))
    #expect(story.state.findings.all.map(\.kind) == [.integrationLicence])
    #expect(story.state.findings.all.map(\.isCertain) == [false])
    let there = Story.answered.given(minute(3), .failed(failure))
    #expect(there.state.findings.all.map(\.isCertain) == [true])
  }

  @Test("a provider that names no code has no table of refusals")
  func refusals() {
    let refusal = RegisterRefusal(
      register: .customers, code: 2_001_103, message: "Api-licens saknas.", httpStatus: 403)
    let fiken = refusal.reading(.person, of: Provider.fiken.profile)
    #expect(fiken.kind == .registerRight && !fiken.isCertain)
    let fortnox = refusal.reading(.person, of: Provider.fortnox.profile)
    #expect(fortnox.kind == .registerIntegrationLicence && fortnox.isCertain)
  }
}
