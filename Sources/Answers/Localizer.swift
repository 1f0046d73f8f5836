package import Integrations

/// Chooses between two texts by language: `localized("Phase", "Fas")`.
package struct Localizer {
  package var language: Language
  package init(_ language: Language) { self.language = language }
  package func callAsFunction(_ english: String, _ swedish: String) -> String {
    language == .english ? english : swedish
  }
}

extension Advice.Confidence {
  /// How sure an explanation is, in a word for people.
  package var title: Text {
    switch self {
    case .certain: Text("certain", "säkert")
    case .likely: Text("likely", "troligt")
    case .unknown: Text("unknown", "okänt")
    }
  }
}
