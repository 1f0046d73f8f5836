import Foundation
import OpenAPI
import TestSupport
import Testing

/// What schemathesis, which others wrote, makes of the document is answered as the document says.
@Suite(.serialized, .timeLimit(.minutes(60))) struct SchemathesisLongTests {
  @Test(
    "no request that it thinks of is answered by what the document does not have, nor by a fault")
  func requests() async throws {
    let served = try await ServedInterface()
    let (examples, seed) = (Trials.examples.count, Trials.seed(1))
    print("schemathesis: \(examples) examples an operation, seeds \(seed) and \(seed + 1)")
    // Two at once, as two processes: with two threads its parsing of its own sources fails now and then
    // in Debian's Python (https://github.com/python/cpython/issues/106905).
    async let first = Self.run(served, examples, seed)
    async let second = Self.run(served, examples, seed + 1)
    for outcome in try await [first, second] {
      #expect(outcome.code == 0, "\(outcome.output.suffix(8000))\(outcome.error.suffix(2000))")
      // Every operation but the one that gives the document.
      let tested = "Tested: \(try Self.operations() - 1)\n"
      #expect(outcome.output.contains(tested), "\(outcome.output.suffix(2000))")
    }
  }

  private static func operations() throws -> Int {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(OpenAPI.document())) as? [String: Any])
    return try #require(document["paths"] as? [String: [String: Any]]).values.map(\.count)
      .reduce(0, +)
  }

  private static func run(
    _ served: ServedInterface, _ examples: Int, _ seed: UInt64
  ) async throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    return try await ChildProcess(
      PackagedPython.required(),
      [
        "-B", "-m", "schemathesis.cli",
        "--config-file", ServedInterface.script("schemathesis.toml"), "run",
        "\(served.url)/v1/openapi.json",
        "--header", "Authorization: Bearer \(served.key)", "--workers", "1", "--checks", "all",
        "--max-examples", "\(examples)", "--seed", "\(seed)", "--continue-on-failure",
        "--suppress-health-check", "all", "--no-color",
      ],
      environment: [
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
        "SCHEMATHESIS_HOOKS": ServedInterface.script("hooks.py"),
      ], in: folder.path
    ).ended()
  }
}
