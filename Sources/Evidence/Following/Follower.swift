public import EventLog
public import Integrations
import Transparency

/// Takes the records and signed roots of a leader into a ledger, and holds each to the leader's key.
///
///     let ledger = try Ledger.following(Leader(url: url, key: key), in: directory)
///     var follower = try Follower(ledger)
///     try follower.read(lines)    // of the leader's publications after `follower.cursor`
///     try follower.take(records)  // of the leader's feed after `follower.position`
///
/// What is taken in one call is committed in one transaction, with the roots that it completes, or not at
/// all. Records that no root covers yet are taken as unsigned, as they are at the leader.
public struct Follower: Sendable {
  private let ledger: Ledger
  private var keys: TrustedKeys
  private var reading: PublicationReading
  /// Roots whose records are not all here.
  private var waiting: [SignedRoot] = []
  /// The last record that is here.
  public private(set) var position: Position

  /// Goes on where the ledger is.
  ///
  /// - Throws: `FollowError.notAFollower` or `.promoted`.
  public init(_ ledger: Ledger) throws {
    self.ledger = ledger
    let leader = try Self.leader(of: ledger)
    var keys = TrustedKeys(leader)
    (reading, position) = try ledger.read { connection in
      let last = try Publication.latest(connection)
      try RecordScan.all(after: last?.position ?? 0, connection) { row in
        if let said = try Record.Bookkeeping(row) { keys.read(said, at: row.position) }
      }
      return (
        PublicationReading(after: last, of: leader), Position(try LogHead(connection).position)
      )
    }
    self.keys = keys
  }

  private static func leader(of ledger: Ledger) throws -> Leader {
    guard let leader = try Leader.existing(ledger.files) else {
      throw FollowError.notAFollower(directory: ledger.directory)
    }
    guard try SigningSeeds.existing(ledger.files) == nil,
      try SignedRoots.existing(ledger.files) == nil
    else { throw FollowError.promoted(directory: ledger.directory) }
    return leader
  }

  /// The leader, with the keys that count now.
  public var leader: Leader { keys.leader }

  /// How far the publications were read.
  public var cursor: LeafCursor { reading.cursor }

  /// True if a root was read whose records are not all here, so that records are needed next.
  public var isWaitingForRecords: Bool {
    waiting.first.map { $0.position > position.number } == true
  }

  /// Reads lines of the publications.
  ///
  /// The first root that waits must be signed by a key that is known: so nothing is taken of a ledger that
  /// another key signs.
  ///
  /// - Throws: `FollowError`; then nothing of the lines is kept.
  public mutating func read(_ lines: [UInt8]) throws {
    var (reading, waiting) = (reading, waiting)
    try reading.read(lines) { root in
      if waiting.isEmpty { try keys.checkFirst(root) }
      waiting.append(root)
    }
    (self.reading, self.waiting) = (reading, waiting)
  }

  /// Appends records, and stores the roots whose records are then all here.
  ///
  /// Records that are here already are compared with those that are given.
  ///
  /// - Returns: How many records and roots were stored.
  /// - Throws: `FollowError`, or `LedgerError.io` or `.busy`; then nothing is stored.
  @discardableResult
  public mutating func take(_ records: [FeedRecord]) throws -> Taken {
    guard !records.isEmpty || waiting.first.map({ $0.position <= position.number }) == true else {
      return Taken()
    }
    let identities = records.flatMap(\.introducedIdentities)
    if !identities.isEmpty { try PeopleDirectory(making: ledger.files).withhold(identities) }
    var keys = keys
    var taken = Taken()
    let end = try ledger.writeLogUnasked(isWritten: { _ in taken.roots > 0 }) {
      [ledger, waiting] log, connection in
      // A promotion removes the leader while it holds the same lock.
      _ = try Self.leader(of: ledger)
      func holdRoots() throws {
        while taken.roots < waiting.count, waiting[taken.roots].position <= log.position {
          let root = waiting[taken.roots]
          try log.writeStreams()
          let signers = try keys.check(root)
          try RootHolding(root, of: keys.leader, connection).hold(signedBy: signers)
          taken.roots += 1
        }
      }
      for record in records {
        if try Self.append(record, to: &log, connection) {
          taken.records += 1
          if case .bookkeeping(let said) = record.content.what {
            keys.read(said, at: record.position.number)
          }
        }
        try holdRoots()
      }
      try holdRoots()
      // On the disk before a root is that only a new key signs.
      if keys.leader != self.keys.leader { try keys.leader.replace(ledger.files) }
      return log.position
    }
    self.keys = keys
    waiting.removeFirst(taken.roots)
    position = Position(end)
    return taken
  }

  /// What one call stored.
  public struct Taken: Hashable, Sendable {
    /// How many records.
    public var records = 0
    /// How many signed roots.
    public var roots = 0
  }

  /// Appends a record; false if it is here already.
  private static func append(
    _ record: FeedRecord, to log: inout LogWriter, _ connection: Connection
  ) throws -> Bool {
    let position = record.position
    guard position.number > log.position else {
      guard try RecordTable.hash(at: position, connection) == record.hash.bytes else {
        throw FollowError.forked(position)
      }
      return false
    }
    guard position.number == log.position + 1 else {
      throw FollowError.badRecord(
        position,
        Text("record #\(log.position + 1) comes next", "post #\(log.position + 1) kommer härnäst"))
    }
    do {
      try log.follow(record)
      if case .bookkeeping(let said) = record.content.what, let epoch = said.begunEpoch {
        try begin(epoch, connection)
      }
    } catch let error as RecordError {
      throw FollowError.badRecord(position, error.clause)
    } catch LedgerError.conflict(let company, let given, let next) {
      throw FollowError.badRecord(
        position,
        Text(
          "its sequence in \(company) is \(given) where \(next) comes next",
          "dess sekvens för \(company) är \(given) där \(next) kommer härnäst"))
    } catch LedgerError.unfit(let what) {
      throw FollowError.badRecord(position, what)
    } catch LedgerError.idTaken(_, let earlier) {
      throw FollowError.badRecord(
        position, Text("it has the id of record \(earlier)", "den har samma id som post \(earlier)")
      )
    }
    return true
  }

  private static func begin(_ epoch: Int64, _ connection: Connection) throws {
    let current = try PropertyTable.value(of: .epoch, connection).flatMap(Int64.init) ?? 1
    guard epoch > current, Bounds.isEpoch(epoch) else {
      throw LedgerError.unfit(
        what: Text(
          "it begins epoch \(epoch) after epoch \(current)",
          "den börjar epok \(epoch) efter epok \(current)"))
    }
    try PropertyTable.begin(epoch: epoch, connection)
  }
}
