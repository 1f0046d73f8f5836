import Integrations
import Sandbox
import TestSupport
import Testing

/// Faults while a grant is used, and while it is removed.
@Suite(.timeLimit(.minutes(20))) struct GrantFaultMatrixLongTests {
  private static let providers = [Provider.fortnox, .fiken]

  @Test(
    "at a refresh: only what ends a grant ends it, and it works again afterwards",
    arguments: providers)
  func refreshing(provider: Provider) async throws {
    let product = try await FaultMatrix.product(for: .refresh, of: provider)
    let isFiken = provider == .fiken
    let ending: Set<SandboxFault> = isFiken ? [.invalidGrant] : [.invalidGrant, .missingLicence]
    // The answer is lost, and with it a token that was rotated: nothing but a new consent helps then.
    let losing: [SandboxFault: String] = [
      .drop: "refreshUnknown", .doneGarbage: "unrecognised", .done500: "providerUnavailable",
    ]
    let faults = Trials.quarters(of: SandboxFault.allCases)
    for fault in faults {
      let walker = try await Walker(fault, product)
      try await walker.connect()
      // The provider no longer takes the access token, so it is refreshed.
      try await product.control("clock", [("seconds", isFiken ? "90000" : "7200")])
      try await product.fault(fault, at: .refresh)
      try await walker.recheck()
      let phase = try await walker.looksHarmless()
      try await walker.story(of: fault, at: .refresh)
      #expect((phase == "grantExpired") == ending.contains(fault), "\(fault): \(phase)")
      if let reason = losing[fault] {
        #expect(try walker.names.last == "failed(refresh, \(reason))")
      }
      if fault == .noAccessToken {
        // What came of it is kept, and the next refresh goes on with it.
        #expect(try walker.names.last == "failed(refresh, unrecognised)")
      }
      let isLost = losing[fault] != nil && !isFiken
      if ending.contains(fault) || isLost { try await walker.connect() }
      try await walker.recheck()
      #expect(try await walker.looksHarmless() == "authorized", "\(fault)")
    }
    try await FaultMatrix.agrees(product, after: faults)
  }

  @Test(
    "at a removal: the credentials are gone, and the ledger says what the provider did",
    arguments: providers)
  func removing(provider: Provider) async throws {
    let product = try await FaultMatrix.product(for: .revoke, of: provider)
    let faults = Trials.quarters(of: SandboxFault.allCases, from: 1)
    for fault in faults {
      // One visit removes so many and no more in a minute.
      let support = try await product.signedIn("support", "s-3")
      let walker = try await Walker(fault, product)
      let alive = try await product.living()
      try await walker.connect()
      try await product.fault(fault, at: .revoke)
      let path = "/support/\(walker.company)/\(provider.rawValue)"
      let token = try #require(try await support.get(path).token)
      let removed = try await support.post(
        "\(path)/remove",
        [("token", token), ("reason", "requested"), ("confirm", walker.company.id)])
      #expect(removed.status == 303, "\(fault)")
      #expect(try walker.names.last == "credentialsRemoved", "\(fault)")
      if case .credentialsRemoved(let data) = try product.actions(walker.company).last {
        let isTold = data.revokedAtProvider
        let isTrue = try await product.living() == alive
        #expect(!isTold || isTrue, "\(fault): what is told of the revocation is not true")
      }
      #expect(try await walker.looksHarmless() == "credentialsRemoved")
      try await walker.story(of: fault, at: .revoke)
      try await walker.connect()
      #expect(try walker.names.last == "approved", "\(fault)")
    }
    let held = try await product.run("authledger-connect", ["credentials"]).output
    #expect(held.split(separator: "\n").count == faults.count, "\(held)")
    try await FaultMatrix.agrees(product, after: faults)
  }
}
