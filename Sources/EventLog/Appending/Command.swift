public import Integrations
public import Transparency

/// A wish to record one action; the rules may refuse it.
public struct Command: Hashable, Sendable {
  /// The provider.
  public var provider: Provider
  /// What was done.
  public var action: Action
  /// Who did it.
  public var actor: Actor
  /// Who writes it down, if that is not the actor.
  public var recordedBy: Actor?
  /// When it happened; nil for now.
  public var time: Timestamp?
  /// The id that the record is to have; nil for a new one.
  ///
  /// With an id, a command can be repeated: it is recorded once.
  public var id: RecordID?

  /// A wish to record this action.
  public init(
    _ action: Action, provider: Provider, by actor: Actor, recordedBy: Actor? = nil,
    at time: Timestamp? = nil, id: RecordID? = nil
  ) {
    self.provider = provider
    self.action = action
    self.actor = actor
    self.recordedBy = recordedBy == actor ? nil : recordedBy
    self.time = time
    self.id = id
  }
}

/// What a stream must hold for an append to go through.
public enum ExpectedSize: Hashable, Sendable {
  /// Any number.
  case any
  /// Exactly this many.
  case exactly(Int64)
  /// Any number, if the last record of the integration with the provider has this sequence; nil if
  /// nothing may be recorded of it yet.
  ///
  /// Visits and other providers share the stream, but do not touch the integration.
  case last(SequenceNumber?, with: Provider)
}

/// The proof that one record is durable.
public struct Receipt: Hashable, Sendable {
  /// The number over all companies.
  public let position: Position
  /// The number in the company's stream.
  public let sequence: SequenceNumber
  /// The record's id.
  public let id: RecordID
  /// The record hash.
  public let hash: TreeHash
}

/// What became of one command.
public struct Appended: Hashable, Sendable {
  /// The record of the action itself; nil if it changed nothing, so that nothing was recorded.
  public let receipt: Receipt?
  /// The records that the rules added, in order.
  public let added: [Receipt]
  /// True if an earlier append with the same id made the record.
  public let isRepeat: Bool
}
