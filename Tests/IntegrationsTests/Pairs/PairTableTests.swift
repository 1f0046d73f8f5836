import Foundation
import Integrations
import TestSupport
import Testing

/// What `why` says where two problems stand in the records, one after the other.
@Suite struct PairTableTests {
  private static let pairs = PairProblem.allCases.flatMap { one in
    PairProblem.allCases.filter { $0 != one }.map { (one, $0) }
  }

  @Test("both problems are named, and the verdict is that of the one that comes first on the way")
  func named() {
    for (one, other) in Self.pairs {
      let found = Self.explanation(one, other)
      let told = [(found.verdict, found.advice.cause)] + found.also.map { ($0.verdict, $0.text) }
      for problem in [one, other] where !Self.isMended(problem, by: other, one) {
        #expect(
          told.contains { code, text in
            code == problem.verdict
              && (problem.words.isEmpty || text.english.contains(problem.words))
          }, "\(one) then \(other): \(problem) is not named by \(told.map(\.0))")
      }
    }
  }

  @Test("the table, for a person to review")
  func table() throws {
    var lines = [
      "What `why` says of each pair of problems: the verdict and how sure, then `also`, then a line a way.",
      "Beside a grant that works, what only attempts saw stands under `also` with its own way (in brackets).",
    ]
    for (one, other) in Self.pairs {
      let found = Self.explanation(one, other)
      lines += ["", "\(one.rawValue), then \(other.rawValue)"]
      lines.append(
        "  \(found.verdict.rawValue) \(found.advice.confidence) exit \(found.advice.health.rawValue)"
      )
      for further in found.also {
        let ways = further.ways.map { "[" + Self.codes($0) + "]" }.joined(separator: " or ")
        lines.append("  also \(further.verdict.rawValue) \(further.confidence) \(ways)".trimmed)
      }
      for way in found.advice.ways { lines.append("  do   " + Self.codes(way)) }
    }
    try Golden(Golden.root.appending(path: "Tests/IntegrationsTests/golden"))
      .expect(lines.joined(separator: "\n") + "\n", "pairs.txt")
  }

  /// True if the other problem's record shows this one in order: an answer of the provider shows it
  /// there, a register that answers shows the grant alive, an attempt beside it replaces nothing.
  private static func isMended(
    _ problem: PairProblem, by other: PairProblem, _ one: PairProblem
  ) -> Bool {
    guard problem == one else { return false }
    switch (problem, other) {
    // A definite answer, and a register's, shows the provider there.
    case (.providerDown, _): return other != .vaultUnreadable && other != .nobodyCameBack
    // A code that was exchanged shows our credentials and our app in order.
    case (.clientRefused, .otherCompany), (.scopeNotEnabled, .otherCompany): return true
    // Whoever reads the registers has the credentials.
    case (.vaultUnreadable, .scopeLicence), (.vaultUnreadable, .rightMissing): return true
    // Only the latest attempt is told, where the one before reached no layer.
    case (.nobodyCameBack, _): return other.startsAttempt || other.answersForGrant
    default: return false
    }
  }

  private static func explanation(_ one: PairProblem, _ other: PairProblem) -> Explanation {
    let needsService = [one, other].contains(.notSystemAdministrator)
    let accountType: AccountType = needsService ? .service : .user
    let scopes = ["companyinformation", "customer", "project"]
    let checks = [check(.customers, true), check(.projects, true)]
    var story = needsService ? Story(serviceAccount(true)) : Story()
    story =
      story
      .given(
        minute(0), saved(.customers, .projects),
        started(first, at: minute(0), as: accountType, scopes: scopes)
      )
      .given(minute(2), callback(first))
      .given(
        minute(3),
        .approved(
          grant(
            first, as: accountType, scopes: scopes, checks: checks,
            expires: needsService ? nil : day(45)))
      )
      .given(minute(4), saved(.customers, .projects, enabled: true))
    for (problem, attempt, time) in [(one, second, day(1)), (other, third, day(2))] {
      for action in problem.actions(attempt, at: time, as: accountType) {
        story = story.given(time, action)
      }
    }
    return story.explanation(at: day(3))
  }

  private static func codes(_ way: [AdviceStep]) -> String {
    way.map { step in
      let names = step.registers.map(\.rawValue) + [step.company].compactMap(\.self)
      return names.isEmpty
        ? step.code.rawValue : "\(step.code.rawValue)(\(names.joined(separator: " ")))"
    }.joined(separator: ", ")
  }
}

extension PairProblem {
  fileprivate var startsAttempt: Bool {
    switch self {
    case .scopeNotEnabled, .accountLocked, .appNotBought, .notSystemAdministrator, .otherCompany,
      .nobodyCameBack:
      true
    default: false
    }
  }

  /// True if its record is an answer about the grant that stands.
  fileprivate var answersForGrant: Bool { self == .scopeLicence || self == .rightMissing }
}

extension String {
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
