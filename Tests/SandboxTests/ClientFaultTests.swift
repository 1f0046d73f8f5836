import Integrations
import Providers
import Sandbox
import Testing

/// Every client against every fault of its imitation, at every step where the imitation can make it.
///
/// Nobody waits here: the imitations do not count requests, and what never ends is waited for with
/// hardly any patience.
@Suite(.timeLimit(.minutes(20))) struct ClientFaultTests {
  @Test(
    "every fault at every step", arguments: Imitated.providers, SandboxFault.Endpoint.allCases)
  func every(provider: Provider, step: SandboxFault.Endpoint) async throws {
    let imitated = try await Imitated(provider, keepsPace: false)
    guard try await imitated.steps().contains(step.rawValue) else {
      #expect(Self.hasNot(provider, step))
      return
    }
    for fault in SandboxFault.allCases {
      let trial = FaultTrial(imitated: imitated, fault: fault)
      switch step {
      case .callback: try await trial.wayBack()
      case .token: try await trial.exchange()
      case .refresh: try await trial.refresh()
      case .revoke: try await trial.revocation()
      case .companyinformation, .companies: try await trial.company(at: step)
      case .register: try await trial.register()
      case .user: try await trial.login()
      }
      try await imitated.control("calm")
    }
  }

  /// Steps that are another provider's alone.
  private static func hasNot(_ provider: Provider, _ step: SandboxFault.Endpoint) -> Bool {
    switch provider {
    case .fortnox, .fortnoxPayments: step == .user || step == .companies
    case .fiken: step == .companyinformation
    }
  }
}
