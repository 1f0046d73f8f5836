import Encoding
import Foundation

/// The state of the imitation of Fiken, behind one lock.
struct FikenState {
  /// One login, from the authorization address to the consent.
  struct Login {
    var redirectURI: String
    var state: String
    var challenge: String?
    /// The address that the login came from and goes back to.
    var origin: String
    var user: String?

    var back: WayBack { WayBack(redirectURI: redirectURI, state: state) }
  }

  /// What a person's consent left.
  struct PersonGrant {
    var user: String
    var refreshToken: String?
    var isAlive = true
  }

  struct GrantCode {
    var grant: Int
    var flow: Login
    var until: Date
    var isUsed = false
  }

  struct BearerToken {
    var grant: Int
    var until: Date
  }

  var world: FikenWorld
  var switches = FikenSwitches()
  var flows: [String: Login] = [:]
  /// Who is logged in to their account, by the form's value.
  var sessions: [String: String] = [:]
  /// The companies that each person gave our app.
  var given: [String: Set<String>] = [:]
  var grants: [PersonGrant] = []
  var codes: [String: GrantCode] = [:]
  var access: [String: BearerToken] = [:]
  /// True while Fiken does not take our app's id and secret.
  var isAppRefused = false
  var pace = FikenPace()

  init(_ world: FikenWorld) { self.world = world }

  /// The seconds that an access token lives, as in Fiken's own example: not a round number.
  static let accessTokenSeconds = 86_157
  /// The seconds that a code lives: "a short while".
  static let codeSeconds = 60.0

  // MARK: Consents

  /// Gives the app access to some of a person's companies, and returns a code.
  mutating func consent(_ flow: Login, of user: String, to companies: [String], now: Date)
    -> String
  {
    let living = grants.indices.filter { grants[$0].user == user && grants[$0].isAlive }
    if switches.secondConsent == .ends { for grant in living { end(grant) } }
    give(companies, of: user)
    let grant: Int
    if switches.secondConsent == .shares, let shared = living.last {
      grant = shared
    } else {
      grants.append(PersonGrant(user: user))
      grant = grants.count - 1
    }
    let code = Secret.random()
    codes[code] = GrantCode(
      grant: grant, flow: flow, until: now.addingTimeInterval(Self.codeSeconds))
    return code
  }

  /// Sets which of a person's companies the app may see.
  mutating func give(_ companies: [String], of user: String) {
    let own = world.people.first { $0.user == user }?.companies.keys
    given[user] = Set(companies).intersection(own.map(Set.init) ?? [])
  }

  /// True if the app appears among those that a person gave access.
  func hasApp(_ user: String) -> Bool { grants.contains { $0.user == user && $0.isAlive } }

  // MARK: Tokens

  /// New tokens of a grant.
  ///
  /// - Parameter isFirst: True at the exchange, which always answers a refresh token.
  mutating func tokens(of grant: Int, now: Date, isFirst: Bool) -> [String: Any] {
    let token = Self.token()
    access[token] = BearerToken(
      grant: grant, until: now.addingTimeInterval(Double(Self.accessTokenSeconds)))
    if grants[grant].refreshToken == nil || !isFirst && switches.refreshToken == .rotates {
      grants[grant].refreshToken = Self.token()
    }
    var answer: [String: Any] = [
      "access_token": token, "token_type": "bearer", "expires_in": Self.accessTokenSeconds,
    ]
    if isFirst || switches.refreshToken != .missing {
      answer["refresh_token"] = grants[grant].refreshToken
    }
    return answer
  }

  /// 32 random bytes in base64url with padding: 44 characters.
  private static func token() -> String { Secret.random() + "=" }

  /// The living grant that an access token belongs to.
  func grant(of token: String?, now: Date) -> Int? {
    guard let access = token.flatMap({ access[$0] }), now < access.until,
      grants[access.grant].isAlive
    else { return nil }
    return access.grant
  }

  /// Ends a grant with all of its tokens.
  mutating func end(_ grant: Int) {
    grants[grant].isAlive = false
    grants[grant].refreshToken = nil
    if !hasApp(grants[grant].user) { given[grants[grant].user] = nil }
  }

  /// Ends everything that a person gave the app.
  mutating func endAll(of user: String) {
    for grant in grants.indices where grants[grant].user == user && grants[grant].isAlive {
      end(grant)
    }
  }
}
