import Foundation
import TestSupport
import Testing

/// Every text for people stands in the sources in English and, beside it, in Swedish.
@Suite struct BothLanguagesTests {
  /// The same word in both languages.
  private static let shared: Set = [
    "", "ACTION", "DIGEST", "HASH", "ID", "ID:", "PERSON", "POSITION", "TEXT", "WAL", "info",
    "null",
    "support",
    // Names, and the provider's own words for its pages.
    "behörighet", "Fiken", "Rediger konto, Sikkerhet, Apper du har gitt tilgang til",
  ]

  /// A text's two literals, as they stand in a file.
  private struct Pair {
    var file: String
    var english: String
    var swedish: String
  }

  private static func pairs() throws -> [Pair] {
    let part = #""(?:[^"\\]|\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\\.)*""#
    let whole = part + #"(?:\s*\+\s*"# + part + ")*"
    let pattern = try Regex(
      #"(?:\bText|RecordError|\bfailure|PackageFault|findings\.add|CommandError|message|localized)"#
        + #"\((?:[^"()]*,)?\s*("# + whole + #"),\s*(?:swedish: )?("# + whole + #")\s*\)"#,
      as: (Substring, Substring, Substring).self)
    var pairs: [Pair] = []
    let root = Golden.root.appending(path: "Sources")
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path)
    where path.hasSuffix(".swift") {
      let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for match in source.matches(of: pattern) {
        pairs.append(
          Pair(
            file: path, english: joined(match.output.1), swedish: joined(match.output.2)))
      }
    }
    return pairs
  }

  /// The text of literals that are joined by a plus sign.
  private static func joined(_ literals: Substring) -> String {
    literals.split(separator: "\n").map { line in
      line.trimmingCharacters(in: .whitespaces).trimmingPrefix("+")
        .trimmingCharacters(in: .whitespaces).dropFirst().dropLast()
    }.joined()
  }

  @Test("the two texts differ, and end alike")
  func both() throws {
    let pairs = try Self.pairs()
    #expect(pairs.count > 500, "\(pairs.count)")
    for pair in pairs where !Self.shared.contains(pair.english) {
      #expect(pair.english != pair.swedish, "\(pair.file): \(pair.english)")
      for end in [".", "?", "!", ":"] {
        #expect(
          pair.english.hasSuffix(end) == pair.swedish.hasSuffix(end),
          "\(pair.file): \(pair.english) | \(pair.swedish)")
      }
    }
  }
}
