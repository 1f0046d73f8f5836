import Integrations

/// Everything that is so, whether anybody sees it or not: companies, people, our app, the provider.
struct World: Sendable {
  /// What is known of the provider.
  var facts: Facts
  /// The provider's clock.
  var now: Timestamp
  /// By how many seconds our own clock is ahead of it.
  var skew: Int64 = 0
  /// The companies at the provider; the first is the usual one.
  var companies: [ProviderCompany]
  /// The people who may come to a consent page.
  var people: [Person]
  /// Our app at Fortnox.
  var app = App()
  /// Whether Fortnox does not answer.
  var isDown = false
  /// Whether Fortnox answers with words nobody knows.
  var isStrange = false
  /// Whether a consent already asks for the licences of scopes; both have been seen.
  var asksLicencesAtConsent: Bool
  /// Whether the empty callback of a locked account still names the state; both are possible.
  var lockedKeepsState: Bool
  /// Which wording each register's refusals have.
  var wordings: [Register: RefusalWording]
  /// The consents that were given, in order.
  var consents: [Consent] = []
  /// The person who approved last, or who will be the first to.
  var approver: Int
  /// Whether a server of ours runs between the events.
  var hasServer: Bool
  /// Whether a person's consent ends the consents that the same person gave before; both are possible.
  var secondConsentEnds = false
  /// Whether a refresh gives a new refresh token in place of the old one.
  var rotates = true
  /// Whether the consent page gives the app the company that is meant, or leaves that to the person's
  /// account.
  var givesAtConsent = true
  /// The company that the first company code names; nil if it is mistyped.
  var firstCode: Int? = 0
}

/// A company at the provider.
struct ProviderCompany: Sendable {
  /// The provider's number of it.
  var number: String
  /// Locked for an unpaid bill.
  var isLocked = false
  /// The app is bought.
  var hasApp = true
  /// What any integration needs is there: the Integration licence, or the API module.
  var hasIntegrationLicence = true
  /// The registers whose scope has a licence.
  var licences: Registers
  /// The registers that a service account may use.
  var serviceRights: Registers
}

/// A person with a login at the provider.
struct Person: Sendable {
  /// The companies that the login reaches.
  var reaches: Set<Int>
  /// The registers the person has behörighet for.
  var rights: Registers
  /// The companies where the person is a system administrator.
  var administers: Set<Int>
  /// The companies that the person lets our app see, where that is a choice.
  var gives: Set<Int> = []
}

/// Our app at the provider.
struct App: Sendable {
  /// The registers whose scope may be asked for.
  var scopes = Registers(Register.allCases)
  /// Whether a service account may be asked for.
  var allowsServiceAccount = true
  /// Whether our client secret is the one that Fortnox knows.
  var hasRightSecret = true
}

/// A consent as the provider keeps it.
struct Consent: Sendable {
  /// Who gave it; the grant is this person's unless `isService`.
  var person: Int
  /// For which company.
  var company: Int
  /// Whether it is a service account's.
  var isService: Bool
  /// The registers whose scopes it covers.
  var registers: Registers
  /// Whether it stands.
  var isAlive = true
  /// The number of the refresh token that is valid.
  var token = 0
  /// When that token expires; nil if only a person ends it.
  var tokenExpires: Timestamp?

  /// Whether a refresh with this token would be answered at a time.
  func accepts(_ token: Int, at now: Timestamp) -> Bool {
    guard isAlive else { return false }
    return isService || self.token == token && tokenExpires.map { now < $0 } ?? true
  }
}

/// How a refusal of one register is worded.
enum RefusalWording: CaseIterable, Sendable {
  /// With a code whose meaning is known.
  case coded
  /// In words that name the register, with a code nobody knows.
  case words
  /// In words that fit person, scope and licence.
  case ambiguous
  /// In words that fit nothing.
  case unknown
}

extension Registers {
  /// The set without one register.
  func without(_ register: Register) -> Registers {
    Registers(sorted.filter { $0 != register })
  }
}

extension Register {
  /// Whether the provider can be asked for one row of it.
  var isCheckable: Bool { self != .attachments }
}
