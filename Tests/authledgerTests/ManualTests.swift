import Foundation
import TestSupport
import Testing

/// The manual pages, which say what the help says.
@Suite struct ManualTests {
  private static let programs = ["authledger", "authledger-connect"]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ program: String, _ words: [String]) async throws -> String {
    let outcome = try await Program().run(Program.product(program), words)
    #expect(outcome.code == 0 && outcome.error.isEmpty, "\(program) \(words): \(outcome.error)")
    return outcome.output
  }

  /// A page as a terminal shows it.
  private func shown(_ page: String) async throws -> String {
    let outcome = try await Program().run(
      URL(filePath: "/usr/bin/groff"),
      ["-k", "-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=200n", folder.file("man/\(page).1")])
    #expect(outcome.code == 0 && outcome.error.isEmpty, "\(page): \(outcome.error)")
    return outcome.output
  }

  /// The words of a text, whatever lines they stand in.
  private func words(_ text: String) -> String {
    text.replacing("\u{2010}", with: "-").replacing("\u{2212}", with: "-")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    "every command has a page with every argument and option of its help", arguments: programs)
  func complete(program: String) async throws {
    #expect(try await run(program, ["--generate-manual", folder.file("man")]).isEmpty)
    let goldens = Golden.root.appending(
      path: "Tests/authledgerTests/golden/\(program == "authledger" ? "help" : "help-connect")")
    let helps = try FileManager.default.contentsOfDirectory(atPath: goldens.path)
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.file("man"))
    #expect(pages.count == helps.count)
    for help in helps {
      let name = String(help.dropLast(".txt".count))
      let page = name == program ? name : "\(program)-\(name)"
      let text = words(try await shown(page))
      let lines = try String(contentsOf: goldens.appending(path: help), encoding: .utf8)
        .components(separatedBy: "\n")
      for line in lines where line.hasPrefix("  -") || line.hasPrefix("  <") {
        let first = words(line).split(separator: " ").first.map(String.init) ?? ""
        let option = first.trimmingCharacters(in: ["<", ">", ",", "."])
        // A flag and its opposite have a name each.
        for name in option.split(separator: "/") {
          #expect(text.contains(name), "\(page): \(name)")
        }
      }
      #expect(text.contains("NAME \(page) "), "\(page)")
    }
  }

  @Test("examples keep their lines, and what could be copied can be")
  func examples() async throws {
    _ = try await run("authledger", ["--generate-manual", folder.file("man")])
    let why = try await shown("authledger-why")
    #expect(why.contains("authledger why acme --at '#41' --language sv\n"))
    #expect(why.contains("authledger why acme --format json | jq -r .verdict\n"))
    let record = try await shown("authledger-record")
    #expect(record.contains("authledger record acme configured --actor administrator:u-17 \\\n"))
    let program = try await shown("authledger")
    #expect(program.contains("authledger-why(1)") && program.contains("    75  busy, try again"))
  }

  @Test("where no page can be written, a sentence says so")
  func unwritable() async throws {
    let outcome = try await Program().run(
      Program.product("authledger"), ["--generate-manual", "/proc/none"])
    #expect(outcome.code == 74 && outcome.error.hasPrefix("authledger: "), "\(outcome.error)")
  }
}
