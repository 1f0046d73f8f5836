import Integrations
import TestSupport

/// Actions of every shape, with hostile texts, whether or not any rule would let them be.
enum RandomAction {
  static func make(_ name: ActionName, using random: inout SplitMix) -> Action {
    switch name {
    case .configured:
      return .configured(
        Configured(
          transfers: registers(&random), enabled: .random(using: &random),
          companyCode: maybe(&random) { Int.random(in: 0...9_007_199_254_740_991, using: &$0) }))
    case .serviceAccountSelected:
      return .serviceAccountSelected(ServiceAccountSelected(selected: .random(using: &random)))
    case .authorizeStarted:
      return .authorizeStarted(
        AuthorizeStarted(
          attempt: id(&random), accountType: pick(AccountType.allCases, &random),
          scopes: scopes(&random), expiresAt: time(&random)))
    case .callbackReceived:
      let verdict = pick(CallbackVerdict.allCases, &random)
      return .callbackReceived(
        CallbackReceived(
          attempt: id(&random), answer: pick(CallbackAnswer.allCases, &random),
          error: maybe(&random) { text(&$0) }, errorDescription: maybe(&random) { text(&$0) },
          verdict: verdict,
          fault: verdict == .malformed
            ? maybe(&random) { pick(CallbackFault.allCases, &$0) } : nil))
    case .approved: return .approved(approval(&random))
    case .reauthorized:
      var consent = approval(&random)
      consent.via = .consent
      return .reauthorized(consent)
    case .failed:
      return .failed(failed(&random))
    case .permissionDenied:
      return .permissionDenied(permissionDenied(&random))
    case .credentialsRemoved:
      return .credentialsRemoved(
        CredentialsRemoved(
          reason: pick(RemovalReason.allCases, &random),
          ticket: maybe(&random) { _ in "SUP-1" }, revokedAtProvider: .random(using: &random)))
    }
  }

  private static func failed(_ random: inout SplitMix) -> Failed {
    var failed = Failed(
      attempt: maybe(&random) { id(&$0) }, stage: pick(Failed.Stage.allCases, &random),
      reason: pick(Failed.Reason.allCases, &random),
      providerError: maybe(&random) { text(&$0) },
      providerMessage: maybe(&random) { text(&$0) },
      httpStatus: maybe(&random) { Int.random(in: 100...599, using: &$0) })
    switch (failed.stage, failed.reason) {
    case (.check, .wrongCompany):
      failed.revokedAtProvider = maybe(&random) { .random(using: &$0) }
      failed.registers = maybe(&random) { someRegisters(&$0) }
    case (.check, _): failed.registers = maybe(&random) { someRegisters(&$0) }
    case (_, .wrongCompany): failed.revokedAtProvider = maybe(&random) { .random(using: &$0) }
    case (.refresh, _):
      // The one reason that it goes with is rare.
      guard let fault = maybe(&random, { pick(Failed.CredentialFault.allCases, &$0) }) else {
        break
      }
      failed.reason = .unrecognised
      failed.credentials = fault
    default: break
    }
    return failed
  }

  private static func permissionDenied(_ random: inout SplitMix) -> PermissionDenied {
    PermissionDenied(
      attempt: maybe(&random) { id(&$0) },
      layer: pick(RefusalLayer.allCases, &random),
      refusals: someRegisters(&random).sorted.map { register in
        RegisterRefusal(
          register: register,
          code: maybe(&random) {
            Int.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &$0)
          },
          message: text(&random), httpStatus: Int.random(in: 100...599, using: &random),
          layer: maybe(&random) { pick(RefusalLayer.allCases, &$0) })
      }, checks: maybe(&random) { checks(&$0) })
  }

  private static func checks(_ random: inout SplitMix) -> [Approval.Check] {
    registers(&random).sorted.map { register in
      Approval.Check(register: register, ok: maybe(&random) { .random(using: &$0) })
    }
  }

  /// Registers, at least one.
  private static func someRegisters(_ random: inout SplitMix) -> Registers {
    var registers = registers(&random)
    registers.insert(.customers)
    return registers
  }

  static func id<Kind>(_ random: inout SplitMix) -> Identifier<Kind> {
    Identifier(high: random.next(), low: random.next())
  }

  static func time(_ random: inout SplitMix) -> Timestamp {
    Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &random))
  }

  static func registers(_ random: inout SplitMix) -> Registers {
    var registers = Registers()
    for register in Register.allCases where .random(using: &random) { registers.insert(register) }
    return registers
  }

  static func pick<Value>(_ values: [Value], _ random: inout SplitMix) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  static func text(_ random: inout SplitMix) -> String {
    let pieces = [
      "Saknar behörighet", "\u{1b}[31m", "\"", "\\", "\u{0}", "\u{7f}", "\u{202e}", "😀", "\n", "é",
      "e\u{301}", "/", "\u{2028}", "\r\n", "\t", "\u{8}",
    ]
    return (0..<Int.random(in: 0...8, using: &random)).map { _ in pick(pieces, &random) }.joined()
  }

  private static func approval(_ random: inout SplitMix) -> Approval {
    Approval(
      attempt: id(&random), via: pick(Approval.Via.allCases, &random),
      accountType: pick(AccountType.allCases, &random), scopes: scopes(&random),
      providerCompany: "1" + text(&random),
      checks: checks(&random), accessTokenExpiresAt: time(&random),
      refreshTokenExpiresAt: maybe(&random) { time(&$0) })
  }

  private static func scopes(_ random: inout SplitMix) -> [String] {
    ["companyinformation", "customer", "invoice", "project"].filter { _ in .random(using: &random) }
  }

  private static func maybe<Value>(
    _ random: inout SplitMix, _ make: (inout SplitMix) -> Value
  ) -> Value? {
    .random(using: &random) ? make(&random) : nil
  }
}
