public import Integrations

/// What a record says of a service key: everything but its value, which no record has.
public struct ServiceKeyGrant: Hashable, Sendable {
  /// The id of the key.
  public var id: ServiceKeyID
  /// What the operator calls it.
  public var name: String
  /// What it may do.
  public var scopes: [String]
  /// The companies that it is for; nil for all.
  public var companies: [Company]?
  /// When it ends; nil for never.
  public var expiresAt: Timestamp?

  /// What is recorded of a key.
  public init(
    id: ServiceKeyID, name: String, scopes: [String], companies: [Company]?, expiresAt: Timestamp?
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.companies = companies
    self.expiresAt = expiresAt
  }
}

/// What came of recording that a service key was revoked.
public enum ServiceKeyRevocation: Hashable, Sendable {
  /// It was recorded.
  case recorded
  /// A record says so already.
  case alreadyRecorded
  /// Nothing is known of the key, so nothing was recorded.
  case unknown
}

extension Ledger {
  /// Records that a service key was made.
  ///
  /// - Throws: `LedgerError.unfit` or `.secret` if the name cannot stand in a record; `.busy` or `.io`.
  ///   Then nothing is recorded.
  public func recordServiceKeyCreated(_ key: ServiceKeyGrant, by actor: Actor) throws {
    let created = Record.Bookkeeping.created(key)
    do {
      try BookkeepingShape.all[created.name]?.check(created, in: .system)
    } catch let error as RecordError {
      throw LedgerError.unfit(what: error.clause)
    }
    _ = try writeLog { log, _ in try log.record(created, in: .system, by: actor) }
  }

  /// Records that a service key was revoked, once.
  ///
  /// The records are read in the same transaction, so that of several processes one records it, and a
  /// revocation that was interrupted can be finished later.
  ///
  /// - Parameter isKnown: True if there was such a key, though no record may say that it was made: the
  ///   ledger may have been restored since.
  public func recordServiceKeyRevoked(
    _ key: ServiceKeyID, by actor: Actor, isKnown: Bool
  ) throws -> ServiceKeyRevocation {
    try writeLog { log, connection in
      switch try Self.last(of: key, connection) {
      case nil where !isKnown: return .unknown
      case .serviceKeyRevoked: return .alreadyRecorded
      default:
        try log.record(.revoked(key), in: .system, by: actor)
        return .recorded
      }
    }
  }

  /// The kind of the newest record about a service key; nil if there is none.
  private static func last(
    of key: ServiceKeyID, _ connection: Connection
  ) throws -> Record.Bookkeeping.Name? {
    guard let stream = try StreamTable.find(.system, connection) else { return nil }
    var found: Record.Bookkeeping.Name?
    try RecordScan.newestFirst(stream.id, connection) { row in
      let record = try Record(position: Position(row.position), reading: row.bytes).content
      guard case .bookkeeping(let kept) = record.what, kept.serviceKey == key else { return true }
      found = Record.Bookkeeping.Name(rawValue: kept.name)
      return false
    }
    return found
  }
}

extension Record.Bookkeeping {
  /// The service key that this is about; nil for other bookkeeping.
  fileprivate var serviceKey: ServiceKeyID? {
    guard [Name.serviceKeyCreated, .serviceKeyRevoked].map(\.rawValue).contains(name),
      case .string(let key)? = data["key"]
    else { return nil }
    return ServiceKeyID(key)
  }
}
