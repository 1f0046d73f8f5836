extension RegisterRefusal {
  /// The finding that a refusal stands for, and whether a code of confirmed meaning makes it
  /// certain.
  ///
  /// Where refusals have codes, code and words are read together: one code (2003275) has had two
  /// meanings, and the HTTP status is no key. Where they have none, the layer is all that is known.
  ///
  /// - Parameter layer: The record's layer, used for a refusal that names none.
  func reading(
    _ layer: RefusalLayer, of profile: ProviderProfile
  ) -> (kind: Finding.Kind, isCertain: Bool) {
    guard profile.answers.refusalsHaveCodes else { return (Self.kind(self.layer ?? layer), false) }
    switch code {
    case 2_001_103: return (.registerIntegrationLicence, true)
    case 2_001_101: return (.registerLicence, true)
    case 2_000_663: return (.registerScope, true)
    default: break
    }
    if message.mentions("api-licens") { return (.registerIntegrationLicence, false) }
    let isOfPerson = self.layer == nil || self.layer == .person
    if isOfPerson, isNamedRight { return (.registerRight, true) }
    let (isLicence, isScope) = (message.mentions("licens"), message.mentions("scope"))
    if isOfPerson, !isLicence, !isScope {
      if isRight { return (.registerRight, false) }
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

  private var isRight: Bool {
    message.mentions("saknar behörighet för ") || message.mentions("saknar rättighet för ")
      || message.mentions("permission to ")
  }

  /// True for a code that is confirmed to mean a missing right, together with its usual words.
  ///
  /// Other words, and two alone ("Behörighet saknas"), have stood for a scope and a licence as well.
  private var isNamedRight: Bool {
    switch code {
    case 2_001_538: message.mentions("saknar behörighet för kundregister")
    case 2_003_275: message.mentions("saknar behörighet för leverantörsregister")
    case 2_001_339: message.mentions("permission to list invoices")
    default: false
    }
  }
}
