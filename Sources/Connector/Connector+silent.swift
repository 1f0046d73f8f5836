import Integrations
import Ledger
import Synchronization
import Vault

extension Connector {
  /// How soon a register that gave no answer is asked again, in seconds: well within the hour.
  static let firstQuestionSeconds: Int64 = 1800
  /// How often after that, in seconds.
  static let nextQuestionSeconds: Int64 = 86_400

  /// Asks registers again that gave no answer, or one that was not understood: within an hour, and
  /// then daily.
  ///
  /// When it asked last is known to the process alone, so that a new one asks once more at once.
  ///
  /// - Returns: how many grants were asked for.
  /// - Throws: what went wrong here and not at the provider, once all were tried.
  @discardableResult
  public func askSilent() async throws -> Int {
    var count = 0
    var failure: (any Error)?
    for (company, provider, attempt) in try vault.companies(.current) {
      let integrated = Integrated(company: company, provider: provider)
      do {
        let state = try state(of: company, provider)
        let now = effects.now()
        guard clients[provider] != nil, let grant = state.grant, grant.attempt == attempt,
          !state.isEnded(at: now), let since = state.silentSince
        else {
          questions.withLock { _ = $0.removeValue(forKey: integrated) }
          continue
        }
        let due =
          questions.withLock { $0[integrated] } ?? since.adding(seconds: Self.firstQuestionSeconds)
        guard now >= due, let turn = try await turns.take(company, provider, patience: .zero)
        else { continue }
        defer { withExtendedLifetime(turn) {} }
        let next = now.adding(seconds: Self.nextQuestionSeconds)
        questions.withLock { $0[integrated] = next }
        count += 1
        try await recheckInTurn(company, provider, by: .server)
      } catch is ConnectorError {
        // The provider gave no token, which is recorded.
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return count
  }
}

extension Integration {
  /// Since when a register to transfer has not answered in words that are known; nil where all have.
  ///
  /// The latest, so that a check in between puts the next one off.
  var silentSince: Timestamp? {
    guard let grant, let settings else { return nil }
    let told = findings.all.filter { finding in
      switch finding.kind {
      case .unanswered: true
      case .registerUnknown: finding.register.map(settings.transfers.contains) ?? false
      default: false
      }
    }
    let refused = Registers(findings.all.compactMap(\.register))
    let isSilent = settings.transfers.sorted.contains { register in
      register.isChecked && !grant.open.contains(register) && !refused.contains(register)
    }
    guard isSilent || !told.isEmpty else { return nil }
    return told.map(\.latest.time).reduce(grant.confirmed.time, max)
  }
}
