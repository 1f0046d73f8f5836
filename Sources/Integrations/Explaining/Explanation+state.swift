extension Integration {
  /// What the customer sees at a time and what still works, in sentences.
  func description(at now: Timestamp, _ names: Names) -> Text {
    let shown = phaseDescription(at: now, names)
    guard let grant, !isEnded(at: now), let attempt,
      attempt.ended ?? attempt.started > grant.confirmed
    else {
      return shown
    }
    switch attemptState(at: now) {
    case .expired, .ended(.failed):
      return shown
        + Text(
          "The earlier authorization was left as it was.",
          "Den tidigare auktoriseringen lämnades som den var.")
    default: return shown
    }
  }

  private func phaseDescription(at now: Timestamp, _ names: Names) -> Text {
    switch phase(at: now) {
    case .grantExpired:
      Text(
        "Transfers have stopped: the authorization can no longer be used.",
        "Överföringen har stannat: auktoriseringen kan inte längre användas.")
    case .permissionDenied: deniedDescription
    case .active: activeDescription(at: now)
    case .authorized:
      Text(
        "Connected to \(names.title); transfers are not enabled.",
        "Ansluten till \(names.title); överföringen är inte aktiverad.")
    case .authorizing:
      Text(
        "The page waits for the answer from \(names.system).",
        "Sidan väntar på svaret från \(names.system).")
    case .authorizationFailed:
      Text(
        "The page shows “authorization failed”; nothing is transferred.",
        "Sidan visar ”auktorisering misslyckades”; inget överförs.")
    case .credentialsRemoved:
      Text(
        "The page offers \(PageButton.authorize.title.english); nothing is transferred.",
        "Sidan erbjuder \(PageButton.authorize.title.swedish); inget överförs.")
    case .configured:
      Text(
        "The settings are saved; the page offers \(PageButton.saveAndAuthorize.title.english).",
        "Inställningarna är sparade; sidan erbjuder \(PageButton.saveAndAuthorize.title.swedish).")
    case .notConfigured: Text("Nothing is set up yet.", "Inget är inställt än.")
    }
  }

  /// The registers whose transfer the grant covers.
  private var covered: [Register] {
    (settings?.transfers.sorted ?? []).filter { register in
      grant.map { profile.covers(register, by: $0.scopes) } == true
    }
  }

  private func activeDescription(at now: Timestamp) -> Text {
    let transfers = covered.title
    if settings?.transfers.isEmpty ?? true {
      return Text("Nothing is transferred.", "Inget överförs.")
    }
    let stops = findings.all.contains { finding in
      switch finding.kind {
      case .clientRefused, .answerLost, .grantUnrecognised, .credentialsMissing,
        .credentialsUnreadable:
        !finding.isOfAttempt
      default: false
      }
    }
    if stops, let end = grant?.accessTokenExpiresAt {
      return now >= end
        ? Text(
          "Transfers have stopped since \(end.minute), until a refresh succeeds.",
          "Överföringen har stannat sedan \(end.minute), tills en förnyelse lyckas.")
        : Text(
          "Transfers of \(transfers.english) work until \(end.minute), and then only after a "
            + "refresh.",
          "Överföringen av \(transfers.swedish) fungerar till \(end.minute), och därefter först "
            + "efter en förnyelse.")
    }
    return silentRegisters.isEmpty
      ? Text(
        "Transfers of \(transfers.english) run.", "Överföringen av \(transfers.swedish) fungerar.")
      : Text(
        "Transfers of \(transfers.english) are enabled.",
        "Överföringen av \(transfers.swedish) är aktiverad.")
  }

  private var deniedDescription: Text {
    let refused = findings.all.filter(isRelevantRefusal).compactMap(\.register)
    let denied = Registers(refused).sorted.title
    let open = (settings?.transfers.sorted ?? []).filter {
      !refused.contains($0) && grant?.open.contains($0) == true
    }
    let shown = Text(
      "The connection stands, but \(denied.english) cannot be transferred.",
      "Anslutningen finns, men \(denied.swedish) kan inte överföras.")
    guard !open.isEmpty, settings?.enabled == true else { return shown }
    return shown
      + Text(
        "Transfers of \(open.title.english) still work.",
        "Överföringen av \(open.title.swedish) fungerar fortfarande.")
  }

  /// The causes that the cited records rule out, judged by the same findings as the verdict.
  func ruledOut(by cited: [Recorded], _ plan: RemedyPlan) -> [Explanation.RuledOut] {
    guard let grant, !isEnded(at: plan.now) else { return [] }
    let system = plan.names.system
    var ruledOut: [Explanation.RuledOut] = []
    func rule(
      _ layer: Layer, registers: [Register] = [], by citation: Citation,
      text: (Recorded) -> Text
    ) {
      guard let record = cited.first(where: { $0.sequence == citation.sequence }) else { return }
      ruledOut.append(
        Explanation.RuledOut(
          layer: layer, registers: registers, shownBy: citation.sequence, text: text(record)))
    }
    let isOfCompany = plan.diagnosis.problems.contains { $0.layer == .company }
    if !isOfCompany {
      rule(.company, by: grant.consented) { record in
        Text(
          "The consent itself: person, code and company were in order on \(record.time.minute) "
            + "(\(record.position)).",
          "Själva godkännandet: person, kod och företag var i ordning \(record.time.minute) "
            + "(\(record.position)).")
      }
    }
    let refusals = findings.all.filter { isRelevantRefusal($0) && $0.kind != .registerScope }
    let covered = refusals.compactMap(\.register).filter { register in
      profile.scope(of: register).map(grant.scopes.contains) == true
    }
    if !covered.isEmpty {
      let scopes = Set(covered.compactMap(profile.scope)).sorted().joined(separator: ", ")
      rule(.register, registers: Registers(covered).sorted, by: grant.consented) { _ in
        Text(
          "A missing scope: \(system) granted \(scopes).",
          "En för snäv auktorisering: \(system) har gett \(scopes).")
      }
    }
    if let latest = refusals.map(\.latest).max() {
      rule(.grant, by: latest) { record in
        Text(
          "A dead grant: \(system) answered on \(record.time.minute) (\(record.position)).",
          "En auktorisering som har upphört: \(system) svarade \(record.time.minute) "
            + "(\(record.position)).")
      }
    }
    return ruledOut
  }
}
