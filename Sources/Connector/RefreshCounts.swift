import Providers
import Synchronization

/// How the refreshes of this process came out.
public final class RefreshCounts: Sendable {
  /// How one came out.
  public enum Outcome: String, CaseIterable, Sendable {
    /// The provider gave a token.
    case given
    /// It refused.
    case refused
    /// It gave no answer that can be used.
    case unanswered
  }

  private let counts = Mutex<[Outcome: Int]>([:])

  /// How many came out each way.
  public var all: [Outcome: Int] { counts.withLock { $0 } }

  func count(_ result: TokenAnswer.Result) {
    let outcome: Outcome =
      switch result {
      case .given: .given
      case .refused: .refused
      case .unanswered: .unanswered
      }
    counts.withLock { $0[outcome, default: 0] += 1 }
  }
}
