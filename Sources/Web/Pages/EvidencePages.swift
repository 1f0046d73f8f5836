import Answers
import EventLog
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore

/// Verifies the ledger, and offers the evidence to download.
struct EvidencePages {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.post("/verify") { request, context in try await verify(request, context) }
    router.post("/evidence/:company") { request, context in try await publish(request, context) }
    router.get("/evidence/:company") { request, context in try await download(request, context) }
  }

  private func verify(_ request: Request, _ context: WebContext) async throws -> Response {
    _ = try site.visitor(context, as: .auditor, .operator)
    let ledger = site.ledger
    let report = try await untilGone(request, context) { request in
      _ = try await site.form(request, context)
      return try await site.evidenceWork.run { try ledger.verify() }
    }
    let localized = Localizer(context.language)
    return site.page(
      "verified", context,
      title: report.agrees
        ? localized("The ledger agrees with itself", "Liggaren stämmer")
        : localized("The ledger does not agree", "Liggaren stämmer inte"),
      [
        "agrees": report.agrees, "records": localized.records(report.records),
        "companies": localized(
          report.streams.counted("company", "companies"), "\(report.streams) företag"),
        "findings": report.findings.map {
          ["kind": $0.kind.rawValue, "what": $0.what, "position": $0.position?.number ?? 0]
            as [String: Any]
        },
        "signedThrough": report.anchoring.through?.number ?? 0,
        "isSigned": report.anchoring.through != nil,
        "publications": localized(
          report.anchoring.publications.counted("root"),
          report.anchoring.publications.counted("rot", "rötter")),
        "unsigned": localized.records(report.anchoring.unsigned),
      ])
  }

  /// Publishes, and redirects to the package.
  private func publish(_ request: Request, _ context: WebContext) async throws -> Response {
    _ = try site.visitor(context, as: .auditor, .operator)
    let (_, company) = try site.company(context)
    _ = try await site.form(request, context)
    let ledger = site.ledger
    guard try ledger.hasRecords(of: company) else { throw WebError.notFound }
    _ = try await site.evidenceWork.run { try ledger.publish() }
    return site.redirect(to: "/evidence/\(company)")
  }

  /// The evidence package of a company's latest publication, as one tar file.
  private func download(_ request: Request, _ context: WebContext) async throws -> Response {
    _ = try site.visitor(context, as: .auditor, .operator)
    let (_, company) = try site.company(context)
    let ledger = site.ledger
    guard try ledger.hasRecords(of: company) else { throw WebError.notFound }
    return try await EvidencePackageFile(site: site).response(request, context, of: company)
  }
}

/// Writes a folder as a tar file (POSIX.1-1988, "ustar").
enum Tar {
  static func archive(_ folder: URL, to outlet: Outlet) throws {
    let name = folder.lastPathComponent
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    for path in paths {
      var isFolder: ObjCBool = false
      let file = folder.appending(path: path)
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
        continue
      }
      guard !isFolder.boolValue else { continue }
      let bytes = try Data(contentsOf: file, options: .mappedIfSafe)
      try header("\(name)/\(path)", size: bytes.count).withUnsafeBytes(outlet.write)
      try bytes.withUnsafeBytes(outlet.write)
      try padding((512 - bytes.count % 512) % 512).withUnsafeBytes(outlet.write)
    }
    try padding(1024).withUnsafeBytes(outlet.write)
  }

  private static func padding(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static func header(_ name: String, size: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      block.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(String(name.prefix(100)), at: 0)
    put(octal(0o644, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(size, 11), at: 124)
    put(octal(Int(Date().timeIntervalSince1970), 11), at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(octal(sum, 6), at: 148)
    block[154] = 0
    block[155] = 0x20
    return block
  }
}

extension Localizer {
  /// How many records.
  fileprivate func records(_ count: some BinaryInteger) -> String {
    self(count.counted("record"), count.counted("post", "poster"))
  }
}
