import Foundation
import TestSupport
import Testing

/// What `make install` puts where, tried in a temporary folder with the programs of this build.
@Suite struct InstallTests {
  private static let programs = ["authledger", "authledger-connect"]
  private static let expected = [
    "bin/authledger", "bin/authledger-connect",
    "lib/systemd/system/authledger-connect.service",
    "share/bash-completion/completions/authledger",
    "share/bash-completion/completions/authledger-connect",
    "share/doc/authledger/authledger-connect.env",
    "share/fish/vendor_completions.d/authledger-connect.fish",
    "share/fish/vendor_completions.d/authledger.fish",
    "share/zsh/site-functions/_authledger", "share/zsh/site-functions/_authledger-connect",
  ]

  private let folder: TemporaryFolder
  private var place: String { folder.file("root/opt/al") }

  init() throws { folder = try TemporaryFolder() }

  @Test("stripped programs, completions, manual pages and the unit, under DESTDIR and PREFIX")
  func install() async throws {
    let built = try Program.product("authledger").deletingLastPathComponent()
    // In place of a build, which takes minutes, the folder of the one that is tested.
    let build = "sh -c 'echo \(built.path)'"
    let outcome = try await Program().run(
      URL(filePath: "/usr/bin/make"),
      [
        "install", "DESTDIR=\(folder.file("root"))", "PREFIX=/opt/al", "RELEASE=\(build)",
        "RELEASE_CONNECT=\(build)",
      ], in: Golden.root.path)
    try #require(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: place).filter { path in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: place + "/" + path, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }
    let manual = "share/man/man1/"
    #expect(paths.filter { !$0.hasPrefix(manual) }.sorted() == Self.expected)
    let pages = paths.filter { $0.hasPrefix(manual) }
    #expect(pages.contains(manual + "authledger-why.1") && pages.count > 30)
    #expect(pages.contains(manual + "authledger-connect-serve.1"))
    let mode =
      try FileManager.default.attributesOfItem(
        atPath: "\(place)/\(manual)authledger.1")[.posixPermissions] as? Int
    #expect(mode == 0o644, "everybody can read a page")
    for name in Self.programs { try await check(name, built) }
    let unit = try text("lib/systemd/system/authledger-connect.service")
    #expect(unit.contains("\nExecStart=/opt/al/bin/authledger-connect serve "))
    #expect(!unit.contains("/usr/local"))
    let environment = Golden.root.appending(path: "docs/authledger-connect.env").path
    #expect(
      FileManager.default.contentsEqual(
        atPath: place + "/share/doc/authledger/authledger-connect.env", andPath: environment))
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: place + "/" + path, encoding: .utf8)
  }

  /// The program runs and has no symbols any more, and its completions are what it prints.
  private func check(_ name: String, _ built: URL) async throws {
    let program = URL(filePath: "\(place)/bin/\(name)")
    #expect(try await Program().run(program, ["--version"]).code == 0)
    let readelf = URL(filePath: "/usr/bin/readelf")
    func sections(_ file: URL) async throws -> String {
      try await Program().run(readelf, ["--sections", "--wide", file.path]).output
    }
    #expect(try await sections(built.appending(path: name)).contains(" .symtab "))
    #expect(try await !sections(program).contains(" .symtab "))
    for (shell, path) in [
      ("bash", "share/bash-completion/completions/\(name)"),
      ("zsh", "share/zsh/site-functions/_\(name)"),
      ("fish", "share/fish/vendor_completions.d/\(name).fish"),
    ] {
      let printed = try await Program().run(program, ["--generate-completion-script", shell]).output
      #expect(try text(path) == printed && printed.contains(name), "\(path)")
    }
    let bash = try await Program().run(
      URL(filePath: "/usr/bin/bash"), ["-n", "\(place)/share/bash-completion/completions/\(name)"])
    #expect(bash.code == 0 && bash.error.isEmpty, "\(bash.error)")
  }
}
