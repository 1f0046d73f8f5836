import EventLog
import Integrations
import Vault

extension Connector {
  /// After how many seconds a register that gave no answer is asked again: well within the hour.
  static let firstQuestionSeconds: Int64 = 1800
  /// The time between further questions, in seconds.
  static let nextQuestionSeconds = Limits.daySeconds

  /// Asks registers again that gave no answer or one that was not understood: within an hour, then
  /// daily.
  ///
  /// - Returns: The number of grants that were checked.
  /// - Throws: The first error that is not the provider's, after all grants were tried.
  @discardableResult
  public func askSilent() async throws -> Int {
    var count = 0
    var failure: (any Error)?
    var pauses: [Provider: [Company: Pause]] = [:]
    for (company, provider, pause) in try vault.pauses(.silence) {
      pauses[provider, default: [:]][company] = pause
    }
    for (company, provider, attempt) in try vault.companies(.current) {
      if isStopped { break }
      let pause = pauses[provider]?[company]
      do {
        let state = try state(of: company, provider)
        let now = effects.now()
        guard clients[provider] != nil, let grant = state.grant, grant.attempt == attempt,
          !state.isEnded(at: now), let since = state.silentSince
        else {
          if pause != nil { try vault.setPause(nil, of: .silence, company, provider) }
          continue
        }
        let due = pause?.until ?? since.adding(seconds: Self.firstQuestionSeconds)
        guard now >= due, let lock = try await locks.take(company, provider, patience: .zero)
        else { continue }
        defer { withExtendedLifetime(lock) {} }
        let next = now.adding(seconds: Self.nextQuestionSeconds)
        try vault.setPause(Pause(until: next), of: .silence, company, provider)
        count += 1
        try await recheckLocked(company, provider, by: Author(.server))
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
  /// Since when a register to transfer has given no answer that is understood; nil if all have.
  ///
  /// The latest such time, so that a check in between postpones the next one.
  var silentSince: Timestamp? {
    guard let grant, let settings else { return nil }
    let told = findings.all.filter { finding in
      switch finding.kind {
      case .unanswered: true
      case .registerUnknown: finding.register.map(settings.transfers.contains) ?? false
      default: false
      }
    }
    guard !unansweredRegisters.isEmpty || !told.isEmpty else { return nil }
    return told.map(\.latest.time).reduce(grant.confirmed.time, max)
  }
}
