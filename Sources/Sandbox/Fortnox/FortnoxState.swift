import Foundation

/// The state of the imitation of Fortnox, behind one lock.
struct FortnoxState {
  /// One login, from the authorization address to the consent.
  struct LoginFlow {
    var redirectURI: String
    var state: String
    var scopes: [String]
    var isService: Bool
    var challenge: String?
    var user: String?
    var company: String?

    var back: WayBack { WayBack(redirectURI: redirectURI, state: state) }
  }

  struct IssuedGrant {
    var company: String
    var user: String
    var isService: Bool
    var scopes: Set<String>
    var refreshToken: String?
    var refreshUntil: Date
    var isAlive = true
  }

  struct IssuedCode {
    var grant: Int
    var redirectURI: String
    var challenge: String?
    var until: Date
    var isUsed = false
  }

  struct Access {
    var grant: Int
    var until: Date
  }

  var world: FortnoxWorld
  var flows: [String: LoginFlow] = [:]
  var grants: [IssuedGrant] = []
  var codes: [String: IssuedCode] = [:]
  var access: [String: Access] = [:]
  /// What our app is not allowed at the moment: scopes, and the two below.
  var withheld: Set<String> = []

  /// To ask for service accounts.
  static let serviceAccounts = "serviceAccount"
  /// To authenticate with its own credentials.
  static let credentials = "credentials"
  /// The times of each company's requests, for the rate limit.
  var questions: [String: [Date]] = [:]

  /// The number of a company's requests that are answered in five seconds.
  let questionLimit: Int

  init(_ world: FortnoxWorld, questionLimit: Int) {
    self.world = world
    self.questionLimit = questionLimit
  }

  /// New tokens of a grant.
  mutating func tokens(of grant: Int, now: Date, withRefresh: Bool) -> [String: Any] {
    let token = SandboxToken.access(
      tenant: grants[grant].company, user: grants[grant].user, until: now.addingTimeInterval(3600))
    access[token] = Access(grant: grant, until: now.addingTimeInterval(3600))
    var answer: [String: Any] = [
      "access_token": token, "token_type": "bearer", "expires_in": 3600,
      "scope": grants[grant].scopes.sorted().joined(separator: " "),
    ]
    if withRefresh {
      let refresh = UUID().uuidString.lowercased()
      grants[grant].refreshToken = refresh
      grants[grant].refreshUntil = now.addingTimeInterval(45 * 86_400)
      answer["refresh_token"] = refresh
    }
    return answer
  }

  mutating func end(_ grant: Int) {
    grants[grant].isAlive = false
    grants[grant].refreshToken = nil
  }

  /// Counts one more request of a company; false if it exceeds the limit in 5 seconds.
  mutating func admits(_ company: String, now: Date) -> Bool {
    var recent = questions[company, default: []].filter { now.timeIntervalSince($0) < 5 }
    recent.append(now)
    questions[company] = recent
    return recent.count <= questionLimit
  }
}
