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
