import Foundation

/// What the imitation remembers; one lock holds it.
struct SandboxState {
  /// A person on the way from the authorization address to consent.
  struct Flow {
    var redirectURI: String
    var state: String
    var scopes: [String]
    var isService: Bool
    var challenge: String?
    var user: String?
    var company: String?
  }

  struct Grant {
    var company: String
    var user: String
    var isService: Bool
    var scopes: Set<String>
    var refreshToken: String?
    var refreshUntil: Date
    var isAlive = true
  }

  struct Code {
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

  var world: World
  var flows: [String: Flow] = [:]
  var grants: [Grant] = []
  var codes: [String: Code] = [:]
  var access: [String: Access] = [:]
  var faults: [Fault.Step: [(fault: Fault, text: String?)]] = [:]
  var counts: [String: Int] = [:]
  /// What was asked, and the status of the answer; `-` where none was given.
  var answers: [String] = []
  /// What our app may not at the moment: scopes, and the two below.
  var withheld: Set<String> = []

  /// Asking for service accounts.
  static let serviceAccounts = "serviceAccount"
  /// Being known by its own credentials.
  static let credentials = "credentials"
  /// When each company asked, for the rate limit.
  var questions: [String: [Date]] = [:]

  /// How many questions of a company are answered in five seconds.
  let questionLimit: Int

  init(_ world: World, questionLimit: Int) {
    self.world = world
    self.questionLimit = questionLimit
  }

  /// Notes an answer; the oldest go.
  mutating func log(_ answer: String) {
    answers.append(answer)
    if answers.count > 2000 { answers.removeFirst(1000) }
  }

  mutating func count(_ what: String) { counts[what, default: 0] += 1 }

  mutating func takeFault(_ step: Fault.Step) -> (fault: Fault, text: String?)? {
    guard let first = faults[step]?.first else { return nil }
    faults[step]?.removeFirst()
    return first
  }

  mutating func addFault(_ fault: Fault, at step: Fault.Step, times: Int, text: String?) {
    faults[step, default: []] += Array(repeating: (fault, text), count: min(max(times, 1), 1000))
  }

  /// New tokens of a grant, as the token endpoint gives them.
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

  /// Whether one more question of a company is within the limit in 5 seconds.
  mutating func admits(_ company: String, now: Date) -> Bool {
    var recent = questions[company, default: []].filter { now.timeIntervalSince($0) < 5 }
    recent.append(now)
    questions[company] = recent
    return recent.count <= questionLimit
  }
}
