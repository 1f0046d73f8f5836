import Encoding
import Hummingbird

/// The redirect from an imitation back to the product.
struct WayBack {
  let redirectURI: String
  let state: String

  func with(_ fields: [(String, String)]) -> Response {
    let query = fields.map { name, value in
      "\(name)=\(Percent.encode(value, leaving: .alphanumeric))"
    }
    return .redirect(redirectURI + "?" + query.joined(separator: "&"))
  }

  func with(error: String, _ text: String) -> Response {
    with([("error", error), ("error_description", text), ("state", state)])
  }

  /// With a code; `issuer` is the imitated provider's, which only a fault sends.
  func with(code: String, _ fault: SandboxFault?, issuer: String) -> Response {
    var fields = [("code", code), ("state", state)]
    switch fault {
    case .ownIssuer: fields.append(("iss", issuer))
    case .foreignIssuer: fields.append(("iss", "https://login.example"))
    default: break
    }
    return with(fields)
  }

  /// The answer of a fault; nil if the fault leaves the ordinary answer.
  func with(_ fault: SandboxFault, _ text: String?) -> Response? {
    switch fault {
    case .accessDenied: with(error: "access_denied", "The user denied the request")
    case .missingLicence: with(error: "error_missing_license", "Missing license")
    case .missingSystemAdmin:
      with(error: "error_missing_system_admin_right", "Only system administrators")
    case .serviceAccountNotAllowed:
      with(error: "invalid_request", "Client does not allow service account")
    case .invalidScope: with(error: "invalid_scope", "Invalid scope")
    case .unknownError: with(error: "something_new", text ?? "Något nytt har hänt")
    case .hostileText:
      with(error: "server_said", String((text ?? SandboxFault.hostileWords).prefix(6000)))
    case .emptyCallback: with([("state", state)])
    case .bareCallback: .redirect(redirectURI)
    case .errorWithoutState:
      with([("error", "access_denied"), ("error_description", "The user denied the request")])
    case .noState: with([("code", SandboxToken.random())])
    case .wrongState: with([("code", SandboxToken.random()), ("state", SandboxToken.random())])
    case .doubledState:
      with([("code", SandboxToken.random()), ("state", state), ("state", state)])
    default: nil
    }
  }
}
