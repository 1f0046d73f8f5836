import Answers
import EventLog
import Integrations

/// An explanation as pages show it.
enum AdviceView {
  /// What the company's own people read: no ids, no commands.
  ///
  /// - Parameter buttons: What stands beside the steps, for whom may press it.
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
          further.ways, Text("What to do", "Gör så här"), names, language,
          buttons.map { buttons in { buttons.values($0, further.verdict) } }),
      ]
    }
    return [
      "headline": explanation.title(language), "cause": advice.cause(language),
      "quotations": QuotationView.values(explanation, shownBy: explanation.shownBy, language),
      "state": explanation.state(language), "verdict": explanation.verdict.rawValue,
      "fixer": advice.fixer.title(nil, names.provider, names.product)(language),
      // Where nothing went wrong, each step says who takes it, and nothing is tried again.
      "hasFixer": advice.fixer != .nobody && explanation.verdict.isFailure,
      "retry": advice.retryText(language),
      "ways": StepView.ways(
        advice.ways, heading, names, language,
        buttons.map { buttons in { buttons.values($0, explanation.verdict) } }), "also": also,
      "warnings": explanation.warnings.map { $0.text(language) },
      // Where something is wrong, what is not known is support's to read.
      "open": isHealthy ? advice.unknown.map { $0(language) } : [],
      "isHealthy": isHealthy, "isBad": explanation.verdict.isFailure,
    ]
  }

  /// What support reads besides: the evidence, what is ruled out and what is not known.
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

/// Steps as pages show them, each with who takes it.
enum StepView {
  /// Ways under headings; one of them is enough.
  ///
  /// - Parameters:
  ///   - heading: What stands over a way that is the only one.
  ///   - buttons: What stands beside each step of a way.
  static func ways(
    _ ways: [[AdviceStep]], _ heading: Text, _ names: Names, _ language: Language,
    _ buttons: (([AdviceStep]) -> [[String: Any]])? = nil
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
