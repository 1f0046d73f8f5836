public import Integrations

/// Decides whether a log may be appended to.
///
/// The log knows nothing of signatures and of files beside its database. The module Evidence does:
/// it supplies the gate, and with it the public functions that create and open a ledger.
package protocol WriteGate: Sendable {
  /// Called when the log is opened for writing.
  ///
  /// - Returns: Why appends are refused; nil if they are allowed.
  func check(_ files: LedgerFiles, _ reader: Reader) throws -> ClosedGate?

  /// Called before an import is committed, with the identities that its records commit to and whose
  /// disclosures are not part of it; an error ends the import.
  func withhold(_ identities: [WithheldIdentity], in files: LedgerFiles) throws
}

/// Why appends to a log are refused.
public struct ClosedGate: Hashable, Sendable {
  /// What is the case, as a clause.
  public let what: Text
  /// What to do about it, as a sentence.
  public let remedy: Text

  /// A gate that is closed for this reason.
  package init(what: Text, remedy: Text) {
    self.what = what
    self.remedy = remedy
  }
}

/// An identity that an imported record commits to, and whose disclosure was not imported.
package struct WithheldIdentity: Hashable, Sendable {
  /// The digest that the record holds.
  package var digest: String
  /// The company whose log it is.
  package var company: Company
  /// The person, as records name them.
  package var person: String
}

extension Record.Bookkeeping {
  /// The identities that this record introduces; none if it is of another kind.
  package func introducedIdentities(in company: Company) -> [WithheldIdentity] {
    guard let identity, identity.name == .personIntroduced else { return [] }
    return identity.digests.map {
      WithheldIdentity(digest: $0, company: company, person: identity.person)
    }
  }
}
