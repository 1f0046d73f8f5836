extension ProviderWords {
  /// The words of Fiken, whose own pages are in Norwegian.
  ///
  /// Modules and access of apps: https://api.fiken.no/api/v2/docs/.
  static let fiken = ProviderWords(
    companyNumber: Text("organisation number", "organisationsnummer"),
    right: Text("access", "behörighet"),
    givingRights: { registers in
      Text(
        "In Fiken, give the person who approved access to \(registers.english) in the company.",
        "Ge den person som godkände behörighet för \(registers.swedish) i företaget i Fiken.")
    },
    approving: Text(
      "approve the access to the company's Fiken account",
      "godkänn åtkomsten till företagets konto i Fiken"),
    licence: Text("module", "modul"),
    integrationLicence: Text("the API module (API-modul)", "API-modulen (API-modul)"),
    licenceOf: { registers in
      registers == [.projects]
        ? Text("the project module (prosjektmodul)", "projektmodulen (prosjektmodul)")
        : registers.isEmpty
          ? Text(
            "the modules for what is to be transferred", "modulerna för det som ska överföras")
          : Text(
            "the module for \(registers.title.english)",
            "modulen för \(registers.title.swedish)")
    },
    orderedWhere: Text("", ""), portal: Text("Fiken", "Fiken"),
    companyCode: CompanyCode(
      hint: Text(
        "The company code is the part of Fiken's address that holds the company's name: open the "
          + "company in Fiken and look after https://fiken.no/foretak/.",
        "Företagskoden är den del av adressen i Fiken som innehåller företagets namn: öppna företaget "
          + "i Fiken och se efter https://fiken.no/foretak/."),
      access: Text(
        "Rediger konto, Sikkerhet, Apper du har gitt tilgang til",
        "Rediger konto, Sikkerhet, Apper du har gitt tilgang til")))
}
