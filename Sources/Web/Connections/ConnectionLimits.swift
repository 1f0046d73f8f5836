/// How many may be connected, and for how long without anything being done.
public struct ConnectionLimits: Hashable, Sendable {
  /// At most so many connections; over half of them only callbacks and health are answered.
  public var connections = 4096
  /// A request, with its body, must have arrived after so many milliseconds.
  public var requestMilliseconds: Int64 = 30_000
  /// An answer of which nothing is read for so many milliseconds ends.
  public var unreadMilliseconds: Int64 = 30_000
  /// A connection on which nothing is asked for so many milliseconds ends.
  public var idleMilliseconds: Int64 = 60_000

  /// The limits that nobody changed.
  public init() {}
}
