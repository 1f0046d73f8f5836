import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// The server that every fault of a suite meets, and what holds of its ledger at the end.
private enum FaultMatrix {
  static func product() async throws -> Product {
    try await Product(["--answer-time", "2", "--wait-share", "1"], questions: 10_000)
  }

  /// What holds for the ledger as a whole.
  static func agrees(_ product: Product) async throws {
    #expect(try await product.count("trapRequests") == 0, "no redirect is followed")
    for command in [["verify"], ["replay", "--check"]] {
      let outcome = try await product.run("authledger", command)
      #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    }
    for fault in [SandboxFault.hostileText, .invalidUTF8] {
      for command in ["log", "why", "history"] {
        let said = try await product.run(
          "authledger", [command, fault.rawValue.lowercased(), "--format", "table"])
        #expect(!said.output.isEmpty)
        let scalars = (said.output + said.error).unicodeScalars
        #expect(!scalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" || $0 == "\u{7}" })
      }
    }
  }
}

/// Every fault at every step, whether it belongs there or not: what must hold whatever comes.
///
/// What each fault means where it belongs is in `FaultTests`. Each fault has a company of its own, and
/// a step shares one server, which waits two seconds for answers and hardly before it asks again. The
/// steps of a grant that stands are a suite of their own, so that both walk side by side.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FaultMatrixTests {
  @Test(
    "on the way to a grant: the attempt ends, a code is sent once, and the next attempt is good",
    arguments: [SandboxFault.Endpoint.callback, .token, .companyinformation, .register])
  func connecting(step: SandboxFault.Endpoint) async throws {
    let product = try await FaultMatrix.product()
    for fault in SandboxFault.allCases {
      let walker = try await Walker(fault, product)
      let before = try await product.count("tokenRequests")
      try await walker.connect(fault, at: step)
      #expect(try await product.count("tokenRequests") - before <= 1, "\(fault) at \(step)")
      let phase = try await walker.looksHarmless()
      try await walker.story(of: fault, at: step)
      // A callback that was malformed leaves the attempt open.
      #expect(phase != "authorizing" || step == .callback, "\(fault) at \(step)")
      try await walker.connect()
      let names = try walker.names
      let last = try #require(names.last)
      // The first consent decides which company it is, and the next one is of another; a use of the
      // grant that still stands may follow.
      let isOther = fault == .otherCompany && step == .companyinformation
      let good = isOther ? ["failed(check, wrongCompany)"] : ["approved", "reauthorized"]
      let told = isOther ? names : [last]
      #expect(told.contains(where: good.contains), "\(fault) at \(step): \(names)")
    }
    try await FaultMatrix.agrees(product)
  }
}

/// Every fault while a grant is used, and while it is removed.
@Suite(.serialized, .timeLimit(.minutes(10))) struct GrantFaultMatrixTests {
  @Test("at a refresh: only what ends a grant ends it, and it works again afterwards")
  func refreshing() async throws {
    let product = try await FaultMatrix.product()
    let ending: Set<SandboxFault> = [.invalidGrant, .missingLicence]
    // The token was rotated and the answer lost: nothing but a new consent helps.
    let losing: [SandboxFault: String] = [
      .drop: "refreshUnknown", .doneGarbage: "unrecognised", .done500: "providerUnavailable",
    ]
    for fault in SandboxFault.allCases {
      let walker = try await Walker(fault, product)
      try await walker.connect()
      // The provider no longer takes the access token, so it is refreshed.
      try await product.control("clock", [("seconds", "7200")])
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
      if ending.contains(fault) || losing[fault] != nil { try await walker.connect() }
      try await walker.recheck()
      #expect(try await walker.looksHarmless() == "authorized", "\(fault)")
    }
    try await FaultMatrix.agrees(product)
  }

  @Test("at a removal: the credentials are gone, and the ledger says what the provider did")
  func removing() async throws {
    let product = try await FaultMatrix.product()
    for fault in SandboxFault.allCases {
      // One visit removes so many and no more in a minute.
      let support = try await product.signedIn("support", "s-3")
      let walker = try await Walker(fault, product)
      let alive = try await product.living()
      try await walker.connect()
      try await product.fault(fault, at: .revoke)
      let path = "/support/\(walker.company)/fortnox"
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
    #expect(held.split(separator: "\n").count == SandboxFault.allCases.count, "\(held)")
    try await FaultMatrix.agrees(product)
  }
}
