import Integrations

/// Shows the result of a check of the registers, in a sentence.
enum CheckView {
  /// - Parameter isAsked: False if the registers could not be asked.
  static func text(_ state: Integration, isAsked: Bool) -> Text {
    let system = state.provider.system
    guard isAsked, state.grant != nil else {
      return Text(
        "Nothing could be asked: \(system) gave no new access. Why is in the company log.",
        "Det gick inte att fråga: \(system) gav ingen ny åtkomst. Varför står i företagets logg.")
    }
    let findings = state.findings.all
    let silence = findings.first { $0.kind == .unanswered }
    let refused = findings.filter { finding in
      guard let register = finding.register else { return false }
      return state.settings?.transfers.contains(register) == true
        && silence.map { finding.latest > $0.latest } ?? true
    }
    if !refused.isEmpty {
      let listed = Registers(refused.compactMap(\.register)).sorted.listed
      return Text("\(system) refused \(listed.english).", "\(system) nekade \(listed.swedish).")
    }
    if silence != nil || !state.unansweredRegisters.isEmpty {
      return Text(
        "No answer came. Nothing is known to have changed; try again in a while.",
        "Inget svar kom. Inget känt har ändrats; försök igen om en stund.")
    }
    return Text("Everything answered.", "Allt svarade.")
  }
}

extension [Register] {
  /// Their titles in a list.
  var listed: Text {
    Text(
      map(\.title.english).joined(separator: ", "), map(\.title.swedish).joined(separator: ", "))
  }
}
