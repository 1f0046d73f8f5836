package import Integrations

/// Short words in the language asked for.
package struct Words {
  package var language: Language
  package init(_ language: Language) { self.language = language }
  package func callAsFunction(_ english: String, _ swedish: String) -> String {
    language == .english ? english : swedish
  }
}
