import Integrations

/// One thing that happens in a history: what somebody does, or what changes unseen.
///
/// Everything that chance decided stands in it, so that a history can be run again and cut.
enum Happening: Hashable, Sendable {
  /// Time passes; a server of ours, where there is one, does its work meanwhile.
  case pass(seconds: Int64)
  /// The settings are saved.
  case save(transfers: [Register], enabled: Bool, starts: Bool)
  /// The service account is chosen or not.
  case chooseService(Bool)
  /// A browser is sent to the provider.
  case begin
  /// The browser that was sent last comes back.
  case comeBack(Visit)
  /// The administrator gives up.
  case giveUp
  /// The tokens are refreshed; perhaps the answer is lost.
  case refresh(isLost: Bool)
  /// The registers are checked again.
  case recheck
  /// Support removes the authorization.
  case remove(RemovalReason, isRevoked: Bool)
  /// The provider confirms at last that the removed authorization is revoked.
  case confirmRemoval
  /// The company code is changed to another company's, or mistyped.
  case saveCode(Int?)
  /// A person consents for another company of theirs, in which the same user connects the product.
  case consentElsewhere(person: Int)
  /// Something changes in the world that nobody sees.
  case hidden(Change)

  /// What a person does at the provider.
  struct Visit: Hashable, Sendable {
    /// Who.
    var person: Int
    /// For which company.
    var company: Int
    /// Whether the answer is that of the attempt before the latest.
    var isOfEarlierTab = false
    /// What becomes of it.
    var ending = Ending.approves
    /// How the answer travels.
    var travel = Travel.whole
  }

  /// What a person at the provider decides.
  enum Ending: String, Hashable, Sendable { case approves, declines, comesBackEmpty }

  /// How an answer travels, and what becomes of what follows.
  enum Travel: String, Hashable, Sendable {
    /// As it should.
    case whole
    /// To another browser.
    case otherBrowser
    /// Twice.
    case twice
    /// With a parameter that stands there twice.
    case doubled
    /// Our question with the code gets no answer.
    case exchangeLost
    /// The code had been used or was too old.
    case codeSpent
    /// The company cannot be read before the attempt expires.
    case companyUnreadable
    /// The registers are asked and do not answer.
    case registersSilent
    /// We stop between the record of the consent and that of the refusals.
    case denialLost
  }

  /// What changes unseen.
  enum Change: Hashable, Sendable {
    case rights(Register, Bool)
    case serviceRights(Register, Bool)
    case licence(Register, Bool)
    case integration(Bool)
    case app(Bool)
    case locked(Bool)
    case scope(Register, Bool)
    case serviceAllowed(Bool)
    case secret(Bool)
    case consentRemoved
    case tokenSpent
    case personLeaves
    case given(Bool)
    case clock(seconds: Int64)
    case down(Bool)
    case strange(Bool)
    case vault
  }
}

extension Happening: CustomStringConvertible {
  /// One line, much like JSON.
  var description: String {
    switch self {
    case .pass(let seconds): #"{"pass": \#(seconds)}"#
    case .save(let transfers, let enabled, let starts):
      #"{"save": \#(transfers.map(\.rawValue)), "enabled": \#(enabled), "starts": \#(starts)}"#
    case .chooseService(let chosen): #"{"serviceAccount": \#(chosen)}"#
    case .begin: #"{"begin": true}"#
    case .comeBack(let visit):
      #"{"comeBack": "\#(visit.ending.rawValue)", "person": \#(visit.person), "company": "#
        + #"\#(visit.company), "earlierTab": \#(visit.isOfEarlierTab), "#
        + #""travel": "\#(visit.travel.rawValue)"}"#
    case .giveUp: #"{"giveUp": true}"#
    case .refresh(let isLost): #"{"refresh": true, "isLost": \#(isLost)}"#
    case .recheck: #"{"recheck": true}"#
    case .remove(let reason, let isRevoked):
      #"{"remove": "\#(reason.rawValue)", "isRevoked": \#(isRevoked)}"#
    case .confirmRemoval: #"{"confirmRemoval": true}"#
    case .saveCode(let company): #"{"saveCode": \#(company ?? -1)}"#
    case .consentElsewhere(let person): #"{"consentElsewhere": \#(person)}"#
    case .hidden(let change): #"{"hidden": "\#(change)"}"#
    }
  }
}
