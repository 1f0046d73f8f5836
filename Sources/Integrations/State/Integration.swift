/// One company's integration with one provider, as the fold of its records.
///
/// The rules decide what to record, the state folds it, and the state explains itself:
///
///     var integration = Integration(.fortnox)
///     let now = Timestamp(milliseconds: 1_793_696_400_000)
///     let saved = Action.configured(
///       Configured(transfers: Registers([.customers]), enabled: false))
///     for (number, decision) in try integration.decide(saved, at: now).enumerated() {
///       let record = Citation(sequence: SequenceNumber(Int64(number)), time: now)
///       integration.evolve(decision.action, cited: record)
///     }
///     print(integration.phase(at: now))  // configured
///     print(integration.verdict(at: now).advice(.fortnox, HostProduct()).cause.english)
///
/// It holds deadlines instead of a phase, because the phase depends on the time (`phase(at:)`). It
/// cites the records that led to it, so an explanation needs no second read of the stream.
public struct Integration: Hashable, Sendable {
  /// The settings as last saved; nil while nothing was saved.
  public var settings: Configured?
  /// True if the next authorization asks for a service account.
  public var serviceAccountSelected = false
  /// The latest attempt, also when it has ended.
  public var attempt: Attempt?
  /// The current grant, also if it is dead or refused.
  public var grant: Grant?
  /// What the records show to be wrong.
  public package(set) var findings = Findings()

  /// Who the company integrates with.
  public let provider: Provider
  /// Fields that few integrations have.
  private var past = Past.none

  /// An integration of which nothing is recorded.
  public init(_ provider: Provider) { self.provider = provider }

  /// What the provider is.
  var profile: ProviderProfile { provider.profile }

  /// The latest removal, until an attempt is started after it.
  public var removal: Removal? {
    get { past.held?.removal }
    set { past.values.removal = newValue }
  }

  /// The removal whose revocation the provider has not confirmed yet.
  public var unrevoked: Removal? {
    get { past.held?.unrevoked }
    set { past.values.unrevoked = newValue }
  }

  /// The company of an earlier grant, which the next consent must come from.
  public var remembered: RememberedCompany? {
    get { past.held?.remembered }
    set { past.values.remembered = newValue }
  }

  /// The callbacks of the attempts before the latest.
  public var earlierCallbacks: EarlierCallbacks {
    get { past.held?.earlierCallbacks ?? EarlierCallbacks() }
    set { past.values.earlierCallbacks = newValue }
  }

  /// Optional fields behind one indirection, so that an integration without them stays small.
  private enum Past: Hashable, Sendable {
    case none
    indirect case some(Values)

    struct Values: Hashable, Sendable {
      var removal: Removal?
      var unrevoked: Removal?
      var remembered: RememberedCompany?
      var earlierCallbacks = EarlierCallbacks()
    }

    var held: Values? {
      if case .some(let values) = self { values } else { nil }
    }

    var values: Values {
      get { held ?? Values() }
      set { self = newValue == Values() ? .none : .some(newValue) }
    }
  }
}
