import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// The server that every fault of a suite meets, and what holds of its ledger at the end.
enum FaultMatrix {
  /// A server with an imitation of its own, of which many questions may be asked; the table of the
  /// step's stories begins anew.
  static func product(
    for step: SandboxFault.Endpoint, of provider: Provider
  ) async throws -> Product {
    try? FileManager.default.removeItem(at: table(of: step, provider))
    return try await Product(
      ["--answer-time", "2", "--wait-share", "1"], of: provider, questions: 10_000)
  }

  /// The table of what happened at a step, which is written for people to read.
  static func table(of step: SandboxFault.Endpoint, _ provider: Provider) throws -> URL {
    let folder = Golden.root.appending(path: ".build/stories")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: "\(provider.rawValue)-\(step).tsv")
  }

  /// What holds for the ledger as a whole.
  static func agrees(_ product: Product, after faults: [SandboxFault]) async throws {
    #expect(try await product.count("trapRequests") == 0, "no redirect is followed")
    for command in [["verify"], ["replay", "--check"]] {
      let outcome = try await product.run("authledger", command)
      #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    }
    for fault in [SandboxFault.hostileText, .invalidUTF8] where faults.contains(fault) {
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

/// Faults at every step, whether they belong there or not: what must hold whatever comes.
///
/// What each fault means where it belongs is in `ExchangeFaultTests` and `FaultTests`. Each fault has a
/// company of its own, and a step shares one server, which waits two seconds for answers and hardly
/// before it asks again. The steps of a grant that stands are a suite of their own, so that both walk
/// side by side.
@Suite(.timeLimit(.minutes(20))) struct FaultMatrixLongTests {
  @Test(
    "on the way to a grant: the attempt ends, a code is sent once, and the next attempt is good",
    arguments: [
      (Provider.fortnox, SandboxFault.Endpoint.callback, 0), (.fortnox, .token, 1),
      (.fortnox, .companyinformation, 2), (.fortnox, .register, 3), (.fiken, .callback, 2),
      (.fiken, .token, 3), (.fiken, .companies, 0), (.fiken, .register, 1),
    ])
  func connecting(
    provider: Provider, step: SandboxFault.Endpoint, quarter: Int
  ) async throws {
    let product = try await FaultMatrix.product(for: step, of: provider)
    let faults = Trials.quarters(of: SandboxFault.allCases, from: quarter)
    for fault in faults {
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
      let isOther =
        fault == .otherCompany && (step == .companyinformation || step == .companies)
      let good = isOther ? ["failed(check, wrongCompany)"] : ["approved", "reauthorized"]
      let told = isOther ? names : [last]
      #expect(told.contains(where: good.contains), "\(fault) at \(step): \(names)")
    }
    try await FaultMatrix.agrees(product, after: faults)
  }
}
