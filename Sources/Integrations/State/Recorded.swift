/// A recorded action with the fields of its record: the input of folds and explanations.
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

  /// An action and the fields of its record.
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

  /// The reference that the state keeps to this record.
  public var citation: Citation { Citation(sequence: sequence, time: time) }

  /// The product's employee through whom the actor acted, such as the support person who issued the
  /// link; nil if there is none.
  ///
  /// An action recorded more than a minute after it happened was only entered later, so its
  /// recorder is not an intermediary.
  var intermediary: Actor? {
    guard let recordedBy, [.support, .operator].contains(recordedBy.role),
      recordedTime <= time.adding(seconds: Limits.minuteSeconds)
    else { return nil }
    return recordedBy
  }
}

/// A reference from the state to a record: its number and its time.
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
