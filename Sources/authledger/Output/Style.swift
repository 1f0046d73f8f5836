import CommandKit
import Foundation
import Integrations

/// Colour on a terminal, and only there.
enum Style: String {
  case good = "32"
  case warning = "33"
  case bad = "31"
  case faint = "2"
  case strong = "1"

  /// True if output is coloured; `NO_COLOR` is described at https://no-color.org.
  static let isOn =
    Output.isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"

  func callAsFunction(_ text: String) -> String {
    Self.isOn ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text
  }
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

extension CompanyLogSeverity {
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
