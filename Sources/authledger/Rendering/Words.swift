import Integrations

extension Timestamp {
  /// To the second, for tables.
  var second: String { "\(description.prefix(10)) \(description.dropFirst(11).prefix(8))" }
}

extension Phase {
  var style: Style {
    switch self {
    case .active: .good
    case .authorized, .authorizing, .configured, .notConfigured: .warning
    case .grantExpired, .permissionDenied, .authorizationFailed: .bad
    case .credentialsRemoved: .faint
    }
  }
}

extension VerdictCode {
  var style: Style {
    if isFailure { return .bad }
    return self == .healthy ? .good : .warning
  }
}

extension CompanyLogLine.Severity {
  var style: Style? {
    switch self {
    case .info: nil
    case .warning: .warning
    case .error: .bad
    }
  }

  var title: Text {
    switch self {
    case .info: Text("info", "info")
    case .warning: Text("warning", "varning")
    case .error: Text("error", "fel")
    }
  }
}

extension CompanyLogLine.Quotation {
  /// The provider's own words in one piece.
  func shown(_ provider: Provider, _ language: Language) -> String {
    var parts: [String] = []
    if let words { parts.append("“\(words)”") }
    if let code { parts.append(register == nil ? code : "code \(code)") }
    if let httpStatus { parts.append("HTTP \(httpStatus)") }
    let said = parts.joined(separator: ", ")
    guard let register else { return "\(provider.title): \(said)" }
    return "\(provider.title), \(register.title(language)): \(said)"
  }

  var json: JSON {
    .object([
      ("register", .text(register?.rawValue)), ("code", .text(code)), ("words", .text(words)),
      ("httpStatus", httpStatus.map { .number(Int64($0)) }),
    ])
  }
}

extension String {
  /// The text in lines of at most so many characters, broken at spaces.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
