import Integrations

/// The pages' templates, each compiled once for either language.
///
/// A template says both languages side by side, `[[Save|Spara]]`; which one counts is settled when
/// it is compiled, so that a page costs nothing for it.
struct Templates: Sendable {
  private let english: [String: Template]
  private let swedish: [String: Template]

  init() throws {
    english = try Self.compile(.english)
    swedish = try Self.compile(.swedish)
  }

  private static func compile(_ language: Language) throws -> [String: Template] {
    var sources: [String: String] = [:]
    for (name, bytes) in Self.sources {
      sources[name] = choose(language, in: String(decoding: bytes, as: UTF8.self))
    }
    var templates: [String: Template] = [:]
    for name in sources.keys { templates[name] = try Template(name, of: sources) }
    return templates
  }

  /// A page's HTML.
  func render(_ name: String, _ language: Language, _ values: [String: Any]) -> [UInt8] {
    guard let template = (language == .english ? english : swedish)[name] else {
      preconditionFailure("there is no template \(name)")
    }
    return template.render(values)
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
      let words = pieces[0].split(separator: "|", omittingEmptySubsequences: false)
      guard pieces.count == 2, words.count == 2 else {
        preconditionFailure("a template's text must be [[English|Swedish]]: \(part.prefix(60))")
      }
      result += (language == .english ? words[0] : words[1]) + pieces[1]
    }
    return result
  }

  private static var sources: [(String, [UInt8])] {
    [
      ("layout", PackageResources.layout_mustache),
      ("message", PackageResources.message_mustache),
      ("enter", PackageResources.enter_mustache),
      ("welcome", PackageResources.welcome_mustache),
      ("integrations", PackageResources.integrations_mustache),
      ("integration", PackageResources.integration_mustache),
      ("advice", PackageResources.advice_mustache),
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
