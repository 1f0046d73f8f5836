import Fixtures
import Foundation
import Integrations
import Testing

@Suite struct FixtureTests {
  @Test("every history in the folder is listed, once")
  func listed() throws {
    let listed = Fixture.all.map { $0.name + ".jsonl" }.sorted()
    #expect(try listed == Folder.names("Fixtures/histories", ending: ""))
    #expect(Fixture.all.first?.name == "acme")
  }

  @Test("a history is small enough to be compiled in", arguments: Fixture.all)
  func small(fixture: Fixture) {
    #expect(fixture.text.utf8.count < 4096)
    #expect(fixture.text.hasSuffix("}\n"))
    #expect(fixture.story.english.hasSuffix("."))
    #expect(fixture.story.swedish.hasSuffix("."))
  }

  @Test("every line has the fields of an action in their forms", arguments: Fixture.all)
  func lines(fixture: Fixture) throws {
    for line in fixture.text.split(separator: "\n") {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      func text(_ key: String) throws -> String { try #require(object[key] as? String) }
      #expect(try Company(text("company")) != nil)
      #expect(try Provider(rawValue: text("provider")) != nil)
      #expect(try Actor(text("actor")) != nil)
      let action = try #require(try ActionName(rawValue: text("action")))
      let time = try #require(try Timestamp(text("time")))
      let data = try #require(object["data"] as? [String: Any])
      if let id = object["id"] { #expect((id as? String).map { RecordID($0) != nil } == true) }
      if let attempt = data["attempt"] as? String {
        let id = try #require(AttemptID(attempt))
        guard action == .authorizeStarted else { continue }
        #expect(id.high >> 16 == UInt64(time.milliseconds), "the attempt's id holds its time")
        #expect(
          data["expiresAt"] as? String
            == time.adding(seconds: Limits.attemptSeconds).description)
      }
    }
  }

  @Test("no company is in two histories")
  func companiesApart() throws {
    var owners: [String: String] = [:]
    for fixture in Fixture.all {
      for line in fixture.text.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let company = try #require(object?["company"] as? String)
        #expect(owners[company, default: fixture.name] == fixture.name)
        owners[company] = fixture.name
      }
    }
    #expect(owners["acme"] == "acme")
  }

  @Test("all nine actions happen")
  func actions() {
    let text = Fixture.all.map(\.text).joined()
    for name in ActionName.allCases {
      #expect(text.contains(#""action":"\#(name.rawValue)""#), "\(name)")
    }
    for verdict in CallbackVerdict.allCases {
      #expect(text.contains(#""verdict":"\#(verdict.rawValue)""#), "\(verdict)")
    }
    // The rules write these two by themselves.
    let own: [Failed.Reason] = [.superseded, .emptyCallback]
    for reason in Failed.Reason.allCases {
      #expect(
        text.contains(#""reason":"\#(reason.rawValue)""#) == !own.contains(reason), "\(reason)")
    }
  }
}
