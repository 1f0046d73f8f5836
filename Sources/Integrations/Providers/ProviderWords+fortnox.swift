extension ProviderWords {
  /// The words of Fortnox.
  ///
  /// Licences and where they are ordered: https://www.fortnox.se/developer/faq. The consent page:
  /// https://developers.apideck.com/apis/accounting/fortnox/connection.
  static let fortnox = ProviderWords(
    companyNumber: Text("database number", "databasnummer"),
    right: Text("behörighet", "behörighet"),
    givingRights: { registers in
      Text(
        "In Fortnox, find where behörigheter are set and turn them on for \(registers.english) for "
          + "the person who approved.",
        "Slå på behörigheten för \(registers.swedish) i Fortnox för den person som godkände.")
    },
    approving: Text("click Approve authorization", "klicka på Godkänn & aktivera"),
    licence: Text("licence", "licens"),
    integrationLicence: Text("the licence Integration", "licensen Integration"),
    licenceOf: { registers in
      registers.isEmpty
        ? Text(
          "the licences for what is to be transferred", "licenserna för det som ska överföras")
        : Text(
          "the licence for \(registers.title.english)",
          "licensen för \(registers.title.swedish)")
    },
    orderedWhere: Text(
      ", under Tilläggsbeställning or Administrera användare",
      ", under Tilläggsbeställning eller Administrera användare"),
    portal: Text("Fortnox's Developer Portal", "Fortnox Developer Portal"), companyCode: nil)
}
