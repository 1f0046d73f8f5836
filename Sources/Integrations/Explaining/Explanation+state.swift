extension Integration {
  /// What the customer sees at a time, and what still works.
  func description(at now: Timestamp, _ provider: Provider) -> Text {
    let name = provider.title
    let phase = phase(at: now)
    let shown: Text =
      switch phase {
      case .grantExpired:
        Text(
          "Transfers have stopped: the authorization can no longer be used.",
          "Överföringen har stannat: auktoriseringen kan inte längre användas.")
      case .permissionDenied: deniedDescription
      case .active:
        Text(
          "Transfers of \(transfers.english) run.", "Överföringen av \(transfers.swedish) går.")
      case .authorized:
        Text(
          "Connected to \(name); transfers are not enabled.",
          "Ansluten till \(name); överföringen är inte aktiverad.")
      case .authorizing:
        Text(
          "The page waits for the answer from \(name).", "Sidan väntar på svaret från \(name).")
      case .authorizationFailed:
        Text(
          "The page shows “authorization failed”; nothing is transferred.",
          "Sidan visar ”auktorisering misslyckades”; inget överförs.")
      case .credentialsRemoved:
        Text(
          "The page offers Authorize; nothing is transferred.",
          "Sidan erbjuder Auktorisera; inget överförs.")
      case .configured:
        Text(
          "The settings are saved; the page offers Authorize.",
          "Inställningarna är sparade; sidan erbjuder Auktorisera.")
      case .notConfigured:
        Text("Nothing is set up yet.", "Inget är inställt än.")
      }
    guard let grant, grant.isAlive(at: now) else { return shown }
    switch attemptState(at: now) {
    case .open where attempt?.id != grant.attempt:
      return shown
        + Text(
          "A re-authorization is under way beside it.", "En återauktorisering pågår bredvid.")
    case .expired, .ended(.failed):
      return shown
        + Text(
          "The earlier authorization was left as it was.",
          "Den tidigare auktoriseringen lämnades som den var.")
    default: return shown
    }
  }

  /// The registers whose transfer the grant covers.
  private var transfers: Text {
    (settings?.transfers.sorted ?? []).filter { grant?.scopes.contains($0.scope) == true }.title
  }

  private var deniedDescription: Text {
    let refused = Registers(grant?.denial?.refusals.map(\.register) ?? [])
    let open = (settings?.transfers.sorted ?? []).filter { !refused.contains($0) }
    let denied = Text(
      "The connection stands, but \(refused.sorted.title.english) cannot be transferred.",
      "Anslutningen finns, men \(refused.sorted.title.swedish) kan inte överföras.")
    guard !open.isEmpty else { return denied }
    return denied
      + (settings?.enabled == true
        ? Text(
          "Transfers of \(open.title.english) still work.",
          "Överföringen av \(open.title.swedish) fungerar fortfarande.")
        : Text(
          "Nothing says that \(open.title.english) would be refused.",
          "Inget säger att \(open.title.swedish) skulle nekas."))
  }

  /// What the cited records rule out as a cause.
  func ruledOut(by cited: [Recorded], _ basis: Basis, _ provider: Provider) -> [Text] {
    var ruledOut: [Text] = []
    let name = provider.title
    if let grant, let consent = cited.first(where: { $0.sequence == grant.consented.sequence }) {
      ruledOut.append(
        Text(
          "The connection itself: consent, code and company were in order on "
            + "\(consent.time.minute) (\(consent.position)).",
          "Själva anslutningen: godkännande, kod och företag var i ordning "
            + "\(consent.time.minute) (\(consent.position))."))
    }
    if case .denial(let denial) = basis, denial.layer != .scope, let grant {
      let covered = denial.refusals.map(\.register).filter { grant.scopes.contains($0.scope) }
      if !covered.isEmpty {
        let scopes = covered.map(\.scope).joined(separator: ", ")
        ruledOut.append(
          Text(
            "A missing scope: \(name) granted \(scopes).",
            "Ett scope som saknas: \(name) har gett \(scopes)."))
      }
    }
    let answered = openRegisters(in: cited)
    if case .denial = basis, !answered.isEmpty {
      ruledOut.append(
        Text(
          "A dead grant: \(answered.title.english) answered.",
          "En auktorisering som har upphört: \(answered.title.swedish) svarade."))
    }
    return ruledOut
  }

  private func openRegisters(in cited: [Recorded]) -> [Register] {
    let approval = cited.lazy.compactMap(\.action.approval).last
    return (approval?.checks ?? []).filter { $0.ok == true }.map(\.register)
  }
}

extension Action {
  /// The grant that an approval or a re-authorization tells of.
  fileprivate var approval: Approval? {
    switch self {
    case .approved(let data), .reauthorized(let data): data
    default: nil
    }
  }
}
