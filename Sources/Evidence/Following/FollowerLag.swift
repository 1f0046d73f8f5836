import Encoding
public import EventLog
import Foundation
public import Integrations

/// How far a follower is behind its leader, as its last look told.
public struct FollowerLag: Hashable, Sendable {
  /// Where the leader's feed is.
  public var url: String
  /// How many records the leader had that are not here; nil if it was never reached.
  public var records: Int64?
  /// When the leader answered last, by this computer's clock; nil if it never did.
  public var lookedAt: Timestamp?
  /// When everything that the leader had was here last, by this computer's clock; nil if it never was.
  public var levelAt: Timestamp?
  /// Why nothing more is taken; nil if the leader's history is the one that was followed.
  public var stopped: Text?

  /// The age of the copy: how many seconds ago it held everything; nil if it never did.
  ///
  /// A clock that was set back makes it 0, and never negative.
  public func seconds(at now: Timestamp) -> Int64? {
    levelAt.map { max(0, (now.milliseconds - $0.milliseconds) / 1000) }
  }

  /// From this age on the lag is worth an alarm.
  public static let alarmSeconds: Int64 = 15 * 60
}

extension Ledger {
  /// How far this follower is behind; nil if it is not a follower.
  public func followerLag() throws -> FollowerLag? {
    guard let leader = try Leader.existing(files) else { return nil }
    var lag = FollowerLag(url: leader.url)
    guard let look = try LastLook.existing(files) else { return lag }
    lag.records = max(0, look.head - (try read { try LogHead($0).position }))
    lag.lookedAt = look.at
    lag.levelAt = look.levelAt
    lag.stopped = look.stopped
    return lag
  }

  /// Keeps what a look at the leader told.
  ///
  /// - Parameters:
  ///   - head: The leader's last record; nil if it did not say.
  ///   - stopped: Why nothing more is taken.
  public func keepLook(head: Position?, stopped: FollowError? = nil) throws {
    let before = try LastLook.existing(files)
    let position = try read { try LogHead($0).position }
    let head = head?.number ?? before?.head ?? position
    let now = effects.now()
    try LastLook(
      at: now, head: head,
      levelAt: stopped == nil && position >= head ? now : before?.levelAt, stopped: stopped?.text
    ).replace(files)
  }
}

/// The content of `last-look`: what the leader's last answer told, beside the follower's database.
struct LastLook: Hashable {
  var at: Timestamp
  /// The leader's last record.
  var head: Int64
  var levelAt: Timestamp?
  var stopped: Text?

  /// What a ledger's file says; nil if there is none, or it says nothing.
  static func existing(_ files: LedgerFiles) throws(LedgerError) -> LastLook? {
    guard let bytes = try LedgerError.ofFiles(DurableFile.read(files.lastLook)),
      let value = try? bytes.withUnsafeBytes({ try JSONParser.parse($0) })
    else { return nil }
    func text(_ name: String) -> String? {
      if case .string(let text)? = value[name] { text } else { nil }
    }
    guard let at = text("at").flatMap(Timestamp.init), case .integer(let head)? = value["head"],
      Bounds.isCount(head)
    else { return nil }
    var look = LastLook(at: at, head: head)
    look.levelAt = text("levelAt").flatMap(Timestamp.init)
    if let stopped = text("stopped") {
      look.stopped = Text(stopped, text("stoppedSwedish") ?? stopped)
    }
    return look
  }

  /// Replaces the file's content.
  func replace(_ files: LedgerFiles) throws(LedgerError) {
    var writer = CanonicalWriter()
    writer.raw(#"{"at":"#)
    writer.plain(at.description)
    writer.raw(#","head":"#)
    writer.integer(head)
    if let levelAt {
      writer.raw(#","levelAt":"#)
      writer.plain(levelAt.description)
    }
    if let stopped {
      writer.raw(#","stopped":"#)
      writer.string(stopped.english)
      writer.raw(#","stoppedSwedish":"#)
      writer.string(stopped.swedish)
    }
    writer.raw("}\n")
    try LedgerError.ofFiles(DurableFile.replace(files.lastLook, with: writer.bytes))
  }
}

extension LedgerFiles {
  /// The file with what the leader's last answer told.
  var lastLook: URL { directory.appending(path: "last-look") }
}
