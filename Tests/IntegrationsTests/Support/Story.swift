import Integrations
import Testing

/// What happened to one integration, told in order: given, when, then.
///
///     Story(saved())
///       .given(minute(1), started(first, at: minute(1)))
///       .when(minute(5), failed(first, .authorize, .abandoned))
///       .then(failed(first, .authorize, .abandoned))
///       .phase(.authorizationFailed)
///
/// A story must be possible: what is given is decided like a command, and refused as one.
struct Story {
  private(set) var state: Integration
  /// The time of what happened last.
  private(set) var now = minute(0)
  /// What the rules gave for the latest command; empty when they refused it.
  private(set) var decisions: [Decision] = []
  /// The rule that refused the latest command.
  private(set) var rejection: Rejection?
  /// What was recorded.
  private(set) var records: [Recorded] = []
  private var command: Action?

  /// Starts with actions that all happen at minute 0.
  init(
    of provider: Provider = .fortnox, _ actions: Action...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    state = Integration(provider)
    for action in actions { happen(action, sourceLocation) }
  }

  /// Actions that the rules accept, one after the other at the same time.
  func given(
    _ time: Timestamp, _ actions: Action..., sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    var story = self
    story.now = time
    for action in actions { story.happen(action, sourceLocation) }
    return story
  }

  /// The command that the story is about; `then` or `rejected` says what came of it.
  func when(
    _ time: Timestamp, _ command: Action, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    var story = self
    story.now = time
    story.decide(command)
    story.checkTwice(sourceLocation)
    return story
  }

  /// Exactly these actions are recorded, in this order.
  @discardableResult func then(
    _ actions: Action..., sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    #expect(rejection == nil, sourceLocation: sourceLocation)
    #expect(decisions.map(\.action) == actions, sourceLocation: sourceLocation)
    let requested = decisions.filter(\.isRequested).map(\.action)
    #expect(requested == (actions.isEmpty ? [] : [command]), sourceLocation: sourceLocation)
    return self
  }

  /// Nothing changed, so that nothing is recorded.
  @discardableResult func thenNothing(
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    #expect(rejection == nil, sourceLocation: sourceLocation)
    #expect(decisions.isEmpty, sourceLocation: sourceLocation)
    return self
  }

  /// This rule refuses the command.
  @discardableResult func rejected(
    _ expected: Rejection, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    #expect(rejection == expected, sourceLocation: sourceLocation)
    return self
  }

  /// The phase at a time, or at the time of what happened last.
  @discardableResult func phase(
    _ expected: Phase, at time: Timestamp? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    #expect(state.phase(at: time ?? now) == expected, sourceLocation: sourceLocation)
    return self
  }

  /// What became of the latest attempt, by now.
  @discardableResult func attempt(
    _ expected: AttemptState, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    #expect(state.attemptState(at: now) == expected, sourceLocation: sourceLocation)
    return self
  }
}

extension Story {
  /// Takes the rules' answer into the state.
  private mutating func decide(_ command: Action) {
    self.command = command
    do {
      decisions = try state.decide(command, at: now)
      rejection = nil
    } catch {
      decisions = []
      rejection = error
    }
    for decision in decisions {
      let recorded = Recorded(
        number: records.count, decision.action, of: state.provider, at: decision.time ?? now)
      state.evolve(decision.action, cited: recorded.citation)
      records.append(recorded)
    }
  }

  private mutating func happen(_ action: Action, _ sourceLocation: SourceLocation) {
    decide(action)
    #expect(
      rejection == nil && !decisions.isEmpty, "the rules let \(action.name) be given",
      sourceLocation: sourceLocation)
  }

  /// An accepted command that is given twice, as after a lost answer, is recorded once.
  private func checkTwice(_ sourceLocation: SourceLocation) {
    guard let command, !decisions.isEmpty, !command.isUncountedCallback else { return }
    let again = (try? state.decide(command, at: now)) ?? []
    #expect(
      again.isEmpty, "\(command.name) is not recorded again",
      sourceLocation: sourceLocation)
  }
}

extension Action {
  /// Whether this is an arrival beside the one that counts: each is recorded, up to the limit.
  var isUncountedCallback: Bool {
    guard case .callbackReceived(let data) = self else { return false }
    return data.verdict != .accepted
  }
}
