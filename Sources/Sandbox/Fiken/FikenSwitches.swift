/// What Fiken's pages do not tell; the imitation can do each of it.
struct FikenSwitches: Sendable {
  /// What a second consent of the same person does to the first one.
  enum SecondConsent: String, CaseIterable { case stands, ends, shares }
  /// What a revocation ends: the one grant, or everything that the person gave the app.
  enum Revocation: String, CaseIterable { case grant, person }
  /// What a refresh answers for a refresh token.
  enum RefreshToken: String, CaseIterable { case stays, rotates, missing }
  /// If the state comes back when a person declines, or when the request is wrong.
  enum ErrorState: String, CaseIterable { case sent, missing }
  /// What happens to parameters that Fiken does not know, those of PKCE among them.
  enum UnknownParameters: String, CaseIterable { case ignored, refused }
  /// If a verifier (RFC 7636) is compared with the challenge.
  enum Verifier: String, CaseIterable { case checked, ignored }
  /// Whose requests must come one at a time.
  enum OneAtATime: String, CaseIterable { case app, person }

  /// `shares` gives the tokens of the first grant to the second consent.
  var secondConsent = SecondConsent.stands
  var revocation = Revocation.grant
  var refreshToken = RefreshToken.stays
  var errorState = ErrorState.sent
  var unknownParameters = UnknownParameters.ignored
  var verifier = Verifier.checked
  var oneAtATime = OneAtATime.app

  /// Moves a switch; false if there is no such switch or position.
  mutating func set(_ name: String, to position: String) -> Bool {
    switch name {
    case "secondConsent": Self.move(&secondConsent, to: position)
    case "revocation": Self.move(&revocation, to: position)
    case "refreshToken": Self.move(&refreshToken, to: position)
    case "errorState": Self.move(&errorState, to: position)
    case "unknownParameters": Self.move(&unknownParameters, to: position)
    case "verifier": Self.move(&verifier, to: position)
    case "oneAtATime": Self.move(&oneAtATime, to: position)
    default: false
    }
  }

  private static func move<Position: RawRepresentable<String>>(
    _ position: inout Position, to name: String
  ) -> Bool {
    guard let moved = Position(rawValue: name) else { return false }
    position = moved
    return true
  }

  /// A switch as the control page shows it.
  struct Shown {
    var name: String
    var about: String
    var position: String
    var positions: [String]
  }

  var shown: [Shown] {
    [
      Self.shown("secondConsent", "The first consent, once there is a second", secondConsent),
      Self.shown("revocation", "What a revocation ends", revocation),
      Self.shown("refreshToken", "What a refresh answers as refresh token", refreshToken),
      Self.shown("errorState", "The state beside an error on the way back", errorState),
      Self.shown("unknownParameters", "Parameters that Fiken does not name", unknownParameters),
      Self.shown("verifier", "The verifier of PKCE", verifier),
      Self.shown("oneAtATime", "Whose requests come one at a time", oneAtATime),
    ]
  }

  private static func shown<Position: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ about: String, _ position: Position
  ) -> Shown {
    Shown(
      name: name, about: about, position: position.rawValue,
      positions: Position.allCases.map(\.rawValue))
  }
}
