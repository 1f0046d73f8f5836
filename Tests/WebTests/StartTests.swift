import Foundation
import Ledger
import TestSupport
import Testing

/// What the server refuses to start with.
@Suite(.timeLimit(.minutes(10))) struct StartTests {
  @Test("what the server refuses to start with")
  func refused() async throws {
    let product = try await Product()
    _ = await product.stop()
    let refused: [([String], Int32, String)] = [
      (["--host", "0.0.0.0"], 64, "--public-url is needed"),
      (["--host", "0.0.0.0", "--public-url", "http://connect.example.com"], 64, "https://"),
      (["--public-url", "https://connect.example.com/path"], 64, "nothing after the host"),
      (["--sandbox", "--host", "0.0.0.0"], 64, "this computer only"),
      (["--fortnox-url", "https://evil.example"], 64, "an address of this computer"),
      (["--fortnox-url", "http://10.0.0.1"], 64, "an address of this computer"),
    ]
    for (arguments, code, words) in refused {
      let outcome = try await product.serve(arguments)
      #expect(
        outcome.code == code && outcome.error.contains(words), "\(arguments) \(outcome.error)")
    }
    let real = product.folder.file("real")
    try Ledger.create(real).close()
    let sandboxed = try await product.serve(["--sandbox"], ledger: real)
    #expect(sandboxed.code == 65 && sandboxed.error.contains("not a sandbox's"))
    let productive = try await product.serve([])
    #expect(productive.code == 65 && productive.error.contains("holds nothing real"))
    let missing = try await product.serve([], ledger: product.folder.file("none"))
    #expect(missing.code == 66)
    let bare = try await product.serve([], ledger: real, environment: ["PATH": "/usr/bin"])
    #expect(bare.code == 64 && bare.error.contains("FORTNOX_CLIENT_ID"))
    let odd = try await product.serve(
      [], ledger: real,
      environment: ["FORTNOX_CLIENT_ID": "a", "FORTNOX_CLIENT_SECRET": "a:b%c+d"])
    #expect(odd.code == 64 && !odd.error.contains("a:b"))
  }
}
