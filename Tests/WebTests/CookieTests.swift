import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Web

@Suite struct CookieTests {
  private func read(_ cookies: String) -> [String: String] {
    var fields = HTTPFields()
    fields[.cookie] = cookies
    let head = HTTPRequest(
      method: .get, scheme: "https", authority: "localhost", path: "/", headerFields: fields)
    return Cookies.read(Request(head: head, body: RequestBody(buffer: ByteBuffer())))
  }

  @Test("a cookie without a name cannot pass for one of ours (CVE-2023-23934)")
  func nameless() {
    let session = Site.sessionCookie
    #expect(read("=\(session)=theirs; \(session)=ours")[session] == "ours")
    #expect(read("=\(session)=theirs").isEmpty)
    #expect(read("a=b=c; \(session)=x==") == ["a": "b=c", session: "x=="])
  }

  @Test("the value of a link is in no line of the log, however its path is written")
  func links() {
    for path in ["/enter/secret", "//enter/secret", "///enter//secret"] {
      #expect(!PageMiddleware.shown(path).contains("secret"))
    }
    #expect(PageMiddleware.shown("/companies/acme") == "/companies/acme")
  }
}
