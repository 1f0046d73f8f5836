import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// Every fault of a provider on the way back, for each provider that has an imitation.
@Suite(.serialized, .timeLimit(.minutes(20))) struct CallbackFaultTests {
  /// What the last record is after each way back that is not an ordinary one.
  private static func lasts(_ provider: Provider) -> [SandboxFault: String] {
    let known = provider == .fortnox
    let refused = { (reason: String) in "failed(callback, \(known ? reason : "unrecognised"))" }
    return [
      .accessDenied: "failed(callback, declined)", .missingLicence: refused("licenceMissing"),
      .missingSystemAdmin: refused("notSystemAdministrator"),
      .serviceAccountNotAllowed: refused("scopeNotEnabled"),
      .invalidScope: refused("scopeNotEnabled"),
      .unknownError: "failed(callback, unrecognised)",
      .hostileText: "failed(callback, unrecognised)",
      .emptyCallback: "failed(callback, emptyCallback)",
      .bareCallback: "callback(malformed)", .noState: "callback(malformed)",
      .doubledState: "callback(malformed)", .wrongState: "authorizeStarted",
      .errorWithoutState: "callback(malformed)", .foreignIssuer: "callback(malformed)",
      .ownIssuer: "approved",
    ]
  }

  @Test(
    "each becomes what it means, and nothing is exchanged for it",
    arguments: [Provider.fortnox, .fiken])
  func callback(provider: Provider) async throws {
    let product = try await Product(["--wait-share", "1"], of: provider, questions: 10_000)
    let lasts = Self.lasts(provider)
    for fault in SandboxFault.allCases {
      let walker = try await Walker(fault, product)
      let callback = try await walker.wayBack(fault, at: .callback)
      let names = URLComponents(string: callback)?.queryItems?.map(\.name) ?? []
      guard let last = lasts[fault] else {
        #expect(names == ["code", "state"], "\(fault): nothing says what must come of it")
        continue
      }
      let exchanges = try await product.count("tokenRequests")
      let answer = try await walker.browser.get(callback)
      #expect(answer.status == 303, "\(fault)")
      try await product.settle(walker.browser, try #require(answer.location))
      #expect(try walker.names.last == last, "\(fault)")
      let sent = try await product.count("tokenRequests") - exchanges
      #expect(sent == (last == "approved" ? 1 : 0), "\(fault)")
      let page = try await walker.browser.get(walker.path)
      #expect(page.text.contains("Authorization failed") == (last != "approved"), "\(fault)")
      _ = try await walker.looksHarmless()
    }
  }
}
