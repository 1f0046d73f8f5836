package import Integrations

/// What a log asks before anything is appended to it.
///
/// The log knows nothing of signatures and of what is kept outside its database. Whoever does (the
/// module Evidence) supplies the gate, and with it the ways to open a ledger that others use.
package protocol WriteGate: Sendable {
  /// Looks, when the log is opened for writing, whether it may be appended to.
  ///
  /// - Returns: why it may not; nil if it may.
  func check(_ files: LedgerFiles, _ reader: Reader) throws -> ClosedGate?

  /// Called in the transaction of an import before it is committed, with the identities that its
  /// records commit to and whose disclosures did not come along.
  func withhold(_ identities: [WithheldIdentity], in files: LedgerFiles) throws
}

/// Why nothing is appended to a log.
public struct ClosedGate: Hashable, Sendable {
  /// What is the case, as a clause.
  public let what: String
  /// What to do about it, as a sentence.
  public let remedy: String

  /// A gate that is closed for this reason.
  package init(what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}

/// An identity that an imported record commits to, and that whoever exported it kept back.
package struct WithheldIdentity: Hashable, Sendable {
  /// What the record holds of it.
  package var digest: String
  /// The company whose log it is.
  package var company: Company
  /// The person, as records name them.
  package var person: String
}

extension Record.Bookkeeping {
  /// The identities that this record commits to first.
  func introducedIdentities(in company: Company) -> [WithheldIdentity] {
    guard let identity, identity.name == .personIntroduced else { return [] }
    return identity.digests.map {
      WithheldIdentity(digest: $0, company: company, person: identity.person)
    }
  }
}
