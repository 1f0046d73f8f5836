import Integrations

/// What the data of an action holds, for the people who record it by hand or by a program of theirs.
struct ActionForm {
  /// One member of the data.
  struct Field {
    var name: String
    /// What the value is.
    var value: Text
    var isRequired: Bool

    init(_ name: String, _ value: Text, isRequired: Bool = true) {
      self.name = name
      self.value = value
      self.isRequired = isRequired
    }
  }

  /// When the action is recorded.
  var when: Text
  var fields: [Field]
  /// Data that can be recorded after the actions of the examples before this one.
  var example: String
}

extension ActionForm {
  /// The attempt of all examples.
  private static let attempt = "0197c0de-0000-7000-8000-000000000001"
  /// The attempt by which the example of `reauthorized` replaces the grant.
  private static let later = "0197c0de-0000-7000-8000-000000000002"

  /// The form of an action.
  ///
  /// - Parameter now: The time that the times of its example come after.
  init(_ name: ActionName, now: Timestamp) {
    let hour: Int64 = 3600
    let expiresAt = now.adding(seconds: Int64(Limits.attemptMinutes) * 60)
    let (access, refresh) = (now.adding(seconds: hour), now.adding(seconds: 45 * 24 * hour))
    let checks = #""checks":[{"ok":true,"register":"customers"}]"#
    let grant =
      #""accessTokenExpiresAt":"\#(access)","accountType":"user",\#(checks),"#
      + #""providerCompany":"482915","refreshTokenExpiresAt":"\#(refresh)","#
      + #""scopes":["companyinformation","customer"],"via":"consent""#
    switch name {
    case .configured:
      when = Text("Settings were saved.", "Inställningar sparades.")
      fields = [
        Field("transfers", Self.registers), Field("enabled", Self.bool),
        Field(
          "companyCode",
          Text("counted by the server, not set by hand", "räknas av servern, sätts inte för hand"),
          isRequired: false),
      ]
      example = #"{"transfers":["customers"],"enabled":false}"#
    case .serviceAccountSelected:
      when = Text(
        "A service account was chosen, or the choice taken back, before authorizing.",
        "Ett servicekonto valdes, eller valet togs tillbaka, före auktoriseringen.")
      fields = [Field("selected", Self.bool)]
      example = #"{"selected":false}"#
    case .authorizeStarted:
      when = Text("The browser is sent to the provider.", "Webbläsaren skickas till leverantören.")
      fields = [
        Field("attempt", Self.newUUID), Field("accountType", Self.one(of: AccountType.self)),
        Field("scopes", Self.scopes),
        Field(
          "expiresAt",
          Text(
            "when the attempt ends, \(Limits.attemptMinutes) minutes after its start",
            "när försöket slutar, \(Limits.attemptMinutes) minuter efter starten")),
      ]
      example =
        #"{"attempt":"\#(Self.attempt)","accountType":"user","scopes":["companyinformation","#
        + #""customer"],"expiresAt":"\#(expiresAt)"}"#
    case .callbackReceived:
      when = Text(
        "The provider sent the browser back, or somebody imitated that.",
        "Leverantören skickade tillbaka webbläsaren, eller någon härmade det.")
      fields = [
        Field("attempt", Self.uuid),
        Field("answer", Self.one(of: CallbackAnswer.self)),
        Field("verdict", Self.one(of: CallbackVerdict.self)),
        Field("error", Self.words, isRequired: false),
        Field("errorDescription", Self.words, isRequired: false),
        Field("fault", Self.one(of: CallbackFault.self), isRequired: false),
      ]
      example = #"{"attempt":"\#(Self.attempt)","answer":"code","verdict":"accepted"}"#
    case .approved:
      when = Text(
        "Consent was given and the code exchanged; or a recheck or refresh found things in order.",
        "Godkännande gavs och koden byttes; eller en kontroll eller förnyelse fann allt i ordning.")
      fields = Self.grant
      example = #"{"attempt":"\#(Self.attempt)",\#(grant)}"#
    case .failed:
      when = Text(
        "An attempt, a refresh or a check came to nothing.",
        "Ett försök, en förnyelse eller en kontroll gav inget.")
      fields = [
        Field("stage", Self.one(of: Failed.Stage.self)),
        Field("reason", Self.one(of: Failed.Reason.self)),
        Field("attempt", Self.uuid, isRequired: false),
        Field("providerError", Self.words, isRequired: false),
        Field("providerMessage", Self.words, isRequired: false),
        Field("httpStatus", Self.status, isRequired: false),
        Field("registers", Self.registers, isRequired: false),
        Field("credentials", Self.one(of: Failed.CredentialFault.self), isRequired: false),
        Field("revokedAtProvider", Self.bool, isRequired: false),
      ]
      example = #"{"stage":"refresh","reason":"providerUnavailable","httpStatus":503}"#
    case .permissionDenied:
      when = Text(
        "The authorization stands, but a register is refused.",
        "Auktoriseringen gäller, men ett register nekas.")
      fields = [
        Field("layer", Self.one(of: RefusalLayer.self)),
        Field(
          "refusals",
          Text(
            "a sorted list of {register, message, httpStatus, code?, layer?}",
            "en sorterad lista med {register, message, httpStatus, code?, layer?}")),
        Field("attempt", Self.uuid, isRequired: false),
        Field("checks", Self.checks, isRequired: false),
      ]
      example =
        #"{"layer":"person","refusals":[{"register":"customers","code":2001538,"httpStatus":400,"#
        + #""message":"Saknar behörighet för kundregister"}]}"#
    case .reauthorized:
      when = Text(
        "Consent was given while an earlier grant stood, which it replaces.",
        "Godkännande gavs medan ett tidigare fanns, som det ersätter.")
      fields = Self.grant
      example = #"{"attempt":"\#(Self.later)",\#(grant)}"#
    case .credentialsRemoved:
      when = Text(
        "Support removed the stored authorization.",
        "Supporten tog bort den lagrade auktoriseringen.")
      fields = [
        Field("reason", Self.one(of: RemovalReason.self)), Field("revokedAtProvider", Self.bool),
        Field("ticket", Text("the support ticket", "supportärendet"), isRequired: false),
      ]
      example = #"{"reason":"requested","revokedAtProvider":true,"ticket":"MOM-1234"}"#
    }
  }

  // MARK: Values

  private static let bool = Text("true or false", "true eller false")
  private static let uuid = Text(
    "the attempt's id, a UUID in lower-case letters", "försökets id, ett UUID med små bokstäver")
  private static let newUUID = Text(
    "a new id, a UUID in lower-case letters", "ett nytt id, ett UUID med små bokstäver")
  private static let words = Text("the provider's own words", "leverantörens egna ord")
  private static let status = Text("from 100 to 599", "från 100 till 599")
  private static let time = Text(
    "a time, such as 2026-11-03T09:00:00.000Z", "en tid, som 2026-11-03T09:00:00.000Z")
  private static let scopes = Text("a list of scopes", "en lista med scopes")
  private static let checks = Text(
    "a list of {register, ok?}, without ok where no answer came",
    "en lista med {register, ok?}, utan ok där inget svar kom")

  private static var registers: Text {
    let names = Register.allCases.map(\.rawValue).joined(separator: ", ")
    return Text("a list out of \(names)", "en lista av \(names)")
  }

  private static func one<Word: RawRepresentable<String> & CaseIterable>(
    of word: Word.Type
  ) -> Text {
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    return Text("one of \(words)", "en av \(words)")
  }

  private static var grant: [Field] {
    [
      Field("attempt", uuid), Field("via", one(of: Approval.Via.self)),
      Field("accountType", one(of: AccountType.self)), Field("scopes", scopes),
      Field(
        "providerCompany",
        Text("the company's id at the provider", "företagets id hos leverantören")),
      Field("checks", checks), Field("accessTokenExpiresAt", time),
      Field("refreshTokenExpiresAt", time, isRequired: false),
    ]
  }
}
