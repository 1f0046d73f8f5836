import EventLog
package import Evidence

extension IdentityCount {
  /// How many of each, in one sentence.
  package func text(_ words: Words) -> String {
    words(
      "People: \(self[.shown]) values shown, \(self[.erased]) erased, \(self[.withheld]) withheld, "
        + "\(self[.missing]) missing.",
      "Personer: \(self[.shown]) uppgifter visade, \(self[.erased]) raderade, "
        + "\(self[.withheld]) undanhållna, \(self[.missing]) saknade.")
  }

  package var json: JSON {
    .object(IdentityVerdict.allCases.map { ($0.rawValue, .number(Int64(self[$0]))) })
  }
}
