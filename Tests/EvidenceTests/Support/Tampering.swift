@testable import EventLog

extension Ledger {
  /// Changes tables past their triggers, and puts those back: their absence would be seen.
  func tamper(_ sql: String) throws {
    let triggers = try texts("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    for name in try texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
      try execute("DROP TRIGGER \(name)")
    }
    defer { for trigger in triggers { try? execute(trigger) } }
    try execute(sql)
  }
}
