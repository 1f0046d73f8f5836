public import Integrations

extension Ledger {
  /// Records what the stored status is now, so that what a screen shows is provably the fold of
  /// the records up to here.
  ///
  /// `replay --check` proves every such commitment that it passes.
  @discardableResult
  public func commitState(by actor: Actor) throws -> StateCommitment {
    try writeLog { log, connection in
      let commitment = StateCommitment(
        position: Position(log.position), fingerprint: Projection.integrationStatus.fingerprint,
        digest: try StatusTable.digest(connection))
      try log.keep(.committed(commitment), in: .system, by: actor)
      return commitment
    }
  }
}
