/// An action as a record holds it: what folds and explanations read.
public struct Recorded: Hashable, Sendable {
  /// The number over all companies.
  public var position: Position
  /// The number in the company's stream.
  public var sequence: SequenceNumber
  /// The company.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// What was done.
  public var action: Action
  /// Who did it.
  public var actor: Actor
  /// Who wrote it down, where that is not the actor.
  public var recordedBy: Actor?
  /// When it happened.
  public var time: Timestamp
  /// When it was written.
  public var recordedTime: Timestamp
  /// The record's id.
  public var id: RecordID

  /// An action with what its record says around it.
  public init(
    position: Position, sequence: SequenceNumber, company: Company, provider: Provider,
    action: Action, actor: Actor, recordedBy: Actor? = nil, time: Timestamp,
    recordedTime: Timestamp, id: RecordID
  ) {
    self.position = position
    self.sequence = sequence
    self.company = company
    self.provider = provider
    self.action = action
    self.actor = actor
    self.recordedBy = recordedBy
    self.time = time
    self.recordedTime = recordedTime
    self.id = id
  }

  /// The record as state cites it.
  public var citation: Citation { Citation(sequence: sequence, time: time) }

  /// Who of the product's people stands behind what somebody did, such as support whose link it was
  /// done with; nil where nobody does.
  ///
  /// What was written down later was only brought here by whoever recorded it.
  var intermediary: Actor? {
    guard let recordedBy, [.support, .operator].contains(recordedBy.role),
      recordedTime <= time.adding(seconds: Limits.minuteSeconds)
    else { return nil }
    return recordedBy
  }
}

/// A record as state cites it: which one, and when it happened.
public struct Citation: Hashable, Comparable, Sendable {
  /// The number in the company's stream.
  public var sequence: SequenceNumber
  /// The record's `time`.
  public var time: Timestamp

  /// A citation of one record.
  public init(sequence: SequenceNumber, time: Timestamp) {
    self.sequence = sequence
    self.time = time
  }

  /// True if this record was appended before the other.
  public static func < (left: Self, right: Self) -> Bool { left.sequence < right.sequence }
}
