import EventLog
import Transparency

/// A checkpoint that was kept, looked for while its tree is folded.
struct KeptMark {
  let checkpoint: Checkpoint
  private var found: TreeHash?

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  /// Takes note of the root where the tree is as large as the checkpoint says.
  mutating func pass(_ frontier: Frontier) {
    if frontier.size == checkpoint.size { found = frontier.root }
  }

  /// What is to be said of it once the whole tree was folded.
  func verdict(of whole: Frontier) -> KeptVerdict {
    guard checkpoint.size <= whole.size else {
      return .shorter(signed: checkpoint.size, found: whole.size)
    }
    return found == checkpoint.root
      ? .extended(from: checkpoint.size, to: whole.size) : .forked(size: checkpoint.size)
  }
}
