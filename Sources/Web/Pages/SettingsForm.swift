import Connector
import EventLog
import Hummingbird
import Integrations

/// The settings of an integration as people see them.
struct ShownSettings: Hashable {
  var transfers: Registers
  var isEnabled: Bool
  var isService: Bool

  /// What a page shows of a state; what the provider proposes where nothing was saved yet.
  init(_ state: Integration) {
    transfers = state.settings?.transfers ?? state.provider.proposedTransfers
    isEnabled = state.settings?.enabled == true
    isService = state.grant.map { $0.accountType == .service } ?? state.serviceAccountSelected
  }

  /// In words, for whoever compares two of them.
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

/// The settings that a form brings, and how many records there were when its page was made.
struct SettingsForm {
  var sequence: Int64
  var transfers: Registers
  /// The choice of account; nil where a grant stands, since the choice is locked then.
  var isService: Bool?

  /// Nil for a form that shows no settings, such as a single button.
  init?(_ form: FormFields) {
    guard let sequence = form["sequence"].flatMap({ Int64($0) }) else { return nil }
    self.init(form, sequence)
  }

  /// The settings of a form that always has them.
  init(_ form: FormFields, _ sequence: Int64) {
    self.sequence = sequence
    transfers = Registers(form.all("transfers").compactMap(Register.init(rawValue:)))
    isService = form["account"].map { $0 == AccountType.service.rawValue }
  }
}

/// Why settings were not saved; the page shows it beside what was filled in.
enum UnsavedSettings: Error {
  /// Somebody changed them since the page was made.
  case changedMeanwhile(mine: ShownSettings, theirs: ShownSettings)
  /// They would be enabled with nothing to transfer.
  case nothingToTransfer(mine: ShownSettings)

  var mine: ShownSettings {
    switch self {
    case .changedMeanwhile(let mine, _), .nothingToTransfer(let mine): mine
    }
  }

  var status: HTTPResponse.Status {
    if case .changedMeanwhile = self { .conflict } else { .badRequest }
  }
}

/// Saving what a form shows.
struct SettingsSaver {
  let ledger: Ledger
  let company: Company
  let provider: Provider
  let author: Author
  /// The id of the record, so that a form which is sent again is recorded once; nil for a new one.
  let id: RecordID?
  /// How long to wait for another process that writes.
  let patience: Duration
  /// How often somebody else may come between before it is busy here.
  private static let tries = 5

  /// Saves what the form shows, all or nothing.
  ///
  /// - Parameters:
  ///   - form: What it shows; nil leaves transfers and account as they are.
  ///   - enabling: Whether transfers are to run; nil leaves it as it is.
  /// - Throws: `UnsavedSettings`, and then nothing was saved.
  func save(_ form: SettingsForm?, enabling: Bool? = nil) async throws {
    guard form != nil || enabling != nil else { return }
    var id = id
    for _ in 0..<Self.tries {
      let view = try ledger.integration(of: company, provider)
      let size = view?.size ?? 0
      let state = view?.state ?? Integration(provider)
      let mine = try wished(form, enabling, state, size: size)
      do {
        let appended = try await ledger.appendConcurrently(
          commands(mine, state, id), to: company, expecting: .exactly(size), patience: patience)
        // A page that is gone back to brings its id again, and may bring a choice that somebody has
        // changed since.
        guard appended.contains(where: \.isRepeat), mine != ShownSettings(state) else { return }
        id = nil
      } catch LedgerError.conflict {
        // Somebody was quicker: what they did is looked at first.
      } catch LedgerError.idTaken {
        id = nil
      }
    }
    throw WebError.busy
  }

  /// What the settings are to be.
  private func wished(
    _ form: SettingsForm?, _ enabling: Bool?, _ state: Integration, size: Int64
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

  private func commands(
    _ mine: ShownSettings, _ state: Integration, _ id: RecordID?
  ) -> [Command] {
    var commands = [
      Command(
        .configured(Configured(transfers: mine.transfers, enabled: mine.isEnabled)),
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

  /// What a page showed when the company had so many records; nil where it never had.
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
