import Connector
import EventLog
import Hummingbird
import Integrations

/// The settings of an integration as a page shows them.
struct ShownSettings: Hashable {
  var transfers: Registers
  var isEnabled: Bool
  var isService: Bool

  /// The settings of a state, or the provider's proposal if nothing was saved yet.
  init(_ state: Integration) {
    transfers = state.settings?.transfers ?? state.provider.proposedTransfers
    isEnabled = state.settings?.enabled == true
    isService = state.grant.map { $0.accountType == .service } ?? state.serviceAccountSelected
  }

  /// The settings in words, to compare two of them.
  var text: Text {
    let transfers = transfers.sorted
    let what =
      transfers.isEmpty
      ? Text("nothing to transfer", "inget att överföra")
      : transfers.listed
    let account =
      isService
      ? Text("a service account", "servicekonto") : Text("a person's account", "en persons konto")
    let state = isEnabled ? Text("enabled", "aktiverad") : Text("not enabled", "inte aktiverad")
    return Text(
      "\(what.english); \(account.english); \(state.english)",
      "\(what.swedish); \(account.swedish); \(state.swedish)")
  }
}

/// The settings of a form, and the number of the company's records when its page was made.
struct SettingsForm {
  var sequence: Int64
  var transfers: Registers
  /// The choice of account; nil if a grant stands, which locks the choice.
  var isService: Bool?
  /// The company code that was typed; nil if the field was left empty.
  var companyCode: String?

  /// Returns nil for a form without settings, such as a single button.
  init?(_ form: FormFields) {
    guard let sequence = form["sequence"].flatMap({ Int64($0) }) else { return nil }
    self.init(form, sequence)
  }

  /// The settings of a form that always has them.
  init(_ form: FormFields, _ sequence: Int64) {
    self.sequence = sequence
    transfers = Registers(form.all("transfers").compactMap(Register.init(rawValue:)))
    isService = form["account"].map { $0 == AccountType.service.rawValue }
    companyCode = form["companyCode"].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }
}

/// Why settings were not saved; the page shows it beside them.
enum UnsavedSettings: Error {
  /// Another person changed them since the page was made.
  case changedMeanwhile(mine: ShownSettings, theirs: ShownSettings)
  /// They would be enabled with nothing to transfer.
  case nothingToTransfer(mine: ShownSettings)
  /// What was typed is no company code.
  case notACompanyCode(mine: ShownSettings)
  /// An authorization needs a company code, and none is stored; everything else was saved.
  case noCompanyCode(mine: ShownSettings)

  var mine: ShownSettings {
    switch self {
    case .changedMeanwhile(let mine, _), .nothingToTransfer(let mine), .notACompanyCode(let mine),
      .noCompanyCode(let mine):
      mine
    }
  }

  var status: HTTPResponse.Status {
    if case .changedMeanwhile = self { .conflict } else { .badRequest }
  }
}

/// Saves the settings of a form.
struct SettingsSaver {
  let connector: Connector
  let company: Company
  let provider: Provider
  let author: Author
  /// The id of the record, so that a form that is sent twice is recorded once; nil for a new id.
  let id: RecordID?
  /// How long to wait for another process that writes.
  let patience: Duration
  /// How often others may write in between before the save fails as busy.
  private static let tries = 5

  private var ledger: Ledger { connector.ledger }

  /// Saves the settings of a form, all or nothing.
  ///
  /// - Parameters:
  ///   - form: The form; nil leaves transfers and account as they are.
  ///   - enabling: True or false to enable or disable transfers; nil leaves them as they are.
  /// - Throws: `UnsavedSettings`; nothing was saved then.
  func save(_ form: SettingsForm?, enabling: Bool? = nil) async throws {
    guard form != nil || enabling != nil else { return }
    var id = id
    for _ in 0..<Self.tries {
      let view = try ledger.integration(of: company, provider)
      let size = view?.size ?? 0
      let state = view?.state ?? Integration(provider)
      let mine = try wished(form, enabling: enabling, after: state, size: size)
      let code = try number(of: form?.companyCode, state, mine)
      do {
        let appended = try await ledger.appendConcurrently(
          commands(mine, code, state, id), to: company, expecting: .exactly(size),
          patience: patience)
        // A page reached by Back sends its id again, perhaps with a choice that was changed since.
        guard appended.contains(where: \.isRepeat), mine != ShownSettings(state) else { return }
        id = nil
      } catch LedgerError.conflict {
        // Another writer was first: read the state again.
      } catch LedgerError.idTaken {
        id = nil
      }
    }
    throw WebError.busy
  }

  /// The settings after the save.
  private func wished(
    _ form: SettingsForm?, enabling: Bool?, after state: Integration, size: Int64
  ) throws -> ShownSettings {
    let now = ShownSettings(state)
    var mine = now
    if let form {
      mine.transfers = form.transfers
      mine.isService = form.isService ?? now.isService
    }
    if let enabling { mine.isEnabled = enabling }
    if let form, form.sequence != size, mine != now,
      try shown(form.sequence).map({ $0 != now }) ?? true
    {
      throw UnsavedSettings.changedMeanwhile(mine: mine, theirs: now)
    }
    // A colleague's consent locked the choice that this form still had.
    if state.grant != nil, mine.isService != now.isService {
      throw UnsavedSettings.changedMeanwhile(mine: mine, theirs: now)
    }
    let isSame = mine == now && state.settings != nil
    if mine.isEnabled, mine.transfers.isEmpty, !isSame {
      throw UnsavedSettings.nothingToTransfer(mine: mine)
    }
    return mine
  }

  /// The number of a company code, which is sealed before a record names it; nil if none was typed.
  private func number(
    of companyCode: String?, _ state: Integration, _ mine: ShownSettings
  ) throws -> Int? {
    guard let companyCode, provider.profile.companyCode == .required else { return nil }
    do {
      return try connector.seal(companyCode: companyCode, of: company, state)
    } catch ConnectorError.notACompanyCode {
      throw UnsavedSettings.notACompanyCode(mine: mine)
    }
  }

  private func commands(
    _ mine: ShownSettings, _ companyCode: Int?, _ state: Integration, _ id: RecordID?
  ) -> [Command] {
    var commands = [
      Command(
        .configured(
          Configured(
            transfers: mine.transfers, enabled: mine.isEnabled, companyCode: companyCode)),
        provider: provider, by: author.actor, recordedBy: author.recordedBy, id: id)
    ]
    if state.grant == nil, mine.isService != ShownSettings(state).isService {
      commands.append(
        Command(
          .serviceAccountSelected(ServiceAccountSelected(selected: mine.isService)),
          provider: provider, by: author.actor, recordedBy: author.recordedBy,
          id: id.map { RecordID(high: $0.high, low: $0.low ^ 1) }))
    }
    return commands
  }

  /// The settings that a page showed when the company had so many records; nil if it never had.
  private func shown(_ sequence: Int64) throws -> ShownSettings? {
    guard sequence > 0 else { return ShownSettings(Integration(provider)) }
    let positions = try ledger.positions(of: company)
    guard sequence <= positions.count else { return nil }
    let position = positions[Int(sequence) - 1]
    return ShownSettings(
      try ledger.integration(of: company, provider, at: .position(position))?.state
        ?? Integration(provider))
  }
}
