import ArgumentParser
package import Integrations

/// An error of the command line itself: one sentence and its exit code.
package struct CommandError: ErrorWithText {
  /// The exit code.
  package var failure: Failure
  /// What, where, what to do.
  package var text: Text

  package init(_ failure: Failure, _ text: Text) {
    self.failure = failure
    self.text = text
  }

  package init(_ failure: Failure, _ english: String, _ swedish: String) {
    self.init(failure, Text(english, swedish))
  }

  /// The error that a transform or `validate` threw; nil if `error` is not about one.
  ///
  /// The argument parser wraps it in errors of its own, which it keeps to itself.
  package init?(within error: any Error) {
    var wrapped: [Any] = [error]
    for _ in 0..<Self.depthLimit {
      for value in wrapped {
        guard let found = value as? CommandError else { continue }
        self = found
        return
      }
      wrapped = wrapped.flatMap { Mirror(reflecting: $0).children.map(\.value) }
    }
    return nil
  }

  /// The parser's error, its kind, what goes with it, an optional, and the error in it.
  private static let depthLimit = 6
}

extension CommandError: CustomStringConvertible {
  /// The sentence in English.
  package var description: String { text.english }
}
