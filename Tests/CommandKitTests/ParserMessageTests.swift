import ArgumentParser
import CommandKit
import Integrations
import Testing

/// Every error of the argument parser is one sentence in both languages.
@Suite struct ParserMessageTests {
  private struct Tried: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tried")

    enum Kind: EnumerableFlag { case left, right }

    @Argument var company: String
    @Option(name: .shortAndLong) var limit: Int?
    @Option var format: String
    @Flag var follow = false
    @Flag var kind: Kind?

    func validate() throws {
      if limit == 0 { throw CommandError(.usage, "--limit is bad.", "--limit är fel.") }
    }
  }

  private static let kinds: [(arguments: [String], english: String, swedish: String)] = [
    (
      ["--folow"], "There is no option --folow (did you mean --follow?)",
      "Det finns inget val --folow (menade du --follow?)"
    ),
    (
      ["--zebra-crossing"], "There is no option --zebra-crossing",
      "Det finns inget val --zebra-crossing"
    ),
    (["-x"], "There is no option -x", "Det finns inget val -x"),
    (["--limit"], "--limit needs a value, <limit>", "--limit kräver ett värde, <limit>"),
    (["--follow=yes"], "--follow takes no value", "--follow tar inget värde"),
    (
      ["--limit", "many"], "“many” cannot be the value of --limit <limit>",
      "”many” kan inte vara värdet på --limit <limit>"
    ),
    (["two"], "“two” is one argument too many", "”two” är ett argument för mycket"),
    (
      ["two", "three"], "“two” “three” are arguments too many",
      "”two” ”three” är argument för mycket"
    ),
    (
      ["--left", "--right"], "--left and --right exclude each other",
      "--left och --right utesluter varandra"
    ),
  ]

  private static func text(_ arguments: [String]) -> Text? {
    do {
      _ = try Tried.parseAsRoot(arguments)
      return nil
    } catch {
      return ParserMessage(error, of: Tried.self, typed: ["program", "tried"]).text
    }
  }

  @Test("each kind is told in both languages, with the way on")
  func kinds() {
    for kind in Self.kinds {
      let text = Self.text(["acme", "--format", "x"] + kind.arguments)
      #expect(text?.english == kind.english + "; see `program help tried`.")
      #expect(text?.swedish == kind.swedish + "; se `program help tried`.")
    }
  }

  @Test("what is missing is named")
  func missing() {
    #expect(
      Self.text([])?.english == "The argument <company> is missing; see `program help tried`.")
    #expect(
      Self.text(["acme"])?.swedish == "Valet --format <format> saknas; se `program help tried`.")
  }

  @Test("a value that looks like a secret is not repeated")
  func secret() {
    let secret = "3f2c1b0a-9d8e-4c7b-a6f5-e4d3c2b1a090"
    for arguments in [["--limit", secret], [secret, secret], ["--" + secret]] {
      let text = Self.text(["acme", "--format", "x"] + arguments)
      #expect(text?.english.contains(secret) == false, "\(text?.english ?? "")")
    }
  }

  @Test("an error of ours that the parser wrapped is found again")
  func ours() {
    let error = #expect(throws: (any Error).self) {
      _ = try Tried.parseAsRoot(["acme", "--format", "x", "--limit", "0"])
    }
    #expect(error.flatMap(CommandError.init(within:))?.text.swedish == "--limit är fel.")
    let other = #expect(throws: (any Error).self) { _ = try Tried.parseAsRoot(["--folow"]) }
    #expect(other.flatMap(CommandError.init(within:)) == nil)
  }
}

extension ParserMessageTests {
  @Test("a long example stays whole, prose and options are wrapped")
  func help() {
    let example = "  authledger " + String(repeating: "word ", count: 30) + "end"
    let prose = String(repeating: "word ", count: 30) + "end"
    let option = "  --format <format>       " + prose
    let wrapped = HelpText.wrapped(
      [example, prose, "USAGE: " + prose, option].joined(separator: "\n"), to: 80
    ).split(separator: "\n").map(String.init)
    #expect(wrapped.first == example)
    #expect(wrapped.contains("USAGE: " + prose))
    let rest = wrapped.filter { $0 != example && !$0.hasPrefix("USAGE:") }
    #expect(rest.allSatisfy { $0.count <= 80 }, "\(rest)")
    #expect(rest.joined(separator: " ").split(separator: " ").count == 31 + 31 + 2)
    #expect(rest.last?.hasPrefix(String(repeating: " ", count: 26)) == true)
  }
}
