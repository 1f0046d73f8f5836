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
  /// How many waits a database may be away or unreadable, while another comes to its place.
  private static let patience = 50

  /// Calls `body` again and again, until it is done.
  ///
  /// - Parameter body: Reads what is new; returns the last position that it looked at, or nil if it
  ///   is done.
  func run(_ body: (Ledger) throws -> Position?) throws {
    var seen: Seen?
    var failures = 0
    while true {
      do {
        let isDone = try follow(&seen) { ledger in
          let position = try body(ledger)
          failures = 0
          return position
        }
        if isDone { return }
      } catch let error as LedgerError where seen != nil && error.isOfFile {
        // A database that is just being copied into the place of another reads like a damaged one.
        failures += 1
        guard failures < Self.patience else { throw error }
        usleep(Self.pollMicroseconds)
      }
    }
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
    let before = DatabaseFiles.waiting(
      for: options.path, patience: seen == nil ? 0 : Self.patience)
    return try options.with(.reading) { ledger in
      // The first reading may be what makes the shared file.
      _ = try ledger.lastCursor()
      let files = DatabaseFiles(of: options.path)
      guard files?.database == before?.database else { return false }
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
      } while DatabaseFiles(of: options.path) == files
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

extension LedgerError {
  /// True if the database cannot be read as it is.
  fileprivate var isOfFile: Bool {
    switch self {
    case .damaged, .foreign, .io, .unreadable: true
    default: false
    }
  }
}

/// Which files a ledger's database is, so that others in their place are noticed.
///
/// A copy written over the database keeps the number of its file, but not that of the file beside
/// it which all processes share: whoever puts a copy there removes that one.
private struct DatabaseFiles: Hashable {
  fileprivate var database: Number
  private var shared: Number?

  fileprivate struct Number: Hashable {
    var device: dev_t
    var file: ino_t

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = status.st_dev
      file = status.st_ino
    }
  }

  /// - Returns: nil if there is no database.
  init?(of ledger: String) {
    guard let database = Number(ledger + "/ledger.sqlite") else { return nil }
    self.database = database
    shared = Number(ledger + "/ledger.sqlite-shm")
  }

  /// The files, once they are there; nil if they do not come.
  static func waiting(for ledger: String, patience: Int) -> Self? {
    for _ in 0..<patience {
      if let files = Self(of: ledger) { return files }
      usleep(Following.pollMicroseconds)
    }
    return Self(of: ledger)
  }
}
