/// The languages of every text for people.
public enum Language: String, CaseIterable, Sendable {
  /// English.
  case english = "en"
  /// Swedish.
  case swedish = "sv"
}

/// One sentence for people, or a clause of one, in every language.
public struct Text: Hashable, Sendable {
  /// The sentence in English.
  public let english: String
  /// The sentence in Swedish.
  public let swedish: String

  /// A sentence in both languages.
  public init(_ english: String, _ swedish: String) {
    self.english = english
    self.swedish = swedish
  }

  /// The sentence in a language.
  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .english: english
    case .swedish: swedish
    }
  }
}

/// An error that tells people in a sentence what is wrong, where, and what to do.
public protocol ErrorWithText: Error {
  /// The sentence.
  var text: Text { get }
  /// What it comes to; bad data, unless the error says something else.
  var failure: Failure { get }
}

extension ErrorWithText {
  /// Bad data.
  public var failure: Failure { .data }
}

extension Text {
  /// Joins two texts with a space.
  package static func + (left: Text, right: Text) -> Text {
    Text("\(left.english) \(right.english)", "\(left.swedish) \(right.swedish)")
  }

  /// An enumeration: one, two and three.
  static func list(_ parts: [Text]) -> Text {
    Text(
      enumerate(parts.map(\.english), last: "and"), enumerate(parts.map(\.swedish), last: "och"))
  }

  private static func enumerate(_ parts: [String], last: String) -> String {
    guard parts.count > 1, let final = parts.last else { return parts.first ?? "" }
    return "\(parts.dropLast().joined(separator: ", ")) \(last) \(final)"
  }
}

extension [Register] {
  /// The registers as an enumeration; "the registers" if the list is empty.
  var title: Text {
    isEmpty ? Text("the registers", "registren") : Text.list(map(\.title))
  }
}

extension Timestamp {
  /// The time to the minute, for sentences: `2026-11-03 09:02 UTC`.
  public var minute: String {
    "\(description.prefix(10)) \(description.dropFirst(11).prefix(5)) UTC"
  }
}
