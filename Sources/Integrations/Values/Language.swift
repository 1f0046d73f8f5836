/// The languages that people are spoken to in.
public enum Language: String, CaseIterable, Sendable {
  /// English.
  case english = "en"
  /// Swedish.
  case swedish = "sv"
}

/// One sentence for people, in every language.
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

  /// The sentence in the language asked for.
  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .english: english
    case .swedish: swedish
    }
  }
}
