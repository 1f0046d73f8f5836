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
  /// How long a link lets somebody in: half an hour.
  public static let linkSeconds: Int64 = 30 * minuteSeconds
  /// The same in minutes, as texts say it.
  public static let linkMinutes = linkSeconds / minuteSeconds
  /// How long a visit lasts: eight hours.
  public static let visitSeconds: Int64 = 8 * 3600
  /// The same in hours, as texts say it.
  public static let visitHours = visitSeconds / 3600
  /// An unchanged failure or refusal is recorded again only so long after the last time.
  static let repetitionSeconds = daySeconds
  /// A success is recorded where none has shown the grant alive for so long.
  static let provenSeconds = 6 * daySeconds
  /// A refresh this soon after another one is likelier our own race than anything else.
  static let raceSeconds = 5 * minuteSeconds
  /// For so long the clock's word that a grant has ended is only likely: a refresh that moved its
  /// end by less was not recorded.
  static let graceSeconds = daySeconds
  /// How long a consent can be used after it was last refreshed: 45 days at Fortnox
  /// (https://fortnox.se/developer/authorization/migrate-legacy-token-to-jwt), and where refresh
  /// tokens have no end a removed one is taken to have ended.
  public static let refreshTokenSeconds: Int64 = 45 * daySeconds
  /// How long after its end a consent is taken to have ended: our clock is not the provider's.
  public static let endedSeconds = daySeconds
  /// Callbacks that belong to nobody become one record in so long.
  public static let unknownCallbackSeconds = minuteSeconds
  /// A grant of which nothing was recorded as good for so long is a warning.
  public static let quietSeconds = 14 * daySeconds
  /// A grant that ends within so long is a warning.
  public static let endingSeconds = 7 * daySeconds
}
