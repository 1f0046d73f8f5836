public import Integrations
public import Transparency

/// One record: its bytes as stored and hashed, and what they say.
///
/// The bytes are the record. Everything else here is read from them by the one decode path, or
/// was given by the event log (`position`).
public struct Record: Sendable {
  /// The number over all companies.
  public let position: Position
  /// RFC 8785 bytes, as stored, hashed and exported.
  public let bytes: [UInt8]
  /// What the bytes say.
  public let content: Content

  /// The RFC 6962 leaf hash of the bytes.
  public var hash: TreeHash { TreeHash.leaf(bytes) }

  /// The record as folds and explanations read it; nil for bookkeeping.
  public var recorded: Recorded? {
    guard case .action(let action, let provider) = content.what else { return nil }
    return Recorded(
      position: position, sequence: content.sequence, company: content.stream, provider: provider,
      action: action, actor: content.actor, recordedBy: content.recordedBy, time: content.time,
      recordedTime: content.recordedTime, id: content.id)
  }

  /// What a record says.
  public struct Content: Hashable, Sendable {
    /// The company, or `system`.
    public var stream: Company
    /// The number in the stream.
    public var sequence: SequenceNumber
    /// The record's id.
    public var id: RecordID
    /// Who acted.
    public var actor: Actor
    /// Who wrote it, if that is not the actor.
    public var recordedBy: Actor?
    /// When it happened.
    public var time: Timestamp
    /// When it was written.
    public var recordedTime: Timestamp
    /// What happened.
    public var what: What

    /// What a record is to say.
    init(
      stream: Company, sequence: SequenceNumber, id: RecordID, actor: Actor, recordedBy: Actor?,
      time: Timestamp, recordedTime: Timestamp, what: What
    ) {
      self.stream = stream
      self.sequence = sequence
      self.id = id
      self.actor = actor
      self.recordedBy = recordedBy
      self.time = time
      self.recordedTime = recordedTime
      self.what = what
    }
  }

  /// What a record is about.
  public enum What: Hashable, Sendable {
    /// One of the nine actions on an integration.
    case action(Action, Provider)
    /// One of the ledger's own records, which folds skip.
    case bookkeeping(Bookkeeping)
  }

  /// A record that the ledger keeps for itself: `ledger.<name>.v1`.
  public struct Bookkeeping: Hashable, Sendable {
    /// The name, such as `person.introduced`.
    public var name: String
    /// The record's `data`.
    package var data: JSONValue

    /// Bookkeeping of this kind.
    init(name: String, data: JSONValue) {
      self.name = name
      self.data = data
    }
  }
}

extension Record {
  /// Decodes a record's stored bytes.
  ///
  /// - Throws: `LedgerError.unreadable`, which names the position.
  public init(position: Position, reading bytes: UnsafeRawBufferPointer) throws(LedgerError) {
    do throws(RecordError) {
      try self.init(position: position, bytes: Array(bytes))
    } catch {
      throw .unreadable(position: position, what: error.clause)
    }
  }
}

/// Why bytes are not a record.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One clause, without the place: `"attempt" must be a lower-case UUID`.
  public let clause: Text

  /// The clause in English.
  public var what: String { clause.english }

  init(_ english: String, _ swedish: String) {
    clause = Text(english, swedish)
  }

  /// The beginning of a given text, safe to print; a text that looks like a secret is left out.
  static func quoting(_ text: some StringProtocol) -> String { SecretGuard.shown(String(text)) }

  /// The clause in English, as it stands.
  public var description: String { what }
}
