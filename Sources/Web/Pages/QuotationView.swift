import Integrations

/// Shows the provider's own words as quotations without a language, so that no program translates them or
/// reads them aloud as if they were ours.
enum QuotationView {
  static func values(
    _ quotations: [CompanyLogLine.Quotation], _ provider: Provider, _ language: Language
  ) -> [[String: Any]] {
    quotations.map { quotation in
      let about = quotation.register.map { ", \($0.title(language))" } ?? ""
      var detail: [String] = []
      if let code = quotation.code {
        let word = Text("code \(code)", "kod \(code)")(language)
        detail.append(quotation.register == nil ? code : word)
      }
      if let status = quotation.httpStatus { detail.append("HTTP \(status)") }
      return [
        "about": "\(provider.title)\(about):", "said": quotation.words ?? "",
        "detail": detail.joined(separator: ", "),
      ]
    }
  }

  /// The quotations of some records of an explanation, each once.
  static func values(
    _ explanation: Explanation, shownBy: [SequenceNumber], _ language: Language
  ) -> [[String: Any]] {
    let shown = explanation.evidence.filter { shownBy.contains($0.sequence) }
    var quotations: [CompanyLogLine.Quotation] = []
    for quotation in shown.flatMap(\.line.quotations) where !quotations.contains(quotation) {
      quotations.append(quotation)
    }
    return values(quotations, explanation.provider, language)
  }
}
