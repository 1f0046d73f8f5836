extension ProblemInContext {
  /// A licence is missing: of our app, for integrations, or of a scope.
  var licenceTexts: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The provider said that a \(licence.english) is missing: at the consent, at a refresh, or when "
          + "a register was read.",
        "Leverantören sade att en \(licence.swedish) saknas: vid godkännandet, vid en förnyelse eller "
          + "när ett register lästes."),
      title: Text(
        "lacks a \(licence.english) in \(system)", "saknar en \(licence.swedish) i \(system)"),
      cause: cause,
      fixer: problem.isTouched ? nil : .providerAdministrator, unknown: unknown, fixes: fixes)
  }

  private var licence: Text { words.licence }
  private var whole: Text { words.integrationLicence }

  private enum LicenceKind {
    case app
    case integration
    case scope
    case any
  }

  private var kind: LicenceKind {
    if problem.kinds.contains(.appNotBought) { return .app }
    if problem.kinds.contains(.anyLicence) || problem.kinds.isEmpty { return .any }
    return problem.kinds.contains(.scopeLicence) || problem.kinds.contains(.registerLicence)
      ? .scope : .integration
  }

  private var cause: Text {
    switch kind {
    case .app:
      return Text(
        "\(system) says that the company has not bought \(names.product.integration.english) there.",
        "\(system) säger att företaget inte har köpt \(names.product.integration.swedish) där.")
    case .integration:
      guard !problem.isTouched else {
        return Text(
          "\(system) refused \(registers.english) because \(whole.english) was missing; a "
            + "refresh since shows that it is there again.",
          "\(system) nekade åtkomst till \(registers.swedish) eftersom \(whole.swedish) "
            + "saknades; en förnyelse sedan dess visar att den finns igen.")
      }
      return Text(
        "\(system) says that a \(licence.english) is missing: \(whole.english).",
        "\(system) säger att en \(licence.swedish) saknas: \(whole.swedish).")
    case .scope:
      return Text(
        "\(system) says that a \(licence.english) is missing: the one for \(scopes.english).",
        "\(system) säger att en \(licence.swedish) saknas: den för \(scopes.swedish).")
    case .any:
      return Text(
        "\(system) says that a \(licence.english) is missing: \(whole.english), or one for what is "
          + "to be transferred.",
        "\(system) säger att en \(licence.swedish) saknas: \(whole.swedish), eller en för det som "
          + "ska överföras.")
    }
  }

  private var scopes: Text {
    problem.registers.isEmpty
      ? Text("what is to be transferred", "det som ska överföras") : registers
  }

  private var unknown: [Text] {
    switch kind {
    case .app: []
    case .integration, .scope:
      !names.profile.answers.licencesCanBePersons
        ? []
        : [
          Text(
            "Whether the company lacks the licence or only the person who approved.",
            "Om det är företaget som saknar licensen eller bara personen som godkände.")
        ]
    case .any:
      [
        Text(
          "Which \(licence.english) it is: \(system) does not tell, so both are named.",
          "Vilken \(licence.swedish) det är: det säger inte \(system), så båda anges.")
      ]
    }
  }

  private var fixes: [AdviceStep] {
    switch kind {
    case .app: [steps.buyApp]
    case .integration: problem.isTouched ? [] : [steps.orderIntegrationLicence]
    case .scope: [steps.orderScopeLicence(problem.registers)]
    case .any: [steps.orderIntegrationLicence, steps.orderScopeLicence(problem.registers)]
    }
  }
}
