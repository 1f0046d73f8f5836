import Connector
import Integrations

/// What an integration's page shows where the provider names the company by a code.
enum CompanyCodeView {
  /// Adds the field of the code, which is never filled in, and a consent that lacks the company.
  static func add(
    to values: inout [String: Any], _ site: Site, _ visited: VisitedIntegration,
    _ state: Integration
  ) throws {
    guard let words = visited.provider.profile.words.companyCode else { return }
    values["codeHint"] = words.hint(visited.language)
    values["accessPlace"] = words.access(visited.language)
    values["hasCode"] = site.connector.hasCompanyCode(visited.company, state)
    guard try site.connector.isCompanyMissing(visited.company, visited.provider) else { return }
    // Nothing is under way: the page waits for a person.
    values["isFinishing"] = false
    values["isMissing"] = true
  }
}
