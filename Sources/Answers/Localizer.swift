package import Integrations

/// Short words in the language asked for.
package struct Localizer {
  package var language: Language
  package init(_ language: Language) { self.language = language }
  package func callAsFunction(_ english: String, _ swedish: String) -> String {
    language == .english ? english : swedish
  }
}

extension Advice.Confidence {
  /// How sure an explanation is, as people read it.
  package var title: Text {
    switch self {
    case .certain: Text("certain", "säkert")
    case .likely: Text("likely", "troligt")
    case .unknown: Text("unknown", "okänt")
    }
  }
}
