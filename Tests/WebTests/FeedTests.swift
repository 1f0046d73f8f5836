import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency
import Visits

/// The feed of records, from a server that is another process than the writers.
@Suite(.timeLimit(.minutes(20))) struct FeedTests {
  private let companies = ["acme", "beta", "acme-2", "gamma", "delta"]

  private func filled() async throws -> (Product, APIClient) {
    let product = try await Product()
    for company in companies { try product.record(company) }
    return (product, try product.program([.recordsRead]))
  }

  private static func sources(_ answer: APIClient.Answer) -> [String] {
    answer.lines.compactMap { line in
      let record = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (record?["source"] as? String)?.replacing("/companies/", with: "")
    }
  }

  @Test("pages give every record once and in order, as lines and as batches")
  func pages() async throws {
    let (product, program) = try await filled()
    let stored = try product.records()
    var (cursor, seen): (String, [String]) = ("0", [])
    for _ in 0..<3 {
      let page = try await program.lines("after=\(cursor)&limit=2")
      #expect(page.status == 200 && page.header("Content-Type") == "application/jsonl")
      #expect(page.header("Authledger-Head") == "1-5")
      seen += page.lines
      cursor = try #require(page.cursor)
      #expect(
        page.header("Link") == "</v1/records?after=\(cursor)&limit=2>; rel=\"next\"")
    }
    #expect(seen == stored)
    #expect(cursor == "1-5")
    let end = try await program.lines("after=\(cursor)")
    #expect(end.status == 200 && end.text.isEmpty && end.cursor == "1-5")

    let batch = try await program.get("/v1/records?after=1-3")
    #expect(batch.header("Content-Type") == "application/cloudevents-batch+json")
    #expect(batch.text == "[" + stored[3...].joined(separator: ",") + "]")
    #expect(try await program.get("/v1/records?after=1-5").text == "[]")
  }

  @Test("filters leave out what is not asked for, and the cursor goes on all the same")
  func filters() async throws {
    let (_, program) = try await filled()
    let acme = try await program.lines("company=acme,gamma")
    #expect(Self.sources(acme) == ["acme", "gamma"] && acme.cursor == "1-5")
    #expect(Self.sources(try await program.lines("company=acme&company=beta")) == ["acme", "beta"])
    #expect(Self.sources(try await program.lines("company=delta")) == ["delta"])
    let none = try await program.lines("provider=fiken&after=1-2")
    #expect(none.status == 200 && none.text.isEmpty && none.cursor == "1-5")
    for name in ["configured", "integration.configured.v1"] {
      #expect(try await program.lines("type=\(name)").lines.count == 5)
    }
    let other = try await program.lines("type=person.introduced,failed")
    #expect(other.status == 200 && other.text.isEmpty && other.cursor == "1-5")
    #expect(try await program.lines("company=unknown").text.isEmpty)
  }

  @Test("a reader that waits is told of a record that another process writes")
  func waits() async throws {
    let (product, program) = try await filled()
    async let answer = program.lines("after=1-5&wait=55&limit=1")
    try await product.waitUntilReaders(1)
    try product.record("omega")
    let page = try await answer
    #expect(Self.sources(page) == ["omega"] && page.cursor == "1-6")
    try await product.waitUntilReaders(0)
  }

  @Test("a reader whose filter a record does not pass goes on waiting, and to its deadline")
  func waitsOn() async throws {
    let (product, program) = try await filled()
    async let answer = program.lines("after=1-5&wait=55&company=omega")
    try await product.waitUntilReaders(1)
    try product.record("beta-2")
    try product.record("omega")
    let page = try await answer
    #expect(Self.sources(page) == ["omega"] && page.cursor == "1-7")
    let nothing = try await program.lines("after=1-7&wait=1")
    #expect(nothing.status == 200 && nothing.text.isEmpty && nothing.cursor == "1-7")
  }

  @Test("readers who wait beside one another are each told what they asked for, nothing else")
  func waitsTogether() async throws {
    let (product, program) = try await filled()
    let narrow = try product.program([.recordsRead], companies: [.acme])
    async let first = program.lines("after=1-5&wait=55")
    async let second = program.lines("after=1-5&wait=55")
    async let one = program.lines("after=1-5&wait=55&limit=1")
    async let filtered = program.lines("after=1-4&wait=55&company=omega")
    async let batch = program.get("/v1/records?after=1-5&wait=55")
    async let narrowed = narrow.lines("after=1-5&wait=55")
    try await product.waitUntilReaders(6)
    let ledger = try Ledger.open(product.directory, for: .writing)
    let omega = try #require(Company("omega"))
    for number in 1...2 { try ledger.append([.settings(number)], to: omega) }
    try ledger.append([.settings(9)], to: .acme)
    try ledger.close()
    for answer in try await [first, second] { #expect(Self.sources(answer).first == "omega") }
    let (limited, omegas) = try await (one, filtered)
    #expect(Self.sources(limited) == ["omega"] && limited.cursor == "1-6")
    #expect(Set(Self.sources(omegas)) == ["omega"])
    let objects = try await batch
    #expect(objects.header("Content-Type") == "application/cloudevents-batch+json")
    #expect((objects.json as? [Any])?.isEmpty == false)
    let acmes = try await narrowed
    #expect(Self.sources(acmes) == ["acme"] && acmes.cursor == "1-8")
  }

  @Test("events carry cursors, go on after the last one, and end when the server stops")
  func events() async throws {
    let (product, program) = try await filled()
    let connection = try RawConnection(product.url)
    connection.send(
      """
      GET /v1/records HTTP/1.1\r
      Host: x\r
      Accept: text/event-stream\r
      Last-Event-ID: 1-4\r
      Authorization: Bearer \(program.key ?? "")\r
      \r

      """)
    let first = try await connection.text(until: "\"}\n\n")
    #expect(first.contains("retry: 2000\n\n") && first.contains("id: 1-5\ndata: {\"authid\""))
    #expect(first.contains("/companies/delta") && !first.contains("/companies/gamma"))
    try product.record("omega")
    let second = try await connection.text(until: "/companies/omega")
    #expect(second.contains("id: 1-6\n"))
    #expect(try await product.stop() == 0, "an open stream does not hold the server")
  }

  @Test("of eight writers no record is left out: a reader sums the positions")
  func writers() async throws {
    let product = try await Product()
    let program = try product.program([.recordsRead])
    let count = 25
    let writing = Task.detached {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<8 {
          group.addTask {
            for number in 0..<count { try product.record("w\(writer)-\(number)") }
          }
        }
        try await group.waitForAll()
      }
    }
    var (cursor, records, sum): (String, Int, Int) = ("0", 0, 0)
    while records < 8 * count {
      let page = try await program.lines("after=\(cursor)&wait=30&limit=7")
      try #require(page.status == 200)
      let last = try #require(page.cursor.flatMap { FeedCursor($0) }).position.number
      // On a busy machine the writers may have written nothing for as long as it waited.
      sum += (0..<page.lines.count).reduce(0) { $0 + Int(last) - $1 }
      records += page.lines.count
      cursor = try #require(page.cursor)
    }
    try await writing.value
    let all = 8 * count
    #expect(records == all && sum == all * (all + 1) / 2)
  }

  @Test("a cursor from the future, of another ledger or of another epoch is told apart")
  func cursors() async throws {
    let (product, program) = try await filled()
    for cursor in ["1-6", "2-1", "1-9223372036854775807"] {
      let ahead = try await program.lines("after=\(cursor)")
      #expect(ahead.status == 409 && ahead.error == "cursorAhead")
      #expect(ahead.object["head"] as? String == "1-5")
    }
    try await product.restoreCopy { try product.record("omega") }
    let gone = try await program.lines("after=1-6")
    #expect(gone.status == 410 && gone.error == "epochChanged")
    #expect(gone.object["resumeFrom"] as? String == "2-5")
    let id = try #require(gone.object["restored"] as? String)
    let record = try await program.get("/v1/records/\(id)")
    #expect(record.text.contains("ledger.restored.v1"))
    #expect(try await program.lines("after=2-5").lines.first == record.text)
  }

  @Test("what cannot be understood is refused with the parameter's name")
  func malformed() async throws {
    let program = try await Product().program([.recordsRead])
    for query in [
      "after=1", "after=1-x", "after=-1-1", "after=01-1", "limit=0", "limit=1001", "limit=x",
      "wait=56", "wait=-1", "company=UPPER", "company=", "provider=none", "type=nothing",
    ] {
      let answer = try await program.lines(query)
      #expect(answer.status == 400 && answer.error == "malformed", "\(query)")
      let name = query.prefix { $0 != "=" }
      let detail = try #require(answer.object["detail"] as? String)
      #expect(detail.hasPrefix("\(name) must be "), "\(query): \(detail)")
    }
  }

  @Test("a form that there is not is refused, and the ways to name one are many")
  func forms() async throws {
    let (_, program) = try await filled()
    for accept in ["text/html", "application/xml;q=1", "text/event-stream;q=0"] {
      let answer = try await program.get("/v1/records", ["Accept": accept])
      #expect(answer.status == 406 && answer.error == "notAcceptable")
    }
    for (accept, type) in [
      ("*/*", "application/cloudevents-batch+json"),
      ("application/json, */*", "application/cloudevents-batch+json"),
      ("text/html, application/jsonl;q=0.5", "application/jsonl"),
    ] {
      let answer = try await program.get("/v1/records", ["Accept": accept])
      #expect(answer.status == 200 && answer.header("Content-Type") == type)
    }
  }

  @Test("one record by its id is the stored bytes, for ever")
  func one() async throws {
    let (product, program) = try await filled()
    let stored = try product.records()[2]
    let id = try #require(
      stored.split(separator: "\"id\":\"").last?.split(separator: "\"").first)
    let answer = try await program.get("/v1/records/\(id)")
    #expect(answer.text == stored && answer.cursor == "1-3")
    #expect(answer.header("Content-Type") == "application/cloudevents+json")
    #expect(answer.header("Cache-Control") == "private, max-age=31536000, immutable")
    let tag = try #require(answer.header("ETag"))
    #expect(try await program.get("/v1/records/\(id)", ["If-None-Match": tag]).status == 304)
    for other in ["0197c0de-0000-7000-8000-000000000001", "x", "\(id)x"] {
      let answer = try await program.get("/v1/records/\(other)")
      #expect(answer.status == 404 && answer.error == "notFound")
    }
  }

  @Test("publications tell of each root and the leaves that it added")
  func publications() async throws {
    let (product, program) = try await filled()
    #expect(try await program.get("/v1/publications").text.isEmpty)
    async let waiting = program.get("/v1/publications?wait=55")
    try await product.waitUntilReaders(1)
    let ledger = try Ledger.open(product.directory, for: .writing)
    let note = try #require(try ledger.publish())
    try ledger.close()
    let answer = try await waiting
    #expect(answer.status == 200 && answer.cursor == "1-6", "five companies and the order")
    #expect(answer.lines.count == 7)
    let last = Data(try #require(answer.lines.last).utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: last) as? [String: Any])
    #expect(root["note"] as? String == note.description)
    #expect(try await program.get("/v1/publications?after=1-7").status == 409)
    #expect(try await program.get("/v1/publications?after=x").status == 400)
    #expect(try await program.get("/v1/publications?after=1-4").lines.count == 3)
  }

  @Test("a reader that asks for everything and reads nothing is let go, and its place is free")
  func stalling() async throws {
    // The time for an answer to be read is as short as that for a request.
    let product = try await Product(["--request-time", "700"])
    let ledger = try Ledger.open(product.directory, for: .writing)
    // More than all buffers on the way take.
    let lines = ImportSource(madeUpLines(20_000), name: "made up")
    _ = try ledger.importLines(from: lines, by: .operator)
    try ledger.close()
    let program = try product.program([.recordsRead])
    let connection = try RawConnection(product.url)
    connection.send(
      "GET /v1/records?after=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n"
        + "Authorization: Bearer \(program.key ?? "")\r\n\r\n")
    try await product.waitUntilReaders(1)
    try await connection.givenUp()
    try await product.waitUntilReaders(0)
    let (bytes, isEnded) = await connection.read(quietMilliseconds: 40_000)
    let events = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\nid: ").count - 1
    #expect(isEnded && events > 0 && events < 20_000, "\(events) events")
    // Nobody else was held up.
    #expect(try await program.lines("after=0&limit=1").lines.count == 1)
  }

  @Test("readers that leave are forgotten")
  func leaving() async throws {
    let (product, program) = try await filled()
    var connections: [RawConnection] = []
    for accept in ["application/jsonl", "text/event-stream"] {
      for _ in 0..<4 {
        let connection = try RawConnection(product.url)
        connection.send(
          "GET /v1/records?after=1-5&wait=55 HTTP/1.1\r\nHost: x\r\nAccept: \(accept)\r\n"
            + "Authorization: Bearer \(program.key ?? "")\r\n\r\n")
        connections.append(connection)
      }
    }
    try await product.waitUntilReaders(8)
    connections.removeAll()
    // A stream notices at its next piece.
    try product.record("omega")
    try product.record("omega-2")
    try await product.waitUntilReaders(0)
  }
}

extension Product {
  /// The stored records, in order.
  func records() throws -> [String] {
    let ledger = try Ledger.open(directory, for: .reading)
    return try ledger.records(RecordQuery()).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// Has a copy take the ledger's place, as from a backup, which goes on under a new name.
  ///
  /// - Parameter meanwhile: What is recorded after the copy was made, and so is lost.
  func restoreCopy(meanwhile: () async throws -> Void) async throws {
    let copy = folder.file("copy")
    #expect(try await run("authledger", ["backup", copy]).code == 0)
    try await meanwhile()
    #expect(try await stop() == 0)
    for file in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: directory + "/" + file)
    }
    try FileManager.default.copyItem(
      atPath: copy + "/ledger.sqlite", toPath: directory + "/ledger.sqlite")
    let restored = try await run("authledger", ["restore", "--yes"])
    #expect(restored.code == 0, "\(restored.error)")
    try await start()
  }

  /// Waits until so many readers wait, as the server measures.
  func waitUntilReaders(_ count: Int) async throws {
    try await eventually(otherwise: "there were never \(count) waiting readers") {
      let page = try await Browser(url).get("/metrics")
      return page.text.contains("authledger_waiting_requests \(count)\n")
    }
  }
}
