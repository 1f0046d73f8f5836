public import Integrations

/// What must hold of an integration: of several values of one kind any one, of several kinds each.
///
///     var filter = StatusFilter()
///     filter.verdicts = [.grantDead, .licenceMissing]
///     filter.expiresWithinSeconds = 7 * Limits.daySeconds
///     filter.matches(integration, at: now)
///
/// It is pure: a state and a time in, yes or no out.
public struct StatusFilter: Hashable, Sendable {
  /// The phases; empty for any.
  public var phases: Set<Phase> = []
  /// The verdicts; empty for any.
  public var verdicts: Set<VerdictCode> = []
  /// The layers where the problem is; empty for any.
  public var layers: Set<Layer> = []
  /// Who can fix it; empty for anybody.
  public var fixers: Set<Advice.Fixer> = []
  /// The warnings of which it has at least one; empty for any or none.
  public var warnings: Set<WarningCode> = []
  /// The time within which a grant that still works ends.
  public var expiresWithinSeconds: Int64?
  /// The time since which a record or the clock has changed it.
  public var changedSince: Since?

  /// A time in the past, seen from the moment that a question is about.
  public enum Since: Hashable, Sendable {
    /// So many seconds before.
    case ago(seconds: Int64)
    /// This time.
    case time(Timestamp)

    /// The time itself.
    public func time(before now: Timestamp) -> Timestamp {
      switch self {
      case .ago(let seconds): now.adding(seconds: -seconds)
      case .time(let time): time
      }
    }
  }

  /// Everything.
  public init() {}

  /// True if everything matches.
  public var isEmpty: Bool { self == StatusFilter() }

  /// True if an integration matches at a time.
  ///
  /// - Parameter recorded: When a record last changed it; needed only with `changedSince`.
  public func matches(
    _ state: Integration, at now: Timestamp, recorded: Timestamp? = nil
  ) -> Bool {
    guard allows(state.verdict(at: now)), matches(exceptVerdict: state, at: now) else {
      return false
    }
    return changedSince == nil || change(of: state, at: now, recorded: recorded) != nil
  }

  /// True if an integration with this verdict can match.
  func allows(_ verdict: VerdictCode) -> Bool { verdicts.isEmpty || verdicts.contains(verdict) }

  /// True if no more has to be known than the verdict and the last change.
  var asksVerdictAlone: Bool {
    phases.isEmpty && layers.isEmpty && fixers.isEmpty && warnings.isEmpty
      && expiresWithinSeconds == nil
  }

  /// True if everything matches but for the verdict and the last change, which are cheaper to know.
  func matches(exceptVerdict state: Integration, at now: Timestamp) -> Bool {
    if !phases.isEmpty, !phases.contains(state.phase(at: now)) { return false }
    if let expiresWithinSeconds {
      guard let end = state.grantEnd(after: now), end <= now.adding(seconds: expiresWithinSeconds)
      else { return false }
    }
    if !warnings.isEmpty, !state.warnings(at: now).contains(where: { warnings.contains($0.code) }) {
      return false
    }
    if !layers.isEmpty, !layers.contains(state.outline(at: now).layer) { return false }
    // The most work, so it comes last.
    return fixers.isEmpty || fixers.contains(state.fixer(at: now))
  }

  /// When an integration last changed; nil if that was before the time asked for.
  func change(of state: Integration, at now: Timestamp, recorded: Timestamp?) -> Timestamp? {
    let latest = [recorded, state.clockChange(by: now)].compactMap(\.self).max()
    guard let changedSince, let latest, latest >= changedSince.time(before: now) else { return nil }
    return latest
  }
}
