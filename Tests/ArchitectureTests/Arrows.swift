/// Which module may import which.
///
/// `allowed` is the design: it changes with the design and with nothing else. `beyond` is what goes
/// beyond it today, each with its reason, so that the list can only become shorter with intent.
enum Arrows {
  /// The modules of ours that a module may import.
  static let allowed: [String: Set<String>] = [
    "Encoding": [],
    "Integrations": [],
    "Schema": [],
    "Fixtures": ["Integrations"],
    "OpenAPI": ["Encoding", "Schema"],
    "CProcess": [],
    "CZlib": [],
    "Transparency": ["Encoding"],
    "EventLog": ["Encoding", "Integrations", "Schema", "Transparency"],
    // EventLog and what that may.
    "Evidence": ["Encoding", "EventLog", "Integrations", "Schema", "Transparency"],
    "Vault": ["Encoding", "Integrations", "Schema"],
    "Visits": ["Encoding", "Integrations", "Schema", "Vault"],
    "Providers": ["Encoding", "Integrations"],
    "Fortnox": ["Encoding", "Integrations", "Providers"],
    "Fiken": ["Encoding", "Integrations", "Providers"],
    "Connector": ["EventLog", "Evidence", "Integrations", "Providers", "Vault"],
    "Answers": ["EventLog", "Evidence", "Integrations", "Transparency"],
    // Answers, Connector and Visits, and what those may, but no provider's client.
    "Web": [
      "Answers", "Connector", "Encoding", "EventLog", "Evidence", "Integrations", "OpenAPI",
      "Providers", "Schema", "Transparency", "Vault", "Visits",
    ],
    "Sandbox": ["Encoding"],
    "CommandKit": ["Encoding", "Integrations"],
    // Everything but what talks over a network.
    "authledger": [
      "Answers", "CommandKit", "Encoding", "EventLog", "Evidence", "Fixtures", "Integrations",
      "Schema", "Transparency",
    ],
    "authledger-connect": [
      "Answers", "CProcess", "CommandKit", "Connector", "Encoding", "EventLog", "Evidence",
      "Fiken", "Fixtures", "Fortnox", "Integrations", "Providers", "Sandbox", "Schema",
      "Transparency", "Vault", "Visits", "Web",
    ],
  ]

  /// An arrow beyond the design.
  struct Exception {
    let from: String
    let to: String
    let reason: String
  }

  /// The arrows beyond the design.
  static let beyond = [
    Exception(
      from: "Connector", to: "Encoding",
      reason: "It makes states and verifiers, and removes secrets in every encoding they have."),
    Exception(
      from: "Answers", to: "Encoding",
      reason: "Its answers are JSON, and a JSON string is quoted in one place."),
    Exception(
      from: "Web", to: "CZlib", reason: "Pages are compressed, and zlib is the system's."),
  ]

  /// What every module may import: the system's and packages that open no connection.
  static let everywhere: Set<String> = [
    "ArgumentParser", "Crypto", "Dispatch", "Foundation", "Glibc", "Logging", "Mustache",
    "Synchronization",
  ]

  /// What speaks SQL.
  static let databases: Set<String> = ["GRDB", "GRDBSQLite"]

  /// The folders whose files may speak SQL: every statement stands beside its table.
  static let withDatabase = ["Sources/EventLog/Store/", "Sources/Vault/", "Sources/Visits/"]

  /// What talks over a network.
  static let network: Set<String> = [
    "AsyncHTTPClient", "FoundationNetworking", "HTTPTypes", "Hummingbird", "NIOCore", "NIOHTTP1",
    "NIOHTTPTypes", "NIOPosix", "NIOSSL", "ServiceLifecycle", "UnixSignals",
  ]

  /// The modules that may talk over a network.
  static let networked: Set<String> = [
    "Providers", "Sandbox", "Web", "authledger-connect",
  ]
}
