import Integrations
import Testing

@Suite("What a removal leaves: what is the company's and ours, not what was the grant's")
struct RemovalFindingTests {
  private static let reasons = RemovalReason.allCases

  @Test("a licence is missing all the same", arguments: reasons)
  func licences(_ reason: RemovalReason) {
    Story.active.given(hour(1), refused(.customers, code: 2_001_101, message: "Ingen aktiv licens"))
      .given(hour(2), removed(reason)).finds(.certain(.scopeLicence))
    Story.active.given(hour(1), refused(.customers, code: 2_001_103, message: "Api-licens saknas"))
      .given(hour(2), removed(reason)).finds(.certain(.integrationLicence))
    Story.active.given(hour(1), failed(nil, .refresh, .licenceMissing))
      .given(hour(2), removed(reason)).finds(.certain(.anyLicence))
  }

  @Test("so are our credentials and our app", arguments: reasons)
  func client(_ reason: RemovalReason) {
    Story.active.given(hour(1), failed(nil, .refresh, .clientRejected))
      .given(hour(2), removed(reason)).finds(.certain(.clientRefused))
    Story.active.given(
      hour(1), started(second, at: hour(1)), callback(second, .error, error: "invalid_scope"),
      failed(second, .callback, .scopeNotEnabled)
    )
    .given(hour(2), removed(reason)).finds(.certain(.scopeNotEnabled))
  }

  @Test("a right, a scope, a death and lost credentials go with the grant", arguments: reasons)
  func ofGrant(_ reason: RemovalReason) {
    for bad in [
      refused(.customers), refused(.customers, code: 2_000_663, message: "scope"),
      failed(nil, .refresh, .grantDead), failed(nil, .refresh, .refreshUnknown),
      failed(nil, .refresh, .unrecognised, credentials: .missing),
      failed(nil, .refresh, .unrecognised, words: "moon"), failed(first, .check, .checkUnknown),
    ] {
      let story = Story.active.given(hour(1), bad)
      #expect(!story.found.isEmpty)
      story.given(hour(2), removed(reason)).finds()
    }
  }

  @Test("the licences that were missing are told with the way to a new consent")
  func advice() {
    let explanation = Story.active
      .given(hour(1), refused(.customers, code: 2_001_101, message: "Ingen aktiv licens"))
      .given(hour(2), removed()).explanation()
    #expect(explanation.verdict == .licenceMissing)
    #expect(explanation.codes.first == [.orderScopeLicence, .authorize, .approve])
    #expect(explanation.also.map(\.verdict) == [.credentialsRemoved])
  }
}
