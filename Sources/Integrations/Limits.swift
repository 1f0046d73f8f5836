/// Every duration and size of the domain, once; texts interpolate them.
public enum Limits {
  /// A minute, in seconds.
  static let minuteSeconds: Int64 = 60
  /// A day, in seconds.
  public static let daySeconds: Int64 = 24 * 3600
  /// How long an attempt lives: 45 minutes.
  ///
  /// Real consents have taken twelve, and attempts that died sooner brought complaints
  /// (https://github.com/screenpipe/screenpipe/pull/5222).
  public static let attemptSeconds: Int64 = 45 * minuteSeconds
  /// The same in minutes, as texts say it.
  public static let attemptMinutes = attemptSeconds / minuteSeconds
  /// The longest that an attempt may live.
  static let longestAttemptSeconds = daySeconds
  /// The same in hours, as texts say it.
  static let longestAttemptHours = longestAttemptSeconds / 3600
  /// How long a link can be used: half an hour.
  public static let linkSeconds: Int64 = 30 * minuteSeconds
  /// The same in minutes, as texts say it.
  public static let linkMinutes = linkSeconds / minuteSeconds
  /// How long a visit lasts: eight hours.
  public static let visitSeconds: Int64 = 8 * 3600
  /// The same in hours, as texts say it.
  public static let visitHours = visitSeconds / 3600
  /// How many requests a service key may make in a minute unless it was made with another number.
  public static let requestsPerMinute = 6000
  /// The most that a service key can be made with; no server answers as many.
  public static let mostRequestsPerMinute = 10_000_000
  /// How many bytes a name in the ledger's own records may have.
  public static let nameBytes = 200
  /// How long a writer waits for other processes unless it is told otherwise.
  public static let patienceSeconds = 30
  /// An unchanged failure or refusal is recorded again only this long after the last record of it.
  static let repetitionSeconds = daySeconds
  /// A success that changes nothing is recorded if none has been for this long.
  static let provenSeconds = 6 * daySeconds
  /// A refresh refused this soon after another one is most likely our own race.
  static let raceSeconds = 5 * minuteSeconds
  /// How long after its expiry time a grant's end is only likely, because a refresh that moved the
  /// expiry by less than this was not recorded.
  static let graceSeconds = daySeconds
  /// How long a removed refresh token that has no end by itself counts as alive, so that its
  /// revocation is tried again.
  public static let endlessTokenSeconds: Int64 = 45 * daySeconds
  /// How long after its expiry a consent counts as ended for certain, because our clock may differ
  /// from the provider's.
  public static let endedSeconds = daySeconds
  /// Callbacks that belong to no attempt become at most one record in this time.
  public static let unknownCallbackSeconds = minuteSeconds
  /// The longest wait that is called a while: an hour.
  static let whileSeconds = 60 * minuteSeconds
  /// A grant without a recorded success for this long is a warning.
  public static let quietSeconds = 14 * daySeconds
  /// A grant that expires within this time is a warning.
  public static let endingSeconds = 7 * daySeconds
}
