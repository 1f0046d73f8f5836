import CommandKit
import EventLog
import Foundation
import Integrations

/// Reads on in a ledger as it grows.
///
/// A ledger that was put back or replaced under it has other records than those that were read.
/// That ends the reading with an error, since whoever reads must decide how to go on.
struct Following {
  var options: LedgerOptions
  /// The command that reads, for the way on: `history --follow`.
  var command: String

  /// How long it waits between two reads.
  fileprivate static let pollMicroseconds: UInt32 = 100_000
  /// How many waits a database may be away, while another is moved to its place.
  private static let patience = 50

  /// Calls `body` again and again, until it is done.
  ///
  /// - Parameter body: Reads what is new; returns the last position that it looked at, or nil if it
  ///   is done.
  func run(_ body: (Ledger) throws -> Position?) throws {
    var seen: Seen?
    while try !follow(&seen, body) {}
  }

  /// What was read.
  private struct Seen {
    var cursor: FeedCursor
    var hash: [UInt8]
  }

  /// Follows one database until it is done or another one is in its place.
  ///
  /// - Returns: True if it is done.
  private func follow(_ seen: inout Seen?, _ body: (Ledger) throws -> Position?) throws -> Bool {
    // A ledger that never was there is an error at once.
    let file = FileNumber.waiting(for: options.path, patience: seen == nil ? 0 : Self.patience)
    return try options.with(.reading) { ledger in
      repeat {
        if let seen { try check(seen, ledger) }
        let epoch = try ledger.lastCursor().epoch
        guard let position = try body(ledger) else { return true }
        if position != seen?.cursor.position,
          let hash = try ledger.recordHash(at: position)
        {
          seen = Seen(cursor: FeedCursor(epoch: epoch, position: position), hash: hash)
        }
        usleep(Self.pollMicroseconds)
      } while FileNumber(of: options.path) == file
      return false
    }
  }

  private func check(_ seen: Seen, _ ledger: Ledger) throws {
    guard try ledger.recordHash(at: seen.cursor.position) != seen.hash else { return }
    let way =
      if case .restored(let common) = try ledger.standing(of: seen.cursor) {
        Text(
          "go on with `authledger \(command) --after \(common)`",
          "fortsätt med `authledger \(command) --after \(common)`")
      } else {
        Text("see `authledger doctor`", "se `authledger doctor`")
      }
    throw CommandError(
      .data,
      "The ledger in \(options.path) was put back or replaced while it was followed, and its record "
        + "\(seen.cursor.position) is not the one that was read; \(way.english).",
      "Liggaren i \(options.path) lades tillbaka eller byttes ut medan den följdes, och dess post "
        + "\(seen.cursor.position) är inte den som lästes; \(way.swedish).")
  }
}

/// Which file a ledger's database is, so that another one in its place is noticed.
private struct FileNumber: Hashable {
  private var device: dev_t
  private var number: ino_t

  init?(of ledger: String) {
    var status = stat()
    guard stat(ledger + "/ledger.sqlite", &status) == 0 else { return nil }
    device = status.st_dev
    number = status.st_ino
  }

  /// The number, once the file is there; nil if it does not come.
  static func waiting(for ledger: String, patience: Int) -> FileNumber? {
    for _ in 0..<patience {
      if let number = FileNumber(of: ledger) { return number }
      usleep(Following.pollMicroseconds)
    }
    return FileNumber(of: ledger)
  }
}
