import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Sets up an imitation: a page for people, JSON for tests.
struct ControlPages<Imitated: Imitation> {
  let imitation: Imitated

  private var parts: ImitationParts { imitation.parts }

  func add(to router: Router<BasicRequestContext>) {
    router.get("/sandbox") { _, _ in page() }
    router.get("/sandbox/style.css") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/css; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: SandboxPages.style)))
    }
    router.get("/sandbox/trap") { _, _ in trap() }
    router.post("/sandbox/trap") { _, _ in trap() }
    for action in ["clock", "fault", "calm", "reset"] + imitation.controls {
      let path = RouterPath("/sandbox/\(action)")
      router.post(path) { request, _ in
        guard isOwn(request) else { return Response(status: .forbidden) }
        apply(action, try await Fields.form(request))
        return .redirect("/sandbox")
      }
      router.post(RouterPath("/sandbox/api/\(action)")) { request, _ in
        // A page of another site cannot send this without a preflight, which is never allowed.
        guard isOwn(request) else { return Response(status: .forbidden) }
        guard apply(action, try await Fields.form(request)) else {
          return .json(["error": "not understood"], .badRequest)
        }
        return .json(["done": true])
      }
    }
    router.get("/sandbox/api/state") { _, _ in report() }
  }

  private func isOwn(_ request: Request) -> Bool {
    guard let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) else {
      return true
    }
    return site == "same-origin" || site == "none"
  }

  private func trap() -> Response {
    parts.log.count("trapRequests")
    return Response(status: .noContent)
  }

  @discardableResult
  private func apply(_ action: String, _ form: Fields) -> Bool {
    switch action {
    case "clock":
      guard let seconds = form["seconds"].flatMap({ Int($0) }), (0...200 * 86_400).contains(seconds)
      else { return false }
      parts.clock.advance(bySeconds: seconds)
    case "fault":
      guard let step = form["step"].flatMap(SandboxFault.Endpoint.init(rawValue:)),
        imitation.steps.contains(step),
        let fault = form["fault"].flatMap(SandboxFault.init(rawValue:))
      else { return false }
      let times = form["times"].flatMap { Int($0) } ?? 1
      parts.faults.add(fault, at: step, times: times, text: form["text"])
    case "calm": parts.faults.clear()
    case "reset":
      parts.faults.clear()
      parts.log.clear()
      imitation.resetWorld()
    default: return imitation.control(action, form)
    }
    return true
  }

  private func report() -> Response {
    let own: [String: any Sendable] = [
      "counts": parts.log.counts, "answers": parts.log.answers,
      "steps": imitation.steps.map(\.rawValue),
      "offset": parts.clock.offsetSeconds,
    ]
    return .json(imitation.report().merging(own) { $1 })
  }

  private func page() -> Response {
    let moves: [[String: Any]] = [
      ["seconds": 3600, "title": "+1 hour"], ["seconds": 86_400, "title": "+1 day"],
      ["seconds": 8 * 86_400, "title": "+8 days"], ["seconds": 46 * 86_400, "title": "+46 days"],
    ]
    var values: [String: Any] = [
      "time": parts.clock.now().formatted(.iso8601), "offset": parts.clock.offsetSeconds,
      "neighbours": parts.neighbours.map { ["title": $0.title, "url": $0.controlURL] },
      "moves": moves, "steps": imitation.steps.map(\.rawValue),
      "faults": SandboxFault.allCases.map(\.rawValue),
      "pending": parts.faults.pending.map { step, faults -> [String: Any] in
        ["step": step, "faults": faults.joined(separator: ", ")]
      },
    ]
    values["product"] = parts.productURL
    return imitation.page("control", imitation.controlValues().merging(values) { $1 })
  }
}
