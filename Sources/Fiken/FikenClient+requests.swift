import Encoding
import Integrations
import Providers

extension FikenClient {
  /// The companies of a page.
  ///
  /// Fiken allows 100, whose bodies may be longer than what is read of one.
  static let pageSize = 50
  /// The most pages that are asked for; more companies than that are given to no app.
  static let pageLimit = 20

  /// The header fields of every request.
  private func headers(_ authorization: String) -> [(String, String)] {
    [("Authorization", authorization), ("X-Request-ID", requestID())]
  }

  /// Exchanges a code; Fiken wants the state in the body too.
  func request(_ exchange: CodeExchange) -> HTTPRequest {
    var form = [
      ("grant_type", "authorization_code"), ("code", exchange.code), ("redirect_uri", redirectURI),
      ("state", exchange.state),
    ]
    if sendsPKCE { form.append(("code_verifier", exchange.verifier)) }
    return HTTPRequest("POST", addresses.token, headers: headers(app.authorization), form: form)
  }

  /// Exchanges a refresh token, which may stay the same.
  func refresh(_ refreshToken: String) -> HTTPRequest {
    HTTPRequest(
      "POST", addresses.token, headers: headers(app.authorization),
      form: [("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
  }

  /// Ends the consent that an access token comes from.
  func revoke(_ accessToken: String) -> HTTPRequest {
    HTTPRequest("POST", addresses.revoke, headers: headers("Bearer \(accessToken)"), form: [])
  }

  /// Asks who consented; the answer is never read beyond its status, since it holds a name.
  func user(_ accessToken: String) -> HTTPRequest { get("user", accessToken) }

  /// Asks which companies the person gave us.
  func companies(page: Int, _ accessToken: String) -> HTTPRequest {
    get("companies?page=\(page)&pageSize=\(Self.pageSize)", accessToken)
  }

  /// Asks a register of a company for one row; nil if Fiken has no such register.
  func check(_ register: Register, of companyCode: String, _ accessToken: String) -> HTTPRequest? {
    Provider.fiken.profile.register(register)?.path.map { path in
      get("companies/\(Percent.encode(companyCode))/\(path)?pageSize=1", accessToken)
    }
  }

  private func get(_ path: String, _ accessToken: String) -> HTTPRequest {
    HTTPRequest("GET", addresses.api + path, headers: headers("Bearer \(accessToken)"))
  }
}
