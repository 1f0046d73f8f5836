import EventLog

/// Compares the directory of people with the digests that records commit to.
struct IdentityCheck {
  /// Each digest; true if a later record says that it was erased.
  private var commitments: [String: Bool] = [:]
  /// How many have which verdict.
  private(set) var count = IdentityCount()

  /// Adds what a record commits to.
  mutating func read(_ bookkeeping: Record.Bookkeeping) {
    guard let identity = bookkeeping.identity else { return }
    for digest in identity.digests {
      if identity.name == .personErased {
        commitments[digest] = true
      } else if commitments[digest] == nil {
        commitments[digest] = false
      }
    }
  }

  /// Compares, once every record was read.
  ///
  /// - Parameter isCopy: True if the keys of people may be missing, since a backup has none.
  mutating func check(
    _ directory: PeopleDirectory?, isCopy: Bool, _ findings: FindingCollector
  ) throws {
    var entries: [String: SealedValue] = [:]
    for entry in try directory?.entries() ?? [] { entries[entry.digest] = entry }
    for (digest, isErased) in commitments.sorted(by: { $0.key < $1.key }) {
      let isHere = try entries[digest].flatMap { try directory?.disclosure($0) } != nil
      switch (isErased, isHere) {
      case (true, false): count.add(.erased)
      case (true, true):
        count.add(.erased)
        findings.add(
          .unfinishedErasure, nil, "the identity \(digest) was erased and is here; erase it again",
          "identiteten \(digest) är raderad och finns här; radera den igen")
      case (false, true): count.add(.shown)
      case (false, false)
      where isCopy || directory?.areKeysHidden == true || entries[digest]?.isWithheld == true:
        count.add(.withheld)
      case (false, false):
        count.add(.missing)
        findings.add(
          .missingIdentity, nil, "the identity \(digest) is neither in the directory nor erased",
          "identiteten \(digest) finns varken i registret eller är raderad")
      }
    }
  }
}
