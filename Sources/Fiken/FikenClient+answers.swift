import Integrations
import Providers

extension FikenClient {
  /// How Fiken's answers are read.
  static let reading = AnswerReading(reason: reason)

  /// The reasons that callback and token endpoint share.
  private static func reason(_ body: ErrorBody) -> Failed.Reason? {
    switch body.error {
    case "access_denied": .declined
    case "invalid_client", "unauthorized_client": .clientRejected
    case "server_error", "temporarily_unavailable": .providerUnavailable
    default: nil
    }
  }

  /// Words that name a module of the company's, which is ordered at Fiken.
  ///
  /// Fiken's own sentences are not known.
  private static func namesModule(_ body: ErrorBody) -> Bool {
    body.has("modul", "subscription", "abonnement")
  }

  /// The layer of a refusal; nil if the answer is none that is known.
  ///
  /// 402 is a missing module, and 403 the person's rights unless the words name something else. An HTML
  /// page is a proxy's.
  static func layer(_ answer: HTTPAnswer) -> RefusalLayer? {
    let body = reading.error(in: answer)
    guard body.isRead || answer.body.isEmpty else { return nil }
    switch answer.status {
    case 402: return .licence
    case 403 where namesModule(body): return .licence
    case 403 where body.saysSomething: return .person
    default: return nil
    }
  }

  /// Reads the answer of a register, from that one answer.
  ///
  /// A 401 and a 404 mean what further questions tell, so they are only what they seem here.
  static func read(_ answer: HTTPAnswer, of register: Register) -> RegisterAnswer {
    if answer.isSuccess, AnswerJSON.list(answer.body) != nil { return .open }
    if let layer = layer(answer) {
      return .refused(layer, refusal(answer, of: register))
    }
    switch answer.status {
    case 401: return .tokenRejected
    case 429: return .tooMany(retryAfter: answer.retryAfter)
    case 408, 500...599: return .unavailable
    default:
      // Where the list was expected, an object without an error says nothing.
      let isError = AnswerJSON.object(answer.body).map(reading.isError) ?? false
      let isSaid =
        reading.error(in: answer).saysSomething && (!answer.isSuccess || isError)
      return isSaid
        ? .unrecognised(reading.refusal(answer, .unrecognised))
        : .unknown(reading.refusal(answer, .checkUnknown))
    }
  }

  /// The refusal of a register in Fiken's words; Fiken has no codes.
  static func refusal(_ answer: HTTPAnswer, of register: Register) -> RegisterRefusal {
    RegisterRefusal(
      register: register, code: nil, message: reading.error(in: answer).message ?? "",
      httpStatus: answer.status)
  }

  /// True if Fiken says that the consent is ended: 200, as it documents.
  ///
  /// A page that a proxy puts in its place, and an error at that status, confirm nothing.
  static func isRevoked(_ answer: HTTPAnswer) -> Bool {
    guard answer.status == 200 else { return false }
    return answer.body.allSatisfy { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
      || reading.object(of: answer) != nil
  }
}
