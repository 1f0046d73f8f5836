/// From when until when something was seen, how often, and in which records.
struct Span: Hashable, Sendable {
  var first: Timestamp?
  var latest: Timestamp?
  var count: Int?
  var cited: [Citation]
}

extension Basis {
  /// When it was seen and in which records.
  func span(in state: Integration) -> Span {
    switch self {
    case .end(let end): Span(end.first, end.latest)
    case .expiry(let time):
      Span(first: time, latest: nil, count: nil, cited: [state.grant?.confirmed].compactMap(\.self))
    case .denial(let denial): Span(denial.first, denial.latest, denial.count)
    case .attempt:
      Span(
        first: state.attempt?.ended?.time ?? state.attempt?.expiresAt,
        latest: state.attempt?.refused?.time, count: nil, cited: state.attempt?.citations ?? [])
    case .open(let attempt):
      Span(
        first: attempt.started.time, latest: attempt.refused?.time, count: nil,
        cited: attempt.citations)
    case .trouble(let trouble): Span(trouble.first, trouble.latest, trouble.count)
    case .removal(let removal): Span(removal.removed, removal.removed)
    case .settings, .health:
      Span(
        first: state.grant?.consented.time, latest: state.grant?.confirmed.time, count: nil,
        cited: [])
    }
  }
}

extension Span {
  fileprivate init(_ first: Citation, _ latest: Citation, _ count: Int? = nil) {
    self.init(first: first.time, latest: latest.time, count: count, cited: [first, latest])
  }
}

extension Integration {
  /// The records that an explanation at a time cites, oldest first.
  ///
  /// - Returns: Numbers in the company's stream; at most about ten, whatever the stream's length.
  public func citations(at now: Timestamp) -> [SequenceNumber] {
    let basis = basis(at: now)
    var cited = basis.span(in: self).cited
    if let grant { cited += [grant.consented, grant.confirmed] }
    if case .end = basis, let trouble = grant?.trouble { cited.append(trouble.latest) }
    return Set(cited.map(\.sequence)).sorted()
  }
}

extension Attempt {
  /// The records of the attempt.
  fileprivate var citations: [Citation] { [started, answered, refused, ended].compactMap(\.self) }
}
