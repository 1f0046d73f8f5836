import EventLog
import Evidence
import Foundation
import Integrations

/// Queries about companies of a sample, in a ledger that is opened once.
///
/// A line of the sample is a company and an attempt of it; `cite` adds the records that its
/// explanation cites, so that plain C can look them up too.
struct Looking {
  private struct Place {
    var company: Company
    var attempt: AttemptID
  }

  private let ledger: Ledger
  private let places: [Place]

  init(_ directory: String, _ sample: String) throws {
    ledger = try Ledger.open(directory, for: .reading)
    places = try String(contentsOfFile: sample, encoding: .utf8).split(separator: "\n").map {
      let words = $0.split(separator: " ")
      guard words.count > 1, let company = Company(String(words[0])),
        let attempt = AttemptID(String(words[1]))
      else { Bench.fail("\($0) is no line of a sample") }
      return Place(company: company, attempt: attempt)
    }
  }

  func cite() throws {
    for place in places {
      guard let view = try ledger.integration(of: place.company, .fortnox) else { continue }
      let cited = Set(view.state.citations(at: view.now)).sorted().map { String($0.number) }
      print(([place.company.id, place.attempt.description] + cited).joined(separator: " "))
    }
  }

  /// Asks about every company of the sample, several times over; `rows` tells how much was found.
  func run(_ what: String, rounds: Int, at moment: AsOf) throws {
    // What failures costs is the same whichever company is meant: it is asked once a round.
    let places = what == "failures" ? Array(places.prefix(1)) : places
    let query = try query(what, moment)
    // The first round finds the pages and prepares the statements.
    for place in places { _ = try query(place) }
    var rows = 0
    let start = ContinuousClock.now
    for _ in 0..<rounds {
      for place in places { rows += try query(place) }
    }
    Bench.report(rounds * places.count, ContinuousClock.now - start, ("rows", rows))
    try ledger.close()
  }

  private func query(_ what: String, _ moment: AsOf) throws -> (Place) throws -> Int {
    switch what {
    case "status":
      return { try ledger.integration(of: $0.company, .fortnox, at: moment) == nil ? 0 : 1 }
    case "why":
      return { try ledger.explanation(of: $0.company, .fortnox, at: moment) == nil ? 0 : 1 }
    case "log":
      return { place in
        var lines = 0
        try ledger.forEachLogLine(of: place.company, .fortnox, at: moment) {
          // What the clock alone has changed is a line too, and C has no row for it.
          if $0.recorded != nil { lines += 1 }
          return true
        }
        return lines
      }
    case "attempt":
      return {
        var query = RecordQuery()
        query.attempt = $0.attempt
        return try ledger.records(query).count
      }
    case "records":
      return { try ledger.records(RecordQuery(of: $0.company)).count }
    case "failures":
      return { _ in try ledger.failures(.fortnox, at: moment).reduce(0) { $0 + $1.count } }
    default: Bench.fail("\(what) is no query")
    }
  }
}
