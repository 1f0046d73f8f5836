/// One company's integration with one provider, as the fold of its records.
///
/// It holds deadlines instead of a phase, because the phase depends on the time (`phase(at:)`). It
/// cites the records that led to it, so an explanation needs no second read of the stream.
public struct Integration: Hashable, Sendable {
  /// The settings as last saved; nil while nothing was saved.
  public var settings: Configured?
  /// Whether the next authorization is to ask for a service account.
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
  public init(_ provider: Provider = .fortnox) { self.provider = provider }

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
