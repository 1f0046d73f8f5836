extension ProblemInContext {
  private var notConfirmed: Text {
    names.profile.answers.refusalsHaveCodes
      ? Text(
        "Whether it is a right that is missing: what \(system)'s code means is not confirmed.",
        "Om det är en behörighet som saknas: vad koden betyder är inte bekräftat.")
      : Text(
        "Whether it is a right that is missing: \(system) only says that it is not allowed.",
        "Om det är en behörighet som saknas: \(system) säger bara att det inte är tillåtet.")
  }

  /// There is a grant, and a register is refused because a right is missing.
  var rightsTexts: VerdictTexts {
    problem.kinds == [.registerCompany] ? companyNotGiven : rightMissing
  }

  /// The person who approved no longer lets our app see the company that the company code names.
  private var companyNotGiven: VerdictTexts {
    var texts = rightMissing
    let product = names.product.title
    texts.cause = Text(
      "\(product.english) does not find the company among those in \(system) that the person who "
        + "approved gives it access to.",
      "\(product.swedish) hittar inte företaget bland dem i \(system) som den som godkände ger åtkomst "
        + "till.")
    texts.unknown = [
      Text(
        "Whether access was taken back from \(product.english), or the person who approved lost theirs.",
        "Om åtkomsten togs tillbaka från \(product.swedish), eller om den som godkände förlorade sin."
      )
    ]
    texts.fixer = nil
    texts.fixes = [steps.allowCompany]
    texts.retry = .yes
    return texts
  }

  private var rightMissing: VerdictTexts {
    let isService = problem.accountType == .service
    let ambiguous = problem.ambiguous
    var unknown: [Text] = []
    if !isService {
      unknown.append(
        Text(
          "Who approved: \(system) does not tell.", "Vem som godkände: det berättar inte \(system)."
        ))
    }
    if problem.confidence != .certain {
      unknown.append(
        ambiguous.isEmpty
          ? notConfirmed
          : Text(
            "Whether it is a right that is missing: such words have stood for a licence as well.",
            "Om det är en behörighet som saknas: sådana ord har även gällt en licens."))
    }
    return VerdictTexts(
      holds: Text(
        "The consent stands, and a register was refused for want of \(words.right.english).",
        "Godkännandet gäller, och åtkomst till ett register nekades för att behörighet saknas."),
      title: hasGrant
        ? Text(
          "cannot transfer \(registers.english)", "kan inte överföra \(registers.swedish)")
        : Text(
          "was refused \(registers.english) before",
          "nekades tidigare åtkomst till \(registers.swedish)"),
      cause: isService
        ? Text(
          "The service account may not handle \(registers.english) in \(system).",
          "Servicekontot saknar behörighet för \(registers.swedish) i \(system).")
        : Text(
          "The person who approved in \(system) lacks \(words.right.english) for "
            + "\(registers.english) there.",
          "Personen som godkände i \(system) saknar där behörighet för \(registers.swedish)."),
      fixer: .providerAdministrator, unknown: unknown,
      fixes: [steps.giveRights(problem.registers, problem.accountType)]
        + (ambiguous.isEmpty ? [] : [steps.orderScopeLicence(ambiguous)]),
      retry: isService ? .afterwards : .no)
  }
}
