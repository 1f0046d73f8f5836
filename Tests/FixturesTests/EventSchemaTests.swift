import Foundation
import Integrations
import Schema
import Testing

@Suite struct EventSchemaTests {
  @Test("every schema in the folder is listed, in the order of the actions")
  func listed() throws {
    let names = EventSchema.all.map(\.name)
    #expect(try names.sorted() == Folder.names("Schema/events", ending: ""))
    let actions = ActionName.allCases.map { "integration.\($0.rawValue).v1.schema.json" }
    let bookkeeping = names.filter { $0.hasPrefix("ledger.") }
    #expect(names == ["record.schema.json"] + actions + bookkeeping)
  }

  @Test(
    "a schema is of the record type that its file is named after", arguments: ActionName.allCases)
  func types(action: ActionName) throws {
    let schema = try Schema("integration.\(action.rawValue).v1.schema.json")
    #expect(schema["properties", "type", "const"] as? String == "integration.\(action.rawValue).v1")
    #expect(schema["unevaluatedProperties"] as? Bool == false)
    #expect(schema["properties", "data", "additionalProperties"] as? Bool == false)
  }

  @Test("the values a schema allows are the cases of the type")
  func values() throws {
    let record = try Schema("record.schema.json")
    #expect(record.values("$defs", "provider") == raw(Provider.self))
    #expect(record.values("$defs", "accountType") == raw(AccountType.self))
    #expect(record.values("$defs", "register") == raw(Register.self).sorted())
    #expect(
      Set(record.values("properties", "authtype")) == Set(Actor.Role.allCases.map(\.authtype)))
    let actor = try #require(record["$defs", "actor", "pattern"] as? String)
    #expect(actor == "^(\(raw(Actor.Role.self).joined(separator: "|"))):[a-z0-9][a-z0-9-]{0,62}$")
    let scopes = try #require(record["$defs", "scopes", "examples"] as? [[String]])
    let needed = Register.allCases.compactMap(Provider.fortnox.profile.scope)
    #expect(scopes == [(needed + ["companyinformation"]).sorted()])

    let callback = try Schema("integration.callbackReceived.v1.schema.json")
    #expect(callback.data("answer") == raw(CallbackAnswer.self))
    #expect(callback.data("verdict") == raw(CallbackVerdict.self))
    #expect(callback.data("fault") == raw(CallbackFault.self))
    let approved = try Schema("integration.approved.v1.schema.json")
    #expect(approved.data("via") == raw(Approval.Via.self))
    let failed = try Schema("integration.failed.v1.schema.json")
    #expect(failed.data("stage") == raw(Failed.Stage.self))
    #expect(failed.data("reason") == raw(Failed.Reason.self))
    #expect(failed.data("credentials") == raw(Failed.CredentialFault.self))
    let denied = try Schema("integration.permissionDenied.v1.schema.json")
    #expect(denied.data("layer") == raw(RefusalLayer.self))
    #expect(
      denied.values(
        "properties", "data", "properties", "refusals", "items", "properties", "layer")
        == raw(RefusalLayer.self))
    let removed = try Schema("integration.credentialsRemoved.v1.schema.json")
    #expect(removed.data("reason") == raw(RemovalReason.self))
  }

  @Test("each role has the authentication type that the schema pairs it with")
  func roles() throws {
    let record = try Schema("record.schema.json")
    let pairs = try #require(record["oneOf"] as? [[String: [String: [String: String]]]])
    for role in Actor.Role.allCases {
      let pair = pairs.first { $0["properties"]?["authtype"]?["const"] == role.authtype }
      let pattern = try #require(pair?["properties"]?["authid"]?["pattern"])
      #expect(try Regex(pattern).firstMatch(in: "\(role.rawValue):x") != nil)
    }
  }

  private func raw<Value: RawRepresentable & CaseIterable>(_: Value.Type) -> [String]
  where Value.RawValue == String {
    Value.allCases.map(\.rawValue)
  }
}

/// One schema as JSON, read by paths.
private struct Schema {
  private let object: [String: Any]

  init(_ name: String) throws {
    let text = try #require(EventSchema.all.first { $0.name == name }?.text)
    object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  subscript(path: String...) -> Any? { at(path) }

  func values(_ path: String...) -> [String] { at(path + ["enum"]) as? [String] ?? [] }

  func data(_ field: String) -> [String] {
    at(["properties", "data", "properties", field, "enum"]) as? [String] ?? []
  }

  private func at(_ path: [String]) -> Any? {
    path.reduce(object as Any?) { ($0 as? [String: Any])?[$1] }
  }
}
