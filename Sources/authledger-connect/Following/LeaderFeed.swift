import AsyncHTTPClient
import EventLog
import Evidence
import Integrations
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Reads a leader's records and publications over HTTP.
///
/// Redirects are not followed, TLS is verified, and every answer has a limit in time and size: what is on the
/// other side may be anything.
struct LeaderFeed: Sendable {
  /// A page of the feed or of the publications, as it came.
  struct Page: Sendable {
    var body: [UInt8]
    /// What is asked after next.
    var cursor: String
    /// The leader's end.
    var head: String
  }

  /// How many records or leaves are asked for at once, unless a test asks for fewer.
  static let pageSize = 1000
  /// How long the leader is asked to wait while it has nothing.
  static let waitSeconds = 50
  /// What an answer may take beyond that.
  private static let answerSeconds: Int64 = 30
  private static let connectSeconds: Int64 = 5
  /// A leader ends a page at 1 MiB; notes and lines of leaves make more.
  private static let bodyLimit = 4 << 20
  private static let problemLimit = 64 << 10
  private static let lines = "application/jsonl"

  private let address: LeaderAddress
  private let key: AccessKey
  private let client: HTTPClient
  private let answerTime: TimeAmount
  let pageSize: Int

  /// - Parameters:
  ///   - answerMilliseconds: What an answer may take beyond its wait; tests wait less.
  ///   - pageSize: How many records or leaves are asked for at once.
  init(
    _ address: LeaderAddress, key: AccessKey, answerMilliseconds: Int64? = nil,
    pageSize: Int = pageSize
  ) {
    self.pageSize = pageSize
    self.address = address
    self.key = key
    answerTime = .milliseconds(answerMilliseconds ?? Self.answerSeconds * 1000)
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(Self.connectSeconds)))
    configuration.httpVersion = .http1Only
    // A leader that is away is told at once; the caller tries again.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func shutdown() async { try? await client.shutdown() }

  /// The records after a cursor.
  func records(
    after cursor: String, limit: Int? = nil, waiting seconds: Int = 0
  ) async throws -> Page {
    try await page(
      "/v1/records?after=\(cursor)&limit=\(limit ?? pageSize)&wait=\(seconds)", seconds)
  }

  /// The lines of publications after a cursor.
  func publications(after cursor: LeafCursor, waiting seconds: Int = 0) async throws -> Page {
    try await page(
      "/v1/publications?after=\(cursor)&limit=\(pageSize)&wait=\(seconds)", seconds)
  }

  private func page(_ path: String, _ wait: Int) async throws -> Page {
    var request = HTTPClientRequest(url: address.text + path)
    request.headers.add(name: "Authorization", value: "Bearer \(try key.value())")
    request.headers.add(name: "Accept", value: Self.lines)
    request.headers.add(name: "Accept-Encoding", value: "identity")
    let time = answerTime + .seconds(Int64(wait))
    do {
      return try await withThrowingTaskGroup(of: Page.self) { [request] group in
        group.addTask { try await read(client.execute(request, timeout: time)) }
        // The client's own limit is for the head of an answer; a body could come without end.
        group.addTask {
          try await Task.sleep(for: .nanoseconds(time.nanoseconds))
          throw LeaderTrouble(
            "\(address.text) did not answer in time.", "\(address.text) svarade inte i tid.")
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
      }
    } catch let error where error is LeaderTrouble || error is CursorAnswer {
      throw error
    } catch let error as any ErrorWithText {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      guard !Task.isCancelled else { throw CancellationError() }
      throw LeaderTrouble(
        "\(address.text) cannot be reached (\(Self.reason(error).english)).",
        "\(address.text) kan inte nås (\(Self.reason(error).swedish)).")
    }
  }

  /// Why no answer came; what the client says may hold a part of an answer, so it is not printed.
  private static func reason(_ error: any Error) -> Text {
    if error is NIOSSLError {
      return Text("its certificate is not accepted", "dess certifikat godtas inte")
    }
    if error is NIOConnectionError || error is IOError {
      return Text("no connection", "ingen anslutning")
    }
    switch error as? HTTPClientError {
    case .connectTimeout?, .deadlineExceeded?, .readTimeout?:
      return Text("no answer in time", "inget svar i tid")
    case .tlsHandshakeTimeout?: return Text("TLS failed", "TLS misslyckades")
    default: return Text("the connection broke off", "anslutningen bröts")
    }
  }

  // MARK: Answers

  private func read(_ answer: HTTPClientResponse) async throws -> Page {
    let status = Int(answer.status.code)
    let type = (answer.headers.first(name: "Content-Type") ?? "").prefix { $0 != ";" }
    guard status == 200 else { throw try await refusal(answer, status, String(type)) }
    guard type == Self.lines, let cursor = answer.headers.first(name: "Authledger-Cursor"),
      let head = answer.headers.first(name: "Authledger-Head")
    else {
      throw LeaderTrouble(
        "\(address.text) answers with something else than a ledger's feed; is that its address?",
        "\(address.text) svarar med något annat än en liggares flöde; är det dess adress?")
    }
    return Page(
      body: try await bytes(of: answer.body, atMost: Self.bodyLimit), cursor: cursor, head: head)
  }

  private func bytes(of body: HTTPClientResponse.Body, atMost limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      guard bytes.count + part.readableBytes <= limit else {
        throw LeaderTrouble(
          "\(address.text) answers with more than a page of a feed can be.",
          "\(address.text) svarar med mer än en sida av ett flöde kan vara.")
      }
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }

  private func refusal(
    _ answer: HTTPClientResponse, _ status: Int, _ type: String
  ) async throws -> any Error {
    if status == 409 || status == 410, type == "application/problem+json",
      let found = CursorAnswer(
        try await bytes(of: answer.body, atMost: Self.problemLimit))
    {
      return found
    }
    let wait = answer.headers.first(name: "Retry-After").flatMap { Int64($0) }
    switch status {
    case 300..<400:
      return LeaderTrouble(
        "\(address.text) sends elsewhere (status \(status)), and redirects are not followed; give the "
          + "address itself.",
        "\(address.text) hänvisar vidare (status \(status)), och omdirigeringar följs inte; ange själva "
          + "adressen.")
    case 401:
      return LeaderTrouble(
        "\(address.text) does not accept the access key; is it revoked or expired?",
        "\(address.text) godtar inte åtkomstnyckeln; är den återkallad eller för gammal?")
    case 403, 404:
      return LeaderTrouble(
        "\(address.text) has no feed for this access key (status \(status)); it needs the scope "
          + "records:read, for all companies.",
        "\(address.text) har inget flöde för denna åtkomstnyckel (status \(status)); den behöver "
          + "rättigheten records:read, för alla företag.")
    case 429, 503:
      return LeaderTrouble(
        "\(address.text) is busy (status \(status)).",
        "\(address.text) är upptagen (status \(status)).",
        retryAfterSeconds: wait)
    default:
      return LeaderTrouble(
        "\(address.text) answers with status \(status).",
        "\(address.text) svarar med status \(status).")
    }
  }
}

extension CursorAnswer {
  /// Reads `problem+json`; nil if it says nothing of a cursor.
  fileprivate init?(_ bytes: [UInt8]) {
    guard let value = try? bytes.withUnsafeBytes({ try JSONParser.parse($0) }),
      case .string(let word)? = value["error"]
    else { return nil }
    if word == "epochChanged", case .string(let text)? = value["resumeFrom"],
      let cursor = FeedCursor(text)
    {
      self = .restored(resumeFrom: cursor)
    } else if word == "cursorAhead", case .string(let head)? = value["head"] {
      self = .ahead(head: head)
    } else {
      return nil
    }
  }
}
