extension RegisterRefusal {
  /// The finding that a refusal stands for, and whether a code of confirmed meaning makes it
  /// certain.
  ///
  /// Where refusals have codes, code and words are read together, since the HTTP status is no key. Where
  /// they have none, the layer is all that is known, and 404 for a company that is not among those which
  /// a person gave us.
  ///
  /// - Parameter layer: The record's layer, used for a refusal that names none.
  func reading(
    _ layer: RefusalLayer, of profile: ProviderProfile
  ) -> (kind: Finding.Kind, isCertain: Bool) {
    guard let known = profile.answers.refusals else {
      let isOfCompany = httpStatus == 404 && profile.companyCode == .required
      return (isOfCompany ? .registerCompany : Self.kind(self.layer ?? layer), false)
    }
    if let code, let kind = known.codes[code] { return (kind, true) }
    if message.mentions(known.integrationLicence) { return (.registerIntegrationLicence, false) }
    let isOfPerson = self.layer == nil || self.layer == .person
    if isOfPerson, let code, let words = known.rights[code], message.mentions(words) {
      return (.registerRight, true)
    }
    let (isLicence, isScope) = (message.mentions(known.licence), message.mentions(known.scope))
    if isOfPerson, !isLicence, !isScope {
      if known.right.contains(where: message.mentions) { return (.registerRight, false) }
      if (self.layer ?? layer) == .person { return (.registerRightOrLicence, false) }
    }
    if self.layer == nil {
      if isLicence { return (.registerLicence, false) }
      if isScope { return (.registerScope, false) }
    }
    return (Self.kind(self.layer ?? layer), false)
  }

  private static func kind(_ layer: RefusalLayer) -> Finding.Kind {
    switch layer {
    case .person: .registerRight
    case .scope: .registerScope
    case .licence: .registerLicence
    }
  }
}
