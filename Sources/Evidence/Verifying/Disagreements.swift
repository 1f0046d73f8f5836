import EventLog
import Integrations

/// What a verification found so far.
final class Disagreements {
  /// What does not agree, at most `VerifyReport.findingLimit` of it.
  private(set) var kept: [VerifyReport.Finding] = []
  /// How many things do not agree.
  private(set) var count = 0

  func add(_ kind: VerifyReport.Finding.Kind, _ position: Int64?, _ what: String) {
    count += 1
    guard kept.count < VerifyReport.findingLimit else { return }
    kept.append(
      VerifyReport.Finding(kind: kind, position: position.map { Position($0) }, what: what))
  }
}
