public import Integrations

extension FollowerLag {
  /// What `doctor` says of the lag.
  func finding(at now: Timestamp) -> DoctorFinding {
    if let stopped {
      return DoctorFinding(
        .error, "leader",
        Text(
          "Nothing more is taken from \(url). \(stopped.english)",
          "Inget mer tas från \(url). \(stopped.swedish)"))
    }
    let run = Text(
      "See that `authledger-connect follow` runs, and what it says.",
      "Se till att `authledger-connect follow` är igång, och vad det säger.")
    guard let lookedAt, let records else {
      return DoctorFinding(
        .warning, "leader",
        Text("\(url) has not answered yet.", "\(url) har inte svarat än."), run)
    }
    let isLate = seconds(at: now).map { $0 >= Self.alarmSeconds } ?? true
    return DoctorFinding(
      isLate ? .warning : .ok, "leader", sentence(records: records, lookedAt), isLate ? run : nil)
  }

  /// The lag as a sentence; that it is not known, where no look was taken.
  public var sentence: Text {
    guard let lookedAt, let records else {
      return Text(
        "This is a follower of \(url), which has not answered yet.",
        "Detta är en följare av \(url), som inte har svarat än.")
    }
    return sentence(records: records, lookedAt)
  }

  private func sentence(records: Int64, _ lookedAt: Timestamp) -> Text {
    let behind =
      records == 0
      ? Text("has everything", "har allt")
      : Text(
        "is \(records.counted("record")) behind",
        "ligger \(records.counted("post", "poster")) efter")
    return Text(
      "This follower of \(url) \(behind.english), as of \(lookedAt).",
      "Denna följare av \(url) \(behind.swedish), per \(lookedAt).")
  }
}
