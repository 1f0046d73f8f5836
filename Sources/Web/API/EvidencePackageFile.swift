import Answers
import EventLog
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Integrations

/// The evidence package of a company as one file to download.
struct EvidencePackageFile {
  let site: Site

  /// - Throws: `WebError` if nothing of the company is published.
  func response(
    _ request: Request, _ context: WebContext, of company: Company
  ) async throws -> Response {
    let ledger = site.ledger
    if request.method == .head {
      return Response(status: .ok, headers: Self.headers(company))
    }
    return try await untilGone(request, context) { _ in
      try await site.evidenceWork.stream(Self.headers(company)) { outlet in
        let folder = FileManager.default.temporaryDirectory
          .appending(path: "authledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let package = folder.appending(path: "evidence-\(company)")
        guard try ledger.export(company, to: package.path, readme: PackageReadme.text) != nil else {
          throw Self.unpublished
        }
        try Tar.archive(package, to: outlet)
      }
    }
  }

  private static func headers(_ company: Company) -> HTTPFields {
    [
      .contentType: "application/x-tar",
      .contentDisposition: "attachment; filename=\"evidence-\(company).tar\"",
    ]
  }

  private static let unpublished = WebError(
    .notFound, "unpublished", title: Text("Nothing is published yet", "Inget är publicerat ännu"),
    text: Text(
      "Press the button for the evidence on the company's history: it signs what was recorded.",
      "Tryck på knappen för bevisen på företagets historik: den signerar det som registrerats."))
}
