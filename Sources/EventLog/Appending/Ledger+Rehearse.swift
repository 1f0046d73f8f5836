public import Integrations

extension Ledger {
  /// What an append would do; nothing is recorded.
  ///
  /// It is decided in a scratch file beside the ledger, so it holds nobody up. Sequences are those that
  /// the records would have now; positions, ids and hashes would be others.
  ///
  /// - SeeAlso: `append(_:to:expecting:)`, which throws the same errors.
  public func rehearse(
    _ commands: [CheckedCommand], to company: Company, expecting expected: ExpectedSize = .any
  ) throws -> [Appended] {
    if let refusal { throw refusal }
    let scratch = try Scratch(files)
    defer { scratch.remove() }
    return try read { base in
      var appended: [Appended] = []
      try scratch.fill { connection in
        var log = try LogWriter(
          connection, effects: effects, running: Set(Projection.allCases), base: base)
        appended = try log.append(commands, to: company, expecting: expected)
      }
      return appended
    }
  }
}
