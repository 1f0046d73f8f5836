import EventLog
import Evidence
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Transparency
import Visits

/// Signed roots and evidence packages for auditors' tools.
struct EvidenceRoutes {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.get("/v1/checkpoint") { try checkpoint($0, $1) }
    router.get("/v1/companies/:company/evidence") { try await evidence($0, $1) }
  }

  /// The last signed root, a C2SP checkpoint.
  private func checkpoint(_ request: Request, _ context: WebContext) throws -> Response {
    _ = try site.caller(request, context, .evidenceRead)
    guard let note = try site.ledger.rootCheckpoint() else { throw WebError.unsigned }
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: note.description)))
  }

  /// The evidence package of a company's latest publication, as one tar file.
  private func evidence(_ request: Request, _ context: WebContext) async throws -> Response {
    let company = try site.caller(request, context, .evidenceRead).company(context)
    guard try site.ledger.hasRecords(of: company) else { throw WebError.noSuchThing }
    return try await EvidencePackageFile(site: site).response(request, context, of: company)
  }
}
