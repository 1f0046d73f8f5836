package import Integrations
package import Testing

/// Expects a text for people: a whole sentence in both languages, each its own.
package func expectSentence(
  _ text: Text, _ sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(text.english != text.swedish, sourceLocation: sourceLocation)
  for language in Language.allCases {
    let sentence = text(language)
    #expect(sentence.count > 10, sourceLocation: sourceLocation)
    #expect(
      sentence.hasSuffix(".") && !sentence.hasSuffix(".."), "\(sentence)",
      sourceLocation: sourceLocation)
    #expect(!sentence.contains("  "), "\(sentence)", sourceLocation: sourceLocation)
    #expect(!sentence.contains("\n"), "\(sentence)", sourceLocation: sourceLocation)
  }
}
