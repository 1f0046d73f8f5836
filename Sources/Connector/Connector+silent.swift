import EventLog
import Integrations
import Vault

extension Connector {
  /// How soon a register that gave no answer is asked again, in seconds: well within the hour.
  static let firstQuestionSeconds: Int64 = 1800
  /// How often after that, in seconds.
  static let nextQuestionSeconds: Int64 = 86_400

  /// Asks registers again that gave no answer, or one that was not understood: within an hour, and
  /// then daily.
  ///
  /// - Returns: how many grants were asked for.
  /// - Throws: what went wrong here and not at the provider, once all were tried.
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
          if pause != nil { try vault.pause(company, provider, .silence, nil) }
          continue
        }
        let due = pause?.until ?? since.adding(seconds: Self.firstQuestionSeconds)
        guard now >= due, let turn = try await turns.take(company, provider, patience: .zero)
        else { continue }
        defer { withExtendedLifetime(turn) {} }
        let next = now.adding(seconds: Self.nextQuestionSeconds)
        try vault.pause(company, provider, .silence, Pause(until: next))
        count += 1
        try await recheckInTurn(company, provider, by: Author(.server))
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
    guard !unansweredRegisters.isEmpty || !told.isEmpty else { return nil }
    return told.map(\.latest.time).reduce(grant.confirmed.time, max)
  }
}
