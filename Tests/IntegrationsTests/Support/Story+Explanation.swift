import Integrations
import TestSupport
import Testing

extension Story {
  /// The answer to `why` at a time, or at the time of what happened last.
  func explanation(
    at time: Timestamp? = nil, elsewhere: ConsentElsewhere? = nil
  ) -> Explanation {
    let now = time ?? self.now
    let numbers = Set(state.citations(at: now))
    return Explanation(
      of: state, company: .make("acme"), provider: state.provider, at: now,
      cited: records.filter { numbers.contains($0.sequence) }, elsewhere: elsewhere)
  }

  /// The company log, each line made with the state before it.
  var lines: [CompanyLogLine] {
    var before = Integration(state.provider)
    return records.map { record in
      let line = CompanyLogLine(record, before: before, Names(state.provider))
      before.evolve(record.action, cited: record.citation)
      return line
    }
  }
}

extension Explanation {
  /// The ways by their steps' codes.
  var codes: [[StepCode]] { advice.ways.codes }
}

extension [[AdviceStep]] {
  /// The ways by their steps' codes.
  var codes: [[StepCode]] { map { $0.map(\.code) } }
}

extension Recorded {
  /// A record of the only company of a story.
  init(number: Int, _ action: Action, of provider: Provider = .fortnox, at time: Timestamp) {
    self.init(
      position: Position(Int64(number) + 1), sequence: SequenceNumber(Int64(number)),
      company: .make("acme"), provider: provider, action: action, actor: .server, time: time,
      recordedTime: time, id: RecordID(high: 1, low: UInt64(number)))
  }
}
