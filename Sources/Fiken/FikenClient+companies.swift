import Foundation
import Integrations
import Providers

/// A company that a person gave our app.
struct FikenCompany: Hashable {
  /// The code in its addresses.
  var code: String
  /// Its name.
  var name: String?
  /// The number by which records name it; nil if it has none.
  var number: String?
  /// False if its API module is not ordered.
  var hasAPIAccess: Bool

  /// Reads one row of `/companies`; nil if it names no company.
  init?(_ row: [String: Any]) {
    guard let code = AnswerJSON.words(AnswerJSON.member(row, "slug")) else { return nil }
    self.code = code.lowercased()
    name = AnswerJSON.words(AnswerJSON.member(row, "name"))
    // A company without the member is asked like any other, and refuses what it must.
    hasAPIAccess = AnswerJSON.member(row, "hasApiAccess") as? Bool ?? true
    let isTest = AnswerJSON.member(row, "testCompany") as? Bool ?? false
    let digits = AnswerJSON.text(AnswerJSON.member(row, "organizationNumber"))?
      .filter { !$0.isWhitespace }
    let isNumber =
      digits.map { text in
        (1...Self.numberLimit).contains(text.utf8.count)
          && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      } ?? false
    // The same number at a test company is another company's.
    number = isNumber ? digits.map { isTest ? "test-\($0)" : $0 } : nil
  }

  /// More digits than any country's organisation numbers have.
  private static let numberLimit = 20
}

extension FikenClient {
  /// The companies of one page, or why there is none.
  private enum Page {
    case rows([FikenCompany], isLast: Bool)
    case other(CompanyAnswer)
  }

  private static func page(_ answer: HTTPAnswer) -> Page {
    if answer.isSuccess, let list = AnswerJSON.list(answer.body) {
      let rows = list.compactMap { ($0 as? [String: Any]).flatMap(FikenCompany.init) }
      return .rows(rows, isLast: list.count < pageSize)
    }
    if layer(answer) == .licence {
      return .other(.refused(reading.refusal(answer, .licenceMissing)))
    }
    guard answer.isSuccess || (400...499).contains(answer.status), answer.status != 408,
      answer.status != 429, reading.error(in: answer).saysSomething
    else { return .other(.unanswered) }
    let reason = reading.reason(reading.error(in: answer)) ?? .unrecognised
    return .other(
      reason == .providerUnavailable ? .unanswered : .refused(reading.refusal(answer, reason)))
  }

  /// What the companies that a person gave us say of the expected one.
  ///
  /// - Parameter code: The code of the expected company.
  func find(_ code: String, _ accessToken: String, send: SendRequest) async -> CompanyReply {
    var others: [String] = []
    var last: HTTPAnswer?
    for page in 0..<Self.pageLimit {
      guard let answer = try? await send(companies(page: page, accessToken)) else {
        return CompanyReply(.unanswered, nil)
      }
      last = answer
      switch Self.page(answer) {
      case .other(let company): return CompanyReply(company, answer)
      case .rows(let rows, let isLast):
        if let company = rows.first(where: { $0.code == code.lowercased() }) {
          return CompanyReply(Self.answer(company, answer), answer)
        }
        others += rows.compactMap(\.number)
        if isLast { return CompanyReply(.notAmongThem(others), answer) }
      }
    }
    return CompanyReply(.notAmongThem(others), last)
  }

  /// The numbers of all companies that a person gave us; more pages than are read say nothing.
  func reach(_ accessToken: String, send: SendRequest) async -> ConsentReach {
    var numbers: [String] = []
    for page in 0..<Self.pageLimit {
      guard let answer = try? await send(companies(page: page, accessToken)) else {
        return .unanswered
      }
      guard case .rows(let rows, let isLast) = Self.page(answer) else {
        return answer.status == 401 ? .tokenRejected : .unanswered
      }
      numbers += rows.compactMap(\.number)
      if isLast { return .companies(numbers) }
    }
    return .unanswered
  }

  /// The answer of a company that was found.
  private static func answer(_ company: FikenCompany, _ answer: HTTPAnswer) -> CompanyAnswer {
    guard company.hasAPIAccess else {
      return .refused(
        ProviderRefusal(
          reason: .licenceMissing, providerError: "hasApiAccess", providerMessage: nil,
          httpStatus: answer.status))
    }
    // Records name a company by its number, and a code can hold a person's name.
    guard let number = company.number else {
      return .refused(
        ProviderRefusal(
          reason: .checkUnknown, providerError: nil, providerMessage: nil,
          httpStatus: answer.status))
    }
    return .given(number, name: company.name.map(CompanyReply.shortened))
  }
}
