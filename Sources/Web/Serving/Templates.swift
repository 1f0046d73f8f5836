import Integrations
import Mustache

/// The pages' templates, each compiled once for either language.
///
/// A template holds both languages side by side, `[[Show|Visa]]`, or names a button, `[[button.save]]`. The
/// language is chosen when the template is compiled, so that a page costs nothing for it.
struct Templates: Sendable {
  private let english: MustacheLibrary
  private let swedish: MustacheLibrary

  init() throws {
    try self.init(Self.sources.map { ($0, String(decoding: $1, as: UTF8.self)) })
  }

  /// - Throws: The error of swift-mustache if a template does not compile.
  init(_ sources: [(name: String, text: String)]) throws {
    MustacheContentTypes.register(PageContent(), named: PageContent.name)
    english = try Self.library(of: sources, .english)
    swedish = try Self.library(of: sources, .swedish)
  }

  private static func library(
    of sources: [(name: String, text: String)], _ language: Language
  ) throws -> MustacheLibrary {
    // Each partial and block starts with the library's own escaping, so the content type is set in each.
    let content = "{{% CONTENT_TYPE:\(PageContent.name)}}"
    var templates: [String: MustacheTemplate] = [:]
    for (name, text) in sources {
      let source = choose(language, in: text)
        .replacing("{{$main}}", with: "{{$main}}" + content)
      templates[name] = try MustacheTemplate(string: content + source)
    }
    return MustacheLibrary(templates: templates)
  }

  /// A page's HTML; values are escaped, unless the template has them in three braces.
  ///
  /// A missing name, false, an empty text and an empty list show nothing.
  func render(_ name: String, _ language: Language, _ values: [String: Any]) -> String {
    let library = language == .english ? english : swedish
    guard let page = library.render(TemplateText.values(values), withTemplate: name) else {
      preconditionFailure("there is no template \(name)")
    }
    return page
  }

  private static func choose(_ language: Language, in source: String) -> String {
    var result = ""
    for (index, part) in source.split(separator: "[[", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard index > 0 else {
        result += part
        continue
      }
      let pieces = part.split(separator: "]]", maxSplits: 1, omittingEmptySubsequences: false)
      guard pieces.count == 2, let text = text(pieces[0]) else {
        preconditionFailure(
          "a template's text must be [[English|Swedish]] or [[button.NAME]]: \(part.prefix(60))")
      }
      result += text(language) + pieces[1]
    }
    return result
  }

  /// A button's title, or the words in both languages.
  private static func text(_ source: Substring) -> Text? {
    if source.hasPrefix("button.") {
      return PageButton(rawValue: String(source.dropFirst("button.".count)))?.title
    }
    let words = source.split(separator: "|", omittingEmptySubsequences: false)
    return words.count == 2 ? Text(String(words[0]), String(words[1])) : nil
  }

  private static var sources: [(String, [UInt8])] {
    [
      ("layout", PackageResources.layout_mustache),
      ("leaving", PackageResources.leaving_mustache),
      ("message", PackageResources.message_mustache),
      ("enter", PackageResources.enter_mustache),
      ("welcome", PackageResources.welcome_mustache),
      ("integrations", PackageResources.integrations_mustache),
      ("integration", PackageResources.integration_mustache),
      ("advice", PackageResources.advice_mustache),
      ("ways", PackageResources.ways_mustache),
      ("mail", PackageResources.mail_mustache),
      ("words", PackageResources.words_mustache),
      ("log", PackageResources.log_mustache),
      ("settings", PackageResources.settings_mustache),
      ("removal", PackageResources.removal_mustache),
      ("past", PackageResources.past_mustache),
      ("waiting", PackageResources.waiting_mustache),
      ("support", PackageResources.support_mustache),
      ("case", PackageResources.case_mustache),
      ("link", PackageResources.link_mustache),
      ("failures", PackageResources.failures_mustache),
      ("history", PackageResources.history_mustache),
      ("verified", PackageResources.verified_mustache),
    ]
  }
}
