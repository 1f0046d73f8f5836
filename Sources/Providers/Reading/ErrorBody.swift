import Foundation

/// The body of an error answer: OAuth's `error` and `error_description` (RFC 6749 section 5.2), a bare
/// `message`, or the same inside a member of the provider's own.
package struct ErrorBody: Equatable {
  /// OAuth's code, such as `invalid_grant`.
  package var error: String?
  /// The sentence, as it was given.
  package var message: String?
  /// The provider's own number.
  package var code: Int?
  /// True if it is JSON, so that it comes from the provider; the words of an HTML page of a proxy mean
  /// nothing.
  package private(set) var isRead = true

  package init(error: String? = nil, message: String? = nil, code: Int? = nil) {
    self.error = error
    self.message = message
    self.code = code
  }

  /// Reads a body; text that is not JSON becomes the message.
  ///
  /// - Parameter wrapper: The member that holds an error's parts; nil if the provider has none.
  package init(_ body: [UInt8], inside wrapper: String? = nil) {
    guard let object = AnswerJSON.object(body) else {
      isRead = false
      message = body.isEmpty ? nil : String(decoding: body, as: UTF8.self)
      return
    }
    let inner = wrapper.flatMap { AnswerJSON.member(object, $0) as? [String: Any] } ?? object
    code = AnswerJSON.integer(AnswerJSON.member(inner, "code"))
    message =
      AnswerJSON.member(inner, "error_description") as? String ?? AnswerJSON.member(
        inner, "message") as? String
    // A number is the provider's own, and no code of OAuth's.
    error = AnswerJSON.words(AnswerJSON.member(inner, "error"))
  }

  /// True if an answer with a status of success holds an error.
  ///
  /// An `error` that is null, empty, false or zero is not one
  /// (https://github.com/dotnet/aspnetcore/issues/53457).
  package static func isError(_ object: [String: Any], inside wrapper: String? = nil) -> Bool {
    if let wrapper, AnswerJSON.member(object, wrapper) is [String: Any] { return true }
    return switch AnswerJSON.member(object, "error") {
    case nil, is NSNull: false
    case let text as String: !text.isEmpty
    case let number as NSNumber: number.doubleValue != 0
    case let list as [Any]: !list.isEmpty
    case let members as [String: Any]: !members.isEmpty
    default: true
    }
  }

  /// Error and sentence in lower case, to search.
  private var words: String { "\(error ?? "") \(message ?? "")".lowercased() }

  /// True if the provider's words hold one of these parts, which are in lower case.
  package func has(_ parts: String...) -> Bool { isRead && parts.contains { words.contains($0) } }

  /// True if it is the provider's, and says something.
  package var saysSomething: Bool { isRead && self != ErrorBody() }
}
