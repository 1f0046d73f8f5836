import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// A leader's real server and a follower, each a process.
@Suite struct FollowCommandTests {
  private let product: Product
  private let follow: Follow

  init() async throws {
    product = try await Product()
    follow = try Follow()
    try Follow.publish(product.directory, rounds: 1...4)
  }

  @Test("a copy has the leader's records, roots and answers, and can be asked like any ledger")
  func copies() async throws {
    let key = try Follow.key(of: product.directory)
    let outcome = try await follow.once(product.url, key: key)
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.error.contains("Everything up to #8 is here (1-8)."))
    #expect(outcome.output.isEmpty)
    try follow.expectCopy(of: product.directory)
    let verified = try await follow.run(["verify"])
    #expect(verified.code == 0)
    #expect(verified.output.contains(#""source":"leader""#))
    let doctor = try await follow.run(["doctor"])
    #expect(doctor.output.contains("has everything"))
    let terminal = try await ChildProcess(
      URL(filePath: "/usr/bin/script"),
      [
        "-qec", "\(try Program.product("authledger").path) status --ledger \(follow.directory)",
        "/dev/null",
      ]
    ).endedInTime()
    #expect(terminal.output.contains("has everything, as of"), "\(terminal.output)")
    let status = try await follow.run(["status", "acme", "--format", "json"])
    let leaders = try await product.run("authledger", ["status", "acme", "--format", "json"])
    let time = /"at": ?"[^"]*"/
    #expect(status.output.replacing(time, with: "") == leaders.output.replacing(time, with: ""))
    let refused = try await follow.run([
      "record", "acme", "configured", "--data", #"{"transfers":["customers"],"enabled":true}"#,
    ])
    #expect(refused.code == 65)
    #expect(refused.error.contains("authledger promote"))
    // The access key is in no file, and in nothing that was said.
    let files = try FileManager.default.subpathsOfDirectory(atPath: follow.directory)
    #expect(files.contains("keys/leader"))
    let secret = Data(Follow.accessKey.utf8)
    for file in files {
      let bytes = FileManager.default.contents(atPath: "\(follow.directory)/\(file)") ?? Data()
      #expect(bytes.range(of: secret) == nil, "\(file)")
    }
    #expect(!outcome.error.contains(Follow.accessKey))
    // The key is kept, so it need not be given again.
    try Follow.publish(product.directory, rounds: 5...5)
    #expect(try await follow.once(product.url).code == 0)
    try follow.expectCopy(of: product.directory)
  }

  @Test("what is recorded reaches a follower that stays, and its root soon after")
  func stays() async throws {
    let process = try follow.start(product.url, key: Follow.key(of: product.directory))
    try await follow.wait(for: 8)
    try Follow.publish(product.directory, rounds: 5...6)
    try await follow.wait(for: 12)
    // As when the power fails, on both sides.
    process.send(SIGKILL)
    #expect(try await process.ended().isKilled)
    try await product.kill()
    try Follow.publish(product.directory, rounds: 7...7)
    let again = try follow.start(product.url)
    try await Task.sleep(for: .milliseconds(200))
    #expect(try follow.count() == 12)
    try await product.start()
    try await follow.wait(for: 14)
    try await eventually(otherwise: "the root did not come") {
      let ledger = try Ledger.open(follow.directory, for: .reading)
      return try String(describing: ledger.rootCheckpoint()).contains("root/1\n21\n")
    }
    again.send(SIGTERM)
    let outcome = try await again.ended()
    #expect(outcome.error.contains("cannot be reached"))
    try follow.expectCopy(of: product.directory)
  }

  @Test("a leader that went another way ends it with the first record that differs")
  func forked() async throws {
    let manager = FileManager.default
    try await product.kill()
    let twin = follow.folder.file("twin")
    try manager.copyItem(atPath: product.directory, toPath: twin)
    try Follow.publish(twin, rounds: 9...11)
    try Follow.publish(product.directory, rounds: 5...6)
    try await product.start()
    #expect(
      try await follow.once(product.url, key: Follow.key(of: product.directory)).code == 0)
    try await product.kill()
    for name in try manager.contentsOfDirectory(atPath: twin) where name.hasPrefix("ledger.") {
      try? manager.removeItem(atPath: "\(product.directory)/\(name)")
      try manager.copyItem(atPath: "\(twin)/\(name)", toPath: "\(product.directory)/\(name)")
    }
    for name in ["last-checkpoint", "keys/signed"] {
      try manager.removeItem(atPath: "\(product.directory)/\(name)")
      try manager.copyItem(atPath: "\(twin)/\(name)", toPath: "\(product.directory)/\(name)")
    }
    try await product.start()
    let before = try follow.count()
    let outcome = try await follow.once(product.url)
    #expect(outcome.code == 1, "\(outcome.error)")
    #expect(outcome.error.contains("The leader forked: its record #9"), "\(outcome.error)")
    #expect(try follow.count() == before)
    let doctor = try await follow.run(["doctor"])
    #expect(doctor.code == 1)
    #expect(doctor.output.contains("#9"), "\(doctor.output)")
  }

  @Test("a leader whose end was cut, or put back as it was, ends it with where it ends")
  func cut() async throws {
    let manager = FileManager.default
    try await product.kill()
    let older = follow.folder.file("older")
    try manager.copyItem(atPath: product.directory, toPath: older)
    try Follow.publish(product.directory, rounds: 5...6)
    try await product.start()
    #expect(
      try await follow.once(product.url, key: Follow.key(of: product.directory)).code == 0)
    try await product.kill()
    try manager.removeItem(atPath: product.directory)
    try manager.copyItem(atPath: older, toPath: product.directory)
    try await product.start()
    let outcome = try await follow.once(product.url)
    #expect(outcome.code == 1, "\(outcome.error)")
    #expect(outcome.error.contains("it ends at #8"), "\(outcome.error)")
    #expect(outcome.error.contains("up to #12"), "\(outcome.error)")
  }

  @Test(
    "a restored leader is followed on with its new key, or, past the restore point, copied anew")
  func restored() async throws {
    let manager = FileManager.default
    let key = try Follow.key(of: product.directory)
    let behind = try Follow("behind")
    #expect(try await behind.once(product.url, key: key).code == 0)
    try await product.kill()
    let older = follow.folder.file("older")
    try manager.copyItem(atPath: product.directory, toPath: older)
    try Follow.publish(product.directory, rounds: 5...6)
    try await product.start()
    #expect(try await follow.once(product.url, key: key).code == 0)
    try await product.kill()
    for name in try manager.contentsOfDirectory(atPath: product.directory)
    where name.hasPrefix("ledger.sqlite") {
      try manager.removeItem(atPath: "\(product.directory)/\(name)")
    }
    for name in try manager.contentsOfDirectory(atPath: older)
    where name.hasPrefix("ledger.sqlite") {
      try manager.copyItem(atPath: "\(older)/\(name)", toPath: "\(product.directory)/\(name)")
    }
    _ = try Ledger.restore(product.directory, by: .operator)
    try Follow.publish(product.directory, rounds: 9...9)
    try await product.start()
    let unknown = try await behind.once(product.url)
    #expect(unknown.code == 65, "\(unknown.error)")
    #expect(unknown.error.contains("signs epoch 2 with another key"), "\(unknown.error)")
    let newKey = try Follow.key(of: product.directory)
    let known = try await behind.once(product.url, key: newKey)
    #expect(known.code == 0, "\(known.error)")
    try behind.expectCopy(of: product.directory)
    let before = try follow.count()
    let past = try await follow.once(product.url, key: newKey)
    #expect(past.code == 1, "\(past.error)")
    #expect(past.error.contains("goes on after record #8"), "\(past.error)")
    #expect(past.error.contains("up to #12"), "\(past.error)")
    #expect(try follow.count() == before)
    let anew = try Follow("anew")
    #expect(try await anew.once(product.url, key: newKey).code == 0)
    try anew.expectCopy(of: product.directory)
  }

  @Test("the leader is killed, the follower promoted, and both histories are told apart")
  func promoted() async throws {
    #expect(
      try await follow.once(product.url, key: Follow.key(of: product.directory)).code == 0)
    try Follow.publish(product.directory, rounds: 5...5)
    try await product.kill()
    let trial = try await follow.run(["promote", "--dry-run"])
    #expect(trial.code == 0)
    #expect(try await follow.run(["verify"]).output.contains(#""guard":"follower""#))
    let outcome = try await follow.run(["promote", "--yes"])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.contains("epoch 2 begins"))
    #expect(outcome.output.contains("The old leader is not stopped"))
    #expect(outcome.output.contains("vault"))
    #expect(
      outcome.output.replacing("\n", with: " ")
        .contains("--support-email ADDRESS --ledger \(follow.directory)"))
    for command in [["verify"], ["doctor"], ["status"]] {
      let outcome = try await follow.run(command)
      #expect(outcome.code == 0, "\(command): \(outcome.output)\(outcome.error)")
    }
    let history = try await follow.run(["history", "system", "--format", "jsonl"])
    #expect(history.output.contains(#""found":{"origin":"#))
    // It is a follower no more.
    #expect(try await follow.run(["promote"]).code == 65)
    #expect(try await follow.once(product.url).code == 65)
    // What an auditor kept of the old leader is not here, and the old leader's copy goes on as it was.
    let kept = follow.folder.file("kept")
    try FileManager.default.copyItem(
      atPath: product.directory + "/last-checkpoint", toPath: kept)
    let keys = try await follow.run(["checkpoint", "--keys"]).output
    let verdict = try await follow.run(
      ["verify", "--checkpoint", kept, "--key", keys + Follow.key(of: product.directory)])
    #expect(verdict.code == 1, "\(verdict.output)\(verdict.error)")
  }

  @Test("a server on a follower shows everything and does nothing")
  func serves() async throws {
    #expect(
      try await follow.once(product.url, key: Follow.key(of: product.directory)).code == 0)
    let port = try Ports.free()
    let url = "http://127.0.0.1:\(port)"
    let server = try ChildProcess(
      Program.product("authledger-connect"),
      ["serve", "--ledger", follow.directory, "--port", "\(port)"],
      environment: [
        "PATH": "/usr/bin:/bin", "AUTHLEDGER_SERVICE_KEY": Product.serviceKey,
      ])
    let browser = Browser(url)
    #expect(try await browser.isReady(while: server))
    // A follower can be followed.
    let second = try Follow("second")
    let outcome = try await second.once(url, key: Follow.key(of: product.directory))
    #expect(outcome.code == 0, "\(outcome.error)")
    try second.expectCopy(of: product.directory)
    let metrics = try await browser.get("/metrics")
    #expect(metrics.text.contains("authledger_follower_lag_records 0"), "\(metrics.text)")
    #expect(metrics.text.contains("authledger_follower_lag_seconds "))
    // People enter by a link that is made there.
    let link = try await ChildProcess(
      Program.product("authledger-connect"),
      ["link", "acme", "--role", "administrator", "--person", "u-17", "--ledger", follow.directory]
    ).endedInTime()
    #expect(link.code == 0, "\(link.error)")
    let address = link.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let value = try #require(address.split(separator: "/").last)
    let entered = try await browser.enter(String(value))
    #expect(entered.status == 303, "\(entered.text)")
    let company = try await browser.get("/companies/acme/fortnox")
    #expect(company.status == 200)
    let refused = try await browser.post("/companies/acme/fortnox/recheck", [])
    #expect(refused.status == 403)
    #expect(refused.text.contains("This is a copy"))
    #expect(try follow.count() == 8)
    server.send(SIGTERM)
    _ = try await server.endedInTime()
    try follow.expectCopy(of: product.directory)
  }
}
