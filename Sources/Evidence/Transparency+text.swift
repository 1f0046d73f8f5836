public import Integrations
public import Transparency

// The module Transparency knows no integration and so no `Text`: here its errors get one.

extension NoteError: ErrorWithText {
  /// The sentence in both languages.
  public var text: Text { Text(description, swedish) }
}

extension ProofError: ErrorWithText {
  /// The sentence in both languages.
  public var text: Text { Text(description, swedish) }
}
