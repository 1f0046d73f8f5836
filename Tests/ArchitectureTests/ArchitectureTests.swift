import Testing

/// No module imports what the design does not let it.
@Suite struct ArchitectureTests {
  @Test("no import goes beyond the table")
  func imports() throws {
    let imports = try Tree.imports()
    #expect(imports.count > 500, "the import lines were found")
    for fault in imports.compactMap(\.fault) { Issue.record("\(fault)") }
  }

  @Test("the table has exactly the modules that there are")
  func modules() throws {
    #expect(try Set(Tree.modules().keys) == Set(Arrows.allowed.keys))
  }

  @Test("the table has no way back to where one began")
  func cycles() {
    for module in Arrows.allowed.keys.sorted() {
      var reached: Set<String> = []
      var next = arrows(from: module)
      while let other = next.popFirst() {
        reached.insert(other)
        next.formUnion(arrows(from: other).subtracting(reached))
      }
      #expect(!reached.contains(module), "\(module) reaches itself over \(reached.sorted())")
    }
  }

  @Test("every exception is needed, is none of the table's, and has a reason")
  func exceptions() throws {
    let imports = try Tree.imports()
    for exception in Arrows.beyond {
      let arrow = "\(exception.from) to \(exception.to)"
      #expect(
        imports.contains { $0.from == exception.from && $0.to == exception.to },
        "nothing needs \(arrow)")
      #expect(Arrows.allowed[exception.from]?.contains(exception.to) == false, "\(arrow)")
      #expect(exception.reason.hasSuffix("."), "\(arrow)")
    }
  }

  @Test(
    "a forbidden import is found, however it is written",
    arguments: [
      ("Integrations", "import EventLog"), ("Integrations", "public import Encoding"),
      ("EventLog", "  import Evidence"), ("Evidence", "import Vault"),
      ("Web", "@preconcurrency import Fortnox"), ("Connector", "public import Fiken"),
      ("Sandbox", "package import struct Integrations.Company"), ("Vault", "import NIOCore"),
      ("authledger", "import Connector"), ("authledger", "@_spi(Test) internal import Hummingbird"),
      ("Encoding", "import SomethingNew"),
    ])
  func forbidden(module: String, line: String) {
    let found = Import.all(in: "// One\n\(line)\n", of: module, file: "File.swift")
    #expect(found.count == 1)
    #expect(found.first?.fault?.hasPrefix("File.swift:2: \(module) ") == true)
  }

  @Test(
    "an allowed import is let be",
    arguments: [
      ("Evidence", "package import EventLog"), ("Web", "import Hummingbird"),
      ("Transparency", "import Encoding"), ("Connector", "public import Providers"),
    ])
  func allowed(module: String, line: String) {
    let found = Import.all(in: line, of: module, file: "File.swift")
    #expect(found.count == 1)
    #expect(found.first.map(\.fault) == .some(nil))
  }

  @Test("no other folder may speak SQL")
  func noDatabase() {
    let path = "Sources/EventLog/Reading/File.swift"
    let found = Import.all(in: "import GRDB", of: "EventLog", file: path)
    #expect(found.map(\.fault).first??.hasPrefix("\(path):1: SQL stands in ") == true)
  }

  @Test("the folders of tables may speak SQL", arguments: Arrows.withDatabase)
  func databases(folder: String) {
    let found = Import.all(in: "package import GRDB", of: "Any", file: folder + "File.swift")
    #expect(found.map(\.fault) == [nil])
  }

  @Test("a raw statement is prepared in Store alone")
  func statements() throws {
    let outside = try Tree.files(of: "EventLog").filter {
      !$0.path.hasPrefix(Arrows.withDatabase[0])
    }
    #expect(outside.count > 50, "the files were found")
    for file in outside where file.text.contains("withRaw(") {
      Issue.record("\(file.path) steps a statement; name it in Store")
    }
  }

  @Test("time zones are asked of the C library, since Foundation has none in the installed program")
  func zones() throws {
    let files = try ["CommandKit", "authledger"].flatMap(Tree.files)
    #expect(files.contains { $0.text.contains("localtime_r(") }, "the files were found")
    for file in files where file.text.contains("TimeZone(") || file.text.contains("TimeZone.") {
      Issue.record("\(file.path) asks Foundation for a time zone; use Zone")
    }
  }

  @Test("no two types at the top level share a name")
  func names() throws {
    let declaration =
      /(?:(?:public|package|internal|final|indirect)\s+)*(?:struct|enum|class|actor|protocol)\s+(\w+)/
    var places: [String: [String]] = [:]
    for module in try Tree.modules().keys.sorted() {
      for file in try Tree.files(of: module) {
        for line in file.text.split(separator: "\n") {
          guard let match = line.prefixMatch(of: declaration) else { continue }
          places[String(match.1), default: []].append(file.path)
        }
      }
    }
    #expect(places.count > 300, "the declarations were found")
    for (name, paths) in places.sorted(by: { $0.key < $1.key }) where paths.count > 1 {
      Issue.record("\(name) is declared in \(paths.joined(separator: " and "))")
    }
  }

  private func arrows(from module: String) -> Set<String> {
    let beyond = Arrows.beyond.filter { $0.from == module }.map(\.to)
    return (Arrows.allowed[module] ?? []).union(beyond)
  }
}
