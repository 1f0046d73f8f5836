import Foundation
import Integrations
import Providers
import Sandbox
import Testing

extension FaultTrial {
  /// What the browser brings back, and what the client makes of an error or an issuer in it.
  func wayBack() async throws {
    try await imitated.fault(fault.rawValue, at: "callback")
    let back = try await imitated.wayBack()
    let values = back.reduce(into: [:]) { $0[$1.name] = $1.value }
    #expect(back.map(\.name) == names, name)
    let isOurs = values["state"] == Imitated.authorization.state
    #expect(isOurs == (names.contains("state") && fault != .wrongState), name)
    if let error = values["error"] {
      let refusal = client.callbackRefusal(
        error: error, description: values["error_description"])
      #expect(refusal.reason == reason, name)
      #expect(refusal.providerError == error && refusal.httpStatus == nil, name)
    }
    if let issuer = values["iss"] {
      // Ours is told by the client; the imitation answers at another address than the real one.
      #expect(client.isOwn(issuer: issuer) == (fault == .ownIssuer), name)
    }
    // An ordinary way back leads to tokens.
    if names == Self.ordinary, fault != .wrongState {
      #expect(await imitated.exchange(try #require(values["code"])).tokens != nil, name)
    }
  }

  private static let ordinary = ["code", "state"]

  /// The parameters, in order.
  private var names: [String] {
    let error = ["error", "error_description", "state"]
    switch fault.kind {
    case .licence, .harmfulError: return error
    case .silence, .lostAnswer, .nothingSaid, .page, .outage, .tooMany, .notLoggedIn, .grantGone,
      .otherError, .tokenForm, .onlyRefreshToken, .notRevoked, .scope, .module, .right,
      .otherWords, .otherCompany, .noNumber:
      // A fault of another step.
      return Self.ordinary
    case .wayBack: break
    }
    switch fault {
    case .emptyCallback: return ["state"]
    case .bareCallback: return []
    case .noState: return ["code"]
    case .wrongState: return Self.ordinary
    case .doubledState: return ["code", "state", "state"]
    case .errorWithoutState: return ["error", "error_description"]
    case .ownIssuer, .foreignIssuer: return ["code", "state", "iss"]
    default: return error
    }
  }

  /// What an error in the callback means; Fiken documents one of them alone.
  private var reason: Failed.Reason {
    switch fault {
    case .accessDenied, .errorWithoutState: .declined
    case .missingLicence: isFiken ? .unrecognised : .licenceMissing
    case .missingSystemAdmin: isFiken ? .unrecognised : .notSystemAdministrator
    case .serviceAccountNotAllowed, .invalidScope: isFiken ? .unrecognised : .scopeNotEnabled
    default: .unrecognised
    }
  }
}
