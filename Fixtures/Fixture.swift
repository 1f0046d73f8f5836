public import Integrations

/// A sample history: one branch of the way to an authorization, as `import` reads it.
///
/// Every company in it is made up, and its id says the story. The lines hold what was done; records
/// that the rules add by themselves (an attempt superseded, an empty callback failed) are not in
/// them.
public struct Fixture: Sendable {
  /// The name of its file, without the ending.
  public let name: String
  /// What happens in it, in one sentence.
  public let story: Text
  /// The history itself: JSON Lines, one action a line, in order.
  public let text: String

  /// Every sample history; the main story comes first, then the way from easy to odd.
  public static let all: [Fixture] = connecting + refused + attempts + callbacks + grants + oddities

  init(_ name: String, _ english: String, _ swedish: String, _ bytes: [UInt8]) {
    self.name = name
    story = Text(english, swedish)
    text = String(decoding: bytes, as: UTF8.self)
  }
}
