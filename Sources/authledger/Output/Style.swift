import CommandKit
import Foundation

/// Colour on a terminal, and only there.
enum Style: String {
  case good = "32"
  case warning = "33"
  case bad = "31"
  case faint = "2"
  case strong = "1"

  /// Whether to colour; `NO_COLOR` is described at https://no-color.org.
  static let isOn =
    Output.isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"

  func callAsFunction(_ text: String) -> String {
    Self.isOn ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text
  }
}
