import EventLog
import Integrations
import Transparency

/// The tree over the records of all companies in the order of positions, from their stored hashes.
///
/// Leaf 0 is record #1. As with a company's tree, one pass computes it and nothing of it is stored.
struct OrderTree {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  /// The right edge after the first records; after all of them for `.max`.
  func frontier(of size: Int64 = .max) throws -> Frontier {
    var frontier = Frontier()
    try HashScan.log(after: 0, through: size, connection) { row in
      guard row.position == Int64(frontier.size) + 1 else {
        throw LedgerError.unreadable(
          position: Position(row.position),
          what: Text("the one before it is missing", "den före den saknas"))
      }
      frontier.append(row.hash)
    }
    return frontier
  }
}
