/// One action that the rules let be recorded.
public struct Decision: Hashable, Sendable {
  /// The action.
  public var action: Action
  /// When it happened, where a rule says so; nil for the time of the command.
  public var time: Timestamp?
  /// Whether it is the action that was asked for, and not one that a rule adds.
  public var isRequested: Bool

  static func requested(_ action: Action, at time: Timestamp? = nil) -> Self {
    Self(action: action, time: time, isRequested: true)
  }

  static func added(_ action: Action, at time: Timestamp? = nil) -> Self {
    Self(action: action, time: time, isRequested: false)
  }
}
