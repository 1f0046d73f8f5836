import Foundation

/// The example in a doc comment, held to the test that runs it.
package enum DocumentedExample {
  /// The lines of code in the doc comments of a source file, without the comments behind them.
  package static func lines(of source: String) throws -> [String] {
    let text = try String(contentsOf: Golden.root.appending(path: source), encoding: .utf8)
    return text.split(separator: "\n").filter { $0.hasPrefix("///     ") }.map {
      code($0.dropFirst(3))
    }
  }

  /// The lines of an example that a test does not have.
  package static func missing(of source: String, in test: String) throws -> [String] {
    let text = try String(contentsOfFile: test, encoding: .utf8)
    let own = Set(text.split(separator: "\n").map(code))
    return try lines(of: source).filter { !own.contains($0) }
  }

  private static func code(_ line: Substring) -> String {
    let code = line.components(separatedBy: "  //").first ?? ""
    return code.trimmingCharacters(in: .whitespaces)
  }
}
