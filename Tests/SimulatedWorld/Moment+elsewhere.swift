import Integrations

extension Moment {
  /// A dead grant that a consent for another company may have ended is told so, and is no certainty.
  func endedElsewhere() -> [Finding] {
    guard told.verdict == "GRANT_DEAD", told.confidence == "certain",
      product.world.facts.hasCompanyCode, let grant = reading.grant,
      let death = grant.died, !grant.hasLostAnswer,
      product.question.consent(after: grant.lastAlive, before: death) != nil
    else { return [] }
    return [
      Finding(
        kind: .overclaimed, detail: "GRANT_DEAD certain, after a consent for another company")
    ]
  }
}
