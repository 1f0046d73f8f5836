import Connector
import Encoding
import EventLog
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Integrations
import Transparency

/// The auditors' page: every record, with filters, and the status as of any of them.
struct HistoryPages {
  let site: Site
  private static let pageSize = 50

  func add(to router: Router<WebContext>) {
    router.get("/history") { request, context in
      // A filter that finds little reads the whole log.
      try await untilGone(request, context) { request in
        try await site.historyWork.run { try show(request, context) }
      }
    }
  }

  private func show(_ request: Request, _ context: WebContext) throws -> Response {
    _ = try site.visitor(context, as: .auditor, .support, .operator)
    let fields = FormFields(request.uri.query ?? "")
    let language = context.language
    var values: [String: Any] = [:]
    var query = RecordQuery()
    if let text = fields["company"] {
      values["company"] = ProviderText.shown(text)
      guard let company = Company(text) else {
        values["wrong"] = Self.wrong(fields).map { ["text": $0(language)] }
        values["types"] = Self.types([])
        return page(context, values, status: .badRequest)
      }
      guard try site.ledger.hasRecords(of: company) else {
        values["unknownCompany"] = true
        return page(context, values)
      }
      query.company = company
      try addPast(to: &values, of: company, fields, in: language)
    }
    for name in ["actor", "attempt", "since", "until"] {
      values[name] = fields[name].map(ProviderText.shown)
    }
    let wrong = Self.wrong(fields)
    if !wrong.isEmpty {
      values["wrong"] = wrong.map { ["text": $0(language)] }
      values["types"] = Self.types([])
      return page(context, values, status: .badRequest)
    }
    query.actions = Set(fields.all("type").compactMap(ActionName.init(rawValue:)))
    query.actor = fields["actor"].flatMap { Actor($0) }
    query.attempt = fields["attempt"].flatMap { AttemptID($0) }
    query.since = fields["since"].flatMap(Self.day)
    query.until = fields["until"].flatMap(Self.day)?.adding(seconds: Limits.daySeconds)
    query.isReversed = true
    query.limit = Self.pageSize + 1
    if let before = fields["before"].flatMap({ Int64($0) }), before > 1 {
      query.through = Position(before - 1)
    }
    values["types"] = Self.types(query.actions)
    let records = try site.ledger.records(query)
    if records.count > Self.pageSize {
      values["older"] = Self.address(
        fields, [("before", "\(records[Self.pageSize - 1].position.number)")])
    }
    let product = try site.ledger.hostProduct()
    return page(
      context, values,
      rows: records.prefix(Self.pageSize).map { row($0, fields, product, language) })
  }

  private func page(
    _ context: WebContext, _ values: [String: Any], rows: [[String: Any]] = [],
    status: HTTPResponse.Status = .ok
  ) -> Response {
    var values = values
    values["rows"] = rows
    values["isEmpty"] = rows.isEmpty
    return site.page(
      "history", context, title: Text("History", "Historik")(context.language), status: status,
      values)
  }

  private static func types(_ selected: Set<ActionName>) -> [[String: Any]] {
    ActionName.allCases.map { ["value": $0.rawValue, "selected": selected.contains($0)] }
  }

  /// What is wrong with the filters; a filter that is not understood must not show everything.
  private static func wrong(_ fields: FormFields) -> [Text] {
    var wrong: [Text] = []
    func check(_ name: String, _ isGood: (String) -> Bool, _ english: String, _ swedish: String) {
      guard let value = fields.all(name).first(where: { !$0.isEmpty && !isGood($0) }) else {
        return
      }
      let shown = ProviderText.shown(String(value.prefix(80)))
      wrong.append(
        Text(
          "“\(shown)” is not \(english); nothing is shown.",
          "“\(shown)” är \(swedish); inget visas."))
    }
    check("company", { Company($0) != nil }, "a company's id", "inget företags id")
    check("type", { ActionName(rawValue: $0) != nil }, "an action", "ingen händelse")
    check(
      "actor", { Actor($0) != nil }, "an actor, which is a role and an id: administrator:u-17",
      "ingen aktör, som är roll och id: administrator:u-17")
    check("attempt", { AttemptID($0) != nil }, "an attempt's id", "inget försöks id")
    for name in ["since", "until"] {
      check(name, { day($0) != nil }, "a date like 2026-11-24", "inget datum som 2026-11-24")
    }
    for name in ["before", "record", "at"] {
      check(name, { Int64($0).map { $0 > 0 } ?? false }, "a record's number", "inget postnummer")
    }
    return wrong
  }

  private func row(
    _ record: Record, _ fields: FormFields, _ product: HostProduct, _ language: Language
  ) -> [String: Any] {
    var row: [String: Any] = [
      "position": record.position.number, "time": record.content.time.shown,
      "company": record.content.stream.id, "sequence": record.content.sequence.number,
      "actor": record.content.actor.description,
      "json": String(decoding: record.bytes, as: UTF8.self),
      "hash": record.hash.description,
      "past": Self.address(
        fields.without("company", "record", "before"),
        [("company", record.content.stream.id), ("at", "\(record.position.number)")]),
    ]
    if let recorded = record.recorded {
      row["type"] = recorded.action.name.rawValue
      row["text"] = CompanyLogLine(recorded.action, Names(recorded.provider, product)).text(
        language)
    } else if case .bookkeeping(let bookkeeping) = record.content.what {
      row["type"] = "ledger.\(bookkeeping.name)"
    }
    return row
  }

  // MARK: The past

  /// Adds the slider over a company's records, and the status at the chosen one.
  private func addPast(
    to values: inout [String: Any], of company: Company, _ fields: FormFields,
    in language: Language
  ) throws {
    let positions = try site.ledger.positions(of: company)
    guard let last = positions.last else { return }
    // The slider counts the records of the company; a link names a position.
    let chosen = fields["record"].flatMap { Int($0) }
    let index =
      chosen.map { min(max($0, 1), positions.count) }
      ?? fields["at"].flatMap { Int64($0) }.flatMap { at in
        positions.lastIndex { $0.number <= at }.map { $0 + 1 }
      } ?? positions.count
    let position = positions[index - 1]
    values["record"] = index
    values["kept"] = fields.without("record", "at").items.filter { !$0.value.isEmpty }
      .map { ["name": $0.name, "value": $0.value] }
    values["recordCount"] = positions.count
    values["isPast"] = position != last
    values["atPosition"] = position.number
    values["states"] = try site.connector.providers.compactMap { provider -> [String: Any]? in
      guard let view = try site.ledger.integration(of: company, provider, at: .position(position)),
        view.state != Integration(provider)
      else { return nil }
      let explanation = try site.ledger.explanation(of: view)
      let phase = view.state.phase(at: view.now)
      return [
        "provider": provider.title, "mark": phase.mark(language), "tone": phase.tone,
        "phase": phase.rawValue, "verdict": explanation.verdict.rawValue,
        "headline": explanation.title(language), "time": view.now.shown,
      ]
    }
  }

  private static func day(_ text: String) -> Timestamp? { Timestamp("\(text)T00:00:00.000Z") }

  /// The address of this page with some filters changed.
  private static func address(
    _ fields: FormFields, _ others: [(name: String, value: String)]
  ) -> String {
    let kept = fields.items.filter { item in
      !item.value.isEmpty && !others.contains { $0.name == item.name }
    }
    let parts = (kept + others).map { "\(query($0.name))=\(query($0.value))" }
    return "/history?" + parts.joined(separator: "&")
  }

  private static func query(_ text: String) -> String {
    Percent.encode(text, leaving: .alphanumeric)
  }
}
