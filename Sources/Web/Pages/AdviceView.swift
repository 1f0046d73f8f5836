import Answers
import EventLog
import Integrations

/// Shows an explanation on a page.
enum AdviceView {
  /// The values for the company's own people: no ids, no commands.
  ///
  /// - Parameter buttons: The buttons beside the steps; nil for visitors who may not press them.
  static func values(
    _ explanation: Explanation, _ language: Language, buttons: StepButtons? = nil
  ) -> [String: Any] {
    let advice = explanation.advice
    let isHealthy = advice.health == .healthy
    let names = Names(explanation.provider, explanation.product)
    let heading =
      isHealthy ? Text("To be sure", "För säkerhets skull") : Text("What to do", "Gör så här")
    let also = explanation.also.map { further -> [String: Any] in
      [
        "text": further.text(language), "verdict": further.verdict.rawValue,
        "quotations": QuotationView.values(explanation, shownBy: further.shownBy, language),
        "ways": StepView.ways(
          further.ways, heading: Text("What to do", "Gör så här"), names, in: language,
          buttons: buttons.map { buttons in { buttons.values($0, further.verdict) } }),
      ]
    }
    return [
      "headline": explanation.title(language), "cause": advice.cause(language),
      "quotations": QuotationView.values(explanation, shownBy: explanation.shownBy, language),
      "state": explanation.state(language), "verdict": explanation.verdict.rawValue,
      "fixer": advice.fixer.title(nil, names.provider, names.product)(language),
      // If nothing failed, each step says who takes it.
      "hasFixer": advice.fixer != .nobody && explanation.verdict.isFailure,
      "retry": advice.retryText(language),
      "ways": StepView.ways(
        advice.ways, heading: heading, names, in: language,
        buttons: buttons.map { buttons in { buttons.values($0, explanation.verdict) } }),
      "also": also,
      "warnings": explanation.warnings.map { $0.text(language) },
      // If something is wrong, only support reads what is not known.
      "open": isHealthy ? advice.unknown.map { $0(language) } : [],
      "isHealthy": isHealthy, "isBad": explanation.verdict.isFailure,
    ]
  }

  /// Further values for support: the evidence, what is ruled out and what is not known.
  static func evidence(_ explanation: Explanation, _ language: Language) -> [String: Any] {
    let proof = explanation.evidence.map { evidence -> [String: Any] in
      [
        "position": evidence.position.number, "time": evidence.time.shown,
        "text": evidence.line.text(language),
        "quotations": QuotationView.values(
          evidence.line.quotations, explanation.provider, language),
      ]
    }
    var values: [String: Any] = [
      "proof": proof, "ruledOut": explanation.ruledOut.map { $0.text(language) },
      "unknown": explanation.advice.unknown.map { $0(language) },
      "hasRuledOut": !explanation.ruledOut.isEmpty,
      "hasUnknown": !explanation.advice.unknown.isEmpty,
      "confidence": explanation.advice.confidence.title(language), "next": explanation.next,
      "verdict": explanation.verdict.rawValue,
      "layer": explanation.advice.layer.rawValue,
    ]
    if let since = explanation.since { values["since"] = since.shown }
    if let last = explanation.last, last != explanation.since { values["last"] = last.shown }
    if let count = explanation.count {
      values["count"] = Text(count.counted("time"), count.counted("gång", "gånger"))(language)
    }
    return values
  }
}

/// Shows steps on a page, each with the person who takes it.
enum StepView {
  /// Ways under headings, of which one is enough.
  ///
  /// - Parameters:
  ///   - heading: The heading of a way that is the only one.
  ///   - buttons: Makes the buttons beside the steps of a way.
  static func ways(
    _ ways: [[AdviceStep]], heading: Text, _ names: Names, in language: Language,
    buttons: (([AdviceStep]) -> [[String: Any]])? = nil
  ) -> [[String: Any]] {
    ways.enumerated().map { index, way -> [String: Any] in
      let beside = buttons?(way) ?? []
      let alternative = index == 0 ? Text("Either", "Antingen") : Text("Or", "Eller")
      return [
        "heading": (ways.count == 1 ? heading : alternative)(language), "isOther": index > 0,
        "steps": way.enumerated().map { place, step -> [String: Any] in
          let values: [String: Any] = [
            "text": step.text(language), "code": step.code.rawValue,
            "about": step.registers.map(\.rawValue).joined(separator: " "),
            "number": step.company.map(ProviderText.shown) ?? "",
            "who": step.person.title(nil, names.provider, names.product)(language),
          ]
          return beside.isEmpty ? values : values.merging(beside[place]) { $1 }
        },
      ]
    }
  }
}

extension Timestamp {
  /// `2026-11-24 14:03:21`, in UTC.
  var shown: String { "\(description.prefix(10)) \(description.dropFirst(11).prefix(8))" }
}

extension Phase {
  /// The mark on a page.
  var mark: Text {
    switch self {
    case .notConfigured: Text("Not connected", "Inte kopplad")
    case .configured: Text("Not authorized", "Inte auktoriserad")
    case .authorizing: Text("Authorizing", "Auktorisering pågår")
    case .authorizationFailed: Text("Authorization failed", "Auktoriseringen misslyckades")
    case .authorized: Text("Authorized, not enabled", "Auktoriserad, inte aktiverad")
    case .active: Text("Active", "Aktiv")
    case .permissionDenied: Text("Permission missing", "Behörighet saknas")
    case .grantExpired: Text("Authorization ended", "Auktoriseringen gäller inte längre")
    case .credentialsRemoved: Text("Authorization removed", "Auktoriseringen borttagen")
    }
  }

  /// The colour of the mark.
  var tone: String {
    switch self {
    case .active: "good"
    case .authorized: "calm"
    case .authorizing, .configured, .notConfigured, .credentialsRemoved: "plain"
    case .authorizationFailed, .permissionDenied, .grantExpired: "bad"
    }
  }
}
