import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations

/// A company as a command line names it.
enum CompanyArgument: Hashable {
  /// One company by its id, or several by a pattern.
  case pattern(CompanyPattern)
  /// The companies that standard input names, one a line.
  case standardInput
}

extension [CompanyArgument] {
  /// The company, if nothing but one id is given.
  var single: Company? {
    guard count == 1, case .pattern(let pattern) = self[0] else { return nil }
    return pattern.company
  }
}

/// The companies that a question is about.
struct CompanySelection {
  /// The help of the argument.
  static let help = "an id, a pattern such as 'ac*', or - for ids from standard input"

  private var patterns: [CompanyPattern] = []
  /// The companies that the command line names by their ids.
  private(set) var named: [Company] = []
  private let isOfAll: Bool

  /// Reads standard input if it is among the arguments: once, while a ledger may be asked twice.
  init(reading arguments: [CompanyArgument]) throws {
    isOfAll = arguments.isEmpty
    for argument in arguments {
      switch argument {
      case .pattern(let pattern):
        patterns.append(pattern)
        if let company = pattern.company { named.append(company) }
      case .standardInput: patterns += try Self.lines()
      }
    }
  }

  /// The companies with these ids or that match the patterns.
  ///
  /// - Returns: nil if none is named, which means all.
  /// - Throws: `CommandError` for an id or a pattern of which nothing is recorded.
  func companies(in ledger: Ledger, _ query: QueryOptions) throws -> Set<Company>? {
    guard !isOfAll else { return nil }
    var companies: Set<Company> = []
    for pattern in patterns {
      let found = try ledger.companies(matching: pattern)
      if let company = pattern.company {
        let isKnown =
          try query.at == nil || ledger.integrations(of: company, at: query.moment) != nil
        guard !found.isEmpty, isKnown else { throw query.unknown(company) }
      } else if found.isEmpty {
        throw CommandError(
          .missing,
          "No company in \(query.ledger.path) matches “\(pattern)”; see the companies with "
            + "`authledger status`.",
          "Inget företag i \(query.ledger.path) stämmer med ”\(pattern)”; se företagen med "
            + "`authledger status`.")
      }
      companies.formUnion(found)
    }
    return companies
  }

  private static func lines() throws -> [CompanyPattern] {
    var patterns: [CompanyPattern] = []
    var number = 0
    while let line = readLine() {
      number += 1
      let word = line.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !word.isEmpty else { continue }
      guard let pattern = CompanyPattern(word) else {
        throw CommandError(
          .data,
          "Standard input, line \(number): “\(SecretGuard.shown(word))” is not a company id; write one "
            + "id a line.",
          "Standard in, rad \(number): ”\(SecretGuard.shown(word))” är inget företags-id; skriv ett id "
            + "på varje rad.")
      }
      patterns.append(pattern)
    }
    return patterns
  }
}

extension Parse {
  /// A company's id, a pattern, or `-`.
  static func companies(_ text: String) throws -> CompanyArgument {
    if text == "-" { return .standardInput }
    guard text.contains(where: { "*?".contains($0) }) else {
      return .pattern(CompanyPattern(try company(text)))
    }
    guard let pattern = CompanyPattern(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” matches no company id; a pattern has 1 to 63 of a-z, 0-9 and -, "
          + "with * for any of them and ? for one, in quotation marks.",
        "”\(SecretGuard.shown(text))” stämmer med inget företags-id; ett mönster har 1 till 63 av a-z, "
          + "0-9 och -, med * för hur många som helst och ? för ett, inom citattecken.")
    }
    return .pattern(pattern)
  }
}
