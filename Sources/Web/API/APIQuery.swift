import EventLog
import Hummingbird
import Integrations

/// The parameters of a request of a program, each read with a sentence for what it must be.
struct APIQuery {
  private let fields: FormFields

  init(_ request: Request) { fields = FormFields(request.uri.query ?? "") }

  /// A whole number within bounds; nil if it is not given.
  func number(_ name: String, _ bounds: ClosedRange<Int>) throws(WebError) -> Int? {
    guard let text = fields.all(name).first else { return nil }
    guard let number = Int(text), String(number) == text, bounds.contains(number) else {
      throw .malformed(
        name,
        Text(
          "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
          "ett heltal från \(bounds.lowerBound) till \(bounds.upperBound)"))
    }
    return number
  }

  /// The values of a parameter that may be repeated, or hold several with commas between.
  func values<Value: Hashable>(
    _ name: String, _ needs: Text, _ read: (String) -> Value?
  ) throws(WebError) -> Set<Value> {
    var values: Set<Value> = []
    for text in fields.all(name).flatMap({
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }) {
      guard let value = read(String(text)) else { throw .malformed(name, needs) }
      values.insert(value)
    }
    return values
  }

  /// The companies that are asked for; nil if none is named.
  func companies() throws(WebError) -> Set<Company>? {
    let needs = Text("a company's id", "ett företags id")
    let named = try values("company", needs) { Company($0) }
    return named.isEmpty ? nil : named
  }

  /// The providers that are asked for.
  func providers() throws(WebError) -> Set<Provider> {
    let known = Provider.allCases.map(\.rawValue).joined(separator: ", ")
    return try values("provider", Text("one of \(known)", "någon av \(known)")) {
      Provider(rawValue: $0)
    }
  }

  /// The values of an enumeration.
  func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
    _ name: String, _ type: Word.Type
  ) throws(WebError) -> Set<Word> {
    let known = type.allCases.map(\.rawValue).joined(separator: ", ")
    return try values(name, Text("one of \(known)", "någon av \(known)")) { Word(rawValue: $0) }
  }

  /// The cursor after which to go on; nil for the beginning.
  func cursor(_ name: String = "after") throws(WebError) -> FeedCursor? {
    guard let text = fields.all(name).first else { return nil }
    return try Self.cursor(text, name)
  }

  /// Reads a cursor; nil for the beginning.
  static func cursor(_ text: String, _ name: String) throws(WebError) -> FeedCursor? {
    if text == "0" { return nil }
    guard let cursor = FeedCursor(text) else {
      throw .malformed(
        name,
        Text(
          "a cursor EPOCH-POSITION such as 1-41, or 0 for the beginning",
          "ett läge EPOK-POSITION som 1-41, eller 0 för början"))
    }
    return cursor
  }

  /// The moment that is asked about.
  func moment() throws(WebError) -> AsOf {
    guard let text = fields.all("at").first else { return .now }
    if let number = Int64(text.dropFirst()), number > 0, text == "#\(number)" {
      return .position(Position(number))
    }
    guard let written = WrittenTime(text), written.hasOffset, written.hasTimeOfDay else {
      throw .malformed(
        "at",
        Text(
          "a time with its offset such as 2026-11-03T09:00:00Z, or # and a position (%2341)",
          "en tid med tidsskillnad som 2026-11-03T09:00:00Z, eller # och en position (%2341)"))
    }
    return .time(written.time)
  }

  /// The language of texts for people: the one asked for, else the request's.
  func language(_ context: WebContext) throws(WebError) -> Language {
    guard let text = fields.all("language").first else { return context.language }
    guard let language = Language(rawValue: text) else {
      throw .malformed("language", Text("en or sv", "en eller sv"))
    }
    return language
  }

  /// A text; nil if it is not given.
  func text(_ name: String) -> String? { fields.all(name).first }
}
