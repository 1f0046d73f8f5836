/// The words of one provider's own pages and menus, where they differ between providers.
///
/// Each is a part of a sentence, in both languages. Everything else that texts say is the same for
/// every provider.
public struct ProviderWords: Sendable {
  /// The number by which it knows a company.
  public let companyNumber: Text
  /// What a person needs for a register.
  let right: Text
  /// Giving a person the rights for registers, in a sentence of its own.
  let givingRights: @Sendable (_ registers: Text) -> Text
  /// Approving on its consent page, as what follows after logging in.
  let approving: Text
  /// What must be paid for, in the singular and without an article.
  let licence: Text
  /// The licence that any integration needs.
  let integrationLicence: Text
  /// The licence for registers; for what is to be transferred if none is named.
  let licenceOf: @Sendable (_ registers: [Register]) -> Text
  /// Where licences are ordered, at the end of a sentence; empty if that is not known.
  let orderedWhere: Text
  /// Where our app is registered there.
  let portal: Text
  /// Its words for the company code; nil if it has none.
  public let companyCode: CompanyCode?

  /// The words for the code by which a company is named beforehand.
  public struct CompanyCode: Sendable {
    /// What the code is and where it is found, in a sentence of its own.
    public let hint: Text
    /// Where a person gives an app access to a company, as a path through its pages.
    public let access: Text
  }
}
