import Integrations

/// What one record shows, as the world knows it: kept beside the record and read by the judge alone.
struct Evidence: Sendable {
  /// Something that one answer showed to be wrong.
  struct Bad: Sendable {
    /// Where the answer came from.
    enum Origin: Sendable { case attempt, grant, check }
    /// What really was behind the answer.
    var truth: Causes
    /// What would have given the very same answer.
    var possible: Causes
    /// Where the answer came from.
    var origin: Origin
    /// The register that answered.
    var register: Register?
    /// Whether it came from a browser that had not started the attempt.
    var isFromOtherBrowser = false

    /// Makes it fit every scope, where it fits one.
    mutating func widen() {
      let licences = Causes.licences.union(.integration)
      for kind in [licences, .scopesNotEnabled] where !possible.isDisjoint(with: kind) {
        possible.formUnion(kind)
      }
    }
  }

  /// What is shown to be wrong.
  var bad: [Bad] = []
  /// What the rules let nobody doubt any more: no longer wrong.
  var good: Causes = []
  /// What somebody who knows the provider well would no longer call wrong.
  var maybe: Causes = []
  /// The registers that answered, whatever they said.
  var answered: [Register] = []
  /// Whether the grant went away.
  var endsGrant = false
}

/// What the records show to be wrong at one moment, and nothing later has touched.
struct Shown: Sendable {
  /// One thing.
  struct Item: Sendable {
    /// The record that shows it.
    var sequence: Int
    /// The answer.
    var bad: Evidence.Bad
    /// The causes that the rules still leave possible.
    var possible: Causes
    /// The causes that nothing speaks against.
    var open: Causes
  }

  /// The things, oldest first.
  var items: [Item] = []

  /// What a stream of evidence shows at its end.
  init(_ evidence: [Evidence]) {
    for (sequence, record) in evidence.enumerated() { take(record, sequence) }
  }

  private mutating func take(_ record: Evidence, _ sequence: Int) {
    items = items.compactMap { item in
      if let register = item.bad.register, record.answered.contains(register) { return nil }
      // What a use of the grant came to nothing for is over once one succeeds.
      if item.bad.origin == .grant, record.good.contains(.grantDead) { return nil }
      var item = item
      item.possible.subtract(record.good)
      item.open.subtract(record.good.union(record.maybe))
      if record.endsGrant {
        // Words that fit a right belong to whoever approved that grant.
        let approvers = Causes.rights.union(.notGiven)
        if item.bad.register != nil, !item.possible.isDisjoint(with: approvers) { return nil }
        let gone: Causes = [
          .rights, .scopes, .grantDead, .vault, .strange, .notGiven, .wrongCode,
        ]
        item.possible.subtract(gone)
        item.open.subtract(gone)
      }
      return item.possible.isEmpty ? nil : item
    }
    for bad in record.bad {
      items.append(
        Item(sequence: sequence, bad: bad, possible: bad.possible, open: bad.possible))
    }
  }
}
