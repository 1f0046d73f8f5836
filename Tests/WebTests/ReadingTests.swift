import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency
import Visits

/// Status, reasons, logs and evidence as programs read them.
@Suite(.timeLimit(.minutes(20))) struct ReadingTests {
  private static let acme = "/v1/companies/acme/integrations/fortnox"

  private func filled() async throws -> APIClient {
    let product = try await Product()
    try product.record("acme", "beta", "gamma")
    return try product.program()
  }

  @Test("one status is what the command prints, and its tag names all but the moment")
  func status() async throws {
    let program = try await filled()
    let answer = try await program.get(Self.acme)
    #expect(answer.status == 200)
    let printed = try await program.server.run(
      "authledger", ["status", "acme", "--format", "jsonl"])
    func withoutMoment(_ text: String) throws -> NSDictionary {
      var object = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(object.removeValue(forKey: "at") != nil)
      return object as NSDictionary
    }
    #expect(try withoutMoment(answer.text) == withoutMoment(printed.output))
    let tag = try #require(answer.header("ETag"))
    let same = try await program.get(Self.acme, ["If-None-Match": "\"x\", \(tag)"])
    #expect(same.status == 304 && same.text.isEmpty && same.header("ETag") == tag)
    try program.server.record("acme")
    _ = try await program.server.run(
      "authledger",
      ["record", "acme", "configured", "--data", #"{"transfers":["projects"],"enabled":false}"#])
    let changed = try await program.get(Self.acme, ["If-None-Match": tag])
    #expect(changed.status == 200 && changed.header("ETag") != tag)
    let past = try await program.get("\(Self.acme)?at=%231")
    let settings = past.object["settings"] as? [String: Any]
    #expect(settings?["transfers"] as? [String] == ["customers"])
    #expect(try await program.get("\(Self.acme)?at=2020-01-01T00:00:00Z").status == 404)
    for wrong in ["%230", "yesterday", "%23x"] {
      let answer = try await program.get("\(Self.acme)?at=\(wrong)")
      #expect(answer.status == 400 && answer.error == "malformed")
    }
    #expect(try await program.get("\(Self.acme)?at=%23999").error == "notFound")
  }

  @Test("the list is read page by page, with filters")
  func list() async throws {
    let program = try await filled()
    var (after, seen): (String?, [String]) = (nil, [])
    repeat {
      let page = try await program.get(
        "/v1/integrations?limit=1" + (after.map { "&after=\($0)" } ?? ""))
      #expect(page.status == 200)
      let items = try #require(page.object["items"] as? [[String: Any]])
      seen += items.compactMap { $0["company"] as? String }
      after = page.object["next"] as? String
    } while after != nil
    #expect(seen == ["acme", "beta", "gamma"])
    func companies(_ query: String) async throws -> [String] {
      let items = try await program.get("/v1/integrations?\(query)").object["items"]
      return try #require(items as? [[String: Any]]).compactMap { $0["company"] as? String }
    }
    #expect(try await companies("verdict=NEVER_STARTED&company=gamma,acme") == ["acme", "gamma"])
    #expect(try await companies("phase=active").isEmpty)
    #expect(try await companies("provider=fiken").isEmpty)
    #expect(try await companies("at=%232&limit=5") == ["acme", "beta"])
    #expect(try await companies("at=%233&after=acme/fortnox") == ["beta", "gamma"])
    for wrong in ["phase=none", "verdict=dead", "after=acme", "limit=0", "company=A"] {
      #expect(try await program.get("/v1/integrations?\(wrong)").error == "malformed")
    }
  }

  @Test("reasons and logs are what the commands print, in both languages")
  func reasons() async throws {
    let program = try await filled()
    for (language, title) in [("en", "was never started"), ("sv", "aldrig")] {
      let why = try await program.get("\(Self.acme)/why?language=\(language)")
      #expect(why.status == 200 && why.object["verdict"] as? String == "NEVER_STARTED")
      let printed = try await program.server.run(
        "authledger", ["why", "acme", "--format", "jsonl", "--language", language])
      let object = try JSONSerialization.jsonObject(with: Data(printed.output.utf8))
      #expect((object as? [String: Any])?["title"] as? String == why.object["title"] as? String)
      #expect((why.object["title"] as? String)?.isEmpty == false, "\(title)")
      let log = try await program.get("\(Self.acme)/log?language=\(language)")
      #expect((log.json as? [Any])?.count == 1)
    }
    let swedish = try await program.get("\(Self.acme)/why", ["Accept-Language": "sv"])
    let english = try await program.get("\(Self.acme)/why")
    #expect(swedish.object["title"] as? String != english.object["title"] as? String)
    #expect(try await program.get("\(Self.acme)/why?language=no").error == "malformed")
    for path in ["/v1/companies/none/integrations/fortnox", "/v1/companies/acme/integrations/x"] {
      for part in ["", "/why", "/log"] {
        let answer = try await program.get(path + part)
        #expect(answer.status == 404 && answer.error == "notFound")
      }
    }
  }

  @Test("a proof, a checkpoint and a package convince without the server")
  func evidence() async throws {
    let program = try await filled()
    let record = try #require(try program.server.records().first)
    let id = try #require(record.split(separator: "\"id\":\"").last?.split(separator: "\"").first)
    #expect(try await program.get("/v1/checkpoint").error == "unsigned")
    let ledger = try Ledger.open(program.server.directory, for: .writing)
    let note = try #require(try ledger.publish())
    let keys = try ledger.keyHistory(of: ledger.origin(of: .acme)).signing
    try ledger.close()
    #expect(try await program.get("/v1/checkpoint").text == note.description)
    let proof = try await program.get("/v1/records/\(id)/proof")
    #expect(proof.status == 200)
    let proven = try RecordProof(Array(proof.text.utf8), of: Array(record.utf8), by: keys)
    #expect(proven.index == 0)
    let package = try await program.get("/v1/companies/acme/evidence")
    #expect(package.status == 200 && package.header("Content-Type") == "application/x-tar")
    #expect(try await program.get("/v1/companies/none/evidence").status == 404)
    #expect(
      try await program.get("/v1/records/0197c0de-0000-7000-8000-000000000001/proof").status == 404)
  }

  @Test("a problem says the same in the answer, its header and the server's log, and no secret")
  func problems() async throws {
    let program = try await filled()
    let answer = try await program.get("/v1/integrations?limit=x")
    let id = try #require(answer.header("Authledger-Request"))
    #expect(answer.object["instance"] as? String == "urn:uuid:\(id)")
    #expect(answer.object["status"] as? Int == 400)
    #expect(answer.object["text"] as? String == answer.object["detail"] as? String)
    #expect((answer.object["type"] as? String)?.hasSuffix("#malformed") == true)
    let log = try String(contentsOfFile: program.server.log, encoding: .utf8)
    #expect(log.contains(id))
    #expect(!log.contains(program.key ?? "none"))
    let wrong = try await program.post("/v1/integrations")
    #expect(wrong.status == 405 && wrong.header("Allow") == "GET, HEAD")
    #expect(wrong.error == "method")
    let none = try await program.get("/v1/nothing")
    #expect(none.status == 404 && none.error == "notFound")
  }

  @Test("metrics are for a key with the scope, and have no label without a bound")
  func metrics() async throws {
    let program = try await filled()
    _ = try await program.get(Self.acme)
    _ = try await program.get("/v1/companies/beta/integrations/fortnox")
    _ = try await program.get("/some/\(UUID().uuidString)")
    let text = try await program.get("/metrics").text
    #expect(
      text.contains(
        "authledger_http_requests_total{route=\"/v1/companies/{company}/integrations/{provider}\","
          + "method=\"GET\",status=\"200\"} 2\n"))
    #expect(text.contains("route=\"NotFound\",method=\"GET\",status=\"404\"} 1\n"))
    #expect(text.contains("authledger_integrations{verdict=\"NEVER_STARTED\"} 3\n"))
    #expect(text.contains("authledger_projection_stopped{projection=\"company_log\"} 0\n"))
    #expect(text.contains("authledger_head_position 3\n"))
    for company in ["acme", "beta", "gamma"] { #expect(!text.contains("\"\(company)")) }
    let other = try program.server.program([.statusRead])
    #expect(try await other.get("/metrics").status == 403)
  }
}
