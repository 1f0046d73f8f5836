package import Integrations

extension CompanyLogLine.Quotation {
  /// The provider's own words in one piece.
  package func shown(_ provider: Provider, _ language: Language) -> String {
    let say = Words(language)
    var parts: [String] = []
    if let words { parts.append(say("“\(words)”", "”\(words)”")) }
    if let code { parts.append(register == nil ? code : say("code \(code)", "kod \(code)")) }
    if let httpStatus { parts.append("HTTP \(httpStatus)") }
    let said = parts.joined(separator: ", ")
    guard let register else { return "\(provider.title): \(said)" }
    return "\(provider.title), \(register.title(language)): \(said)"
  }

  package var json: JSON {
    .object([
      ("register", .text(register?.rawValue)), ("code", .text(code)), ("words", .text(words)),
      ("httpStatus", httpStatus.map { .number(Int64($0)) }),
    ])
  }
}
