public import Integrations

/// What erasing a person does.
public struct Erasure: Hashable, Sendable {
  /// The companies in whose logs the erasure stands.
  public let companies: [Company]
  /// How many values the logs commit to that were not erased before.
  public let values: Int
  /// True if everything was erased before, so that nothing is left to do.
  public let isRepeat: Bool
}
