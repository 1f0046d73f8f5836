import EventLog
import Integrations
import Transparency

/// A company's log, as the checkpoint of a package signs it.
struct SignedLog {
  let note: SignedNote
  let checkpoint: Checkpoint
  let company: Company
  let origins: Origins
}

/// Compares the records of a package, one after another, with the checkpoint that signs them.
struct PackageRecords {
  private let signed: SignedLog
  /// True if the checkpoint that is searched for is one of this log.
  private let isKept: Bool
  private var frontier = Frontier()
  private var first: Timestamp?
  private var last: Timestamp?
  /// What the records say of people.
  private(set) var identities = PackageIdentities()

  init(of signed: SignedLog, _ search: inout KeptCheckpointSearch?) {
    self.signed = signed
    isKept = search?.checkpoint.origin == signed.checkpoint.origin
    if isKept { search?.observe(frontier) }
  }

  /// When the first and the last record were written; nil if there is none.
  var recorded: ClosedRange<Timestamp>? {
    guard let first, let last else { return nil }
    return min(first, last)...max(first, last)
  }

  /// Reads the next record.
  ///
  /// - Throws: `PackageFault` if it is not the one that comes next in the company's log.
  mutating func read(
    _ line: UnsafeRawBufferPointer, _ number: Int64, _ search: inout KeptCheckpointSearch?
  ) throws {
    guard frontier.size < signed.checkpoint.size else {
      throw PackageFault(
        "records.jsonl has more records than the \(signed.checkpoint.size) that the checkpoint signs.",
        "records.jsonl har fler poster än de \(signed.checkpoint.size) som kontrollpunkten signerar."
      )
    }
    let view = try Self.reading(line, number)
    guard view.sequence.number == Int64(frontier.size), view.isStream(of: signed.company.id) else {
      throw PackageFault(
        "records.jsonl:\(number): this is not record \(frontier.size) of \(signed.company); was one "
          + "left out, or taken from elsewhere?",
        "records.jsonl:\(number): detta är inte post \(frontier.size) för \(signed.company); har en "
          + "utelämnats, eller hämtats från annat håll?")
    }
    frontier.append(TreeHash.leaf(line))
    if isKept { search?.observe(frontier) }
    try identities.read(view, number)
    first = first ?? view.recordedTime
    last = view.recordedTime
  }

  private static func reading(
    _ line: UnsafeRawBufferPointer, _ number: Int64
  ) throws -> RecordView {
    do throws(RecordError) {
      return try RecordView.read(line).view
    } catch {
      throw PackageFault(
        "records.jsonl:\(number): this is not a record: \(error.clause.english).",
        "records.jsonl:\(number): detta är inte en post: \(error.clause.swedish).")
    }
  }

  /// Compares the whole with the checkpoint.
  ///
  /// - Returns: The right edge of the log's tree.
  /// - Throws: `PackageFault` if records are missing or were changed.
  func finish() throws -> Frontier {
    let checkpoint = signed.checkpoint
    guard frontier.size == checkpoint.size else {
      throw PackageFault(
        "records.jsonl ends after \(frontier.size.counted("record")), and the checkpoint signs "
          + "\(checkpoint.size): the end is missing.",
        "records.jsonl slutar efter \(frontier.size.counted("post", "poster")), och kontrollpunkten signerar "
          + "\(checkpoint.size): slutet saknas.")
    }
    guard checkpoint.root == frontier.root else {
      throw PackageFault(
        "The records are not those that the checkpoint signs: at least one was changed.",
        "Posterna är inte de som kontrollpunkten signerar: minst en är ändrad.")
    }
    return frontier
  }
}
