import Integrations

/// What an imported file may look like: one rule for actions and records.
///
/// It is JSON Lines in UTF-8. Ignored are a byte order mark at the beginning, a carriage return
/// before a newline, white space around a line, and blank lines: so a file that went through a
/// Windows editor can be imported, and a record's own bytes stay as they are. Anything else is
/// refused in a sentence that says what it is.
enum ImportForm {
  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// The beginnings of other kinds of files, what each kind is, and what to do.
  private static let foreign: [(beginning: [UInt8], advice: Text)] = [
    ([0x1f, 0x8b], Text("is gzip: gunzip it first", "är gzip: packa upp den med gunzip först")),
    (
      [0x42, 0x5a, 0x68],
      Text("is bzip2: bunzip2 it first", "är bzip2: packa upp den med bunzip2 först")
    ),
    (
      [0xfd, 0x37, 0x7a, 0x58, 0x5a],
      Text("is xz: unxz it first", "är xz: packa upp den med unxz först")
    ),
    (
      [0x28, 0xb5, 0x2f, 0xfd],
      Text("is zstd: unzstd it first", "är zstd: packa upp den med unzstd först")
    ),
    (
      [0x50, 0x4b, 0x03, 0x04],
      Text("is a ZIP archive: unzip it first", "är ett ZIP-arkiv: packa upp den med unzip först")
    ),
    ([0xff, 0xfe, 0x00, 0x00], unicode("UTF-32")),
    ([0x00, 0x00, 0xfe, 0xff], unicode("UTF-32")),
    ([0xff, 0xfe], unicode("UTF-16")),
    ([0xfe, 0xff], unicode("UTF-16")),
    (
      Array("SQLite format 3".utf8),
      Text(
        "is a database: export from it with authledger history",
        "är en databas: exportera ur den med authledger history")
    ),
    (
      Array("[".utf8),
      Text(
        "is a JSON list: write each element on a line of its own, as with jq -c '.[]'",
        "är en JSON-lista: skriv varje element på en egen rad, som med jq -c '.[]'")
    ),
  ]

  /// How many bytes `refusal` looks at.
  static let beginningSize = 16

  /// Why a file that begins so is not JSON Lines; nil if it may be.
  static func refusal(_ beginning: some Collection<UInt8>) -> Text? {
    let beginning = Array(beginning.prefix(beginningSize))
    if let known = foreign.first(where: { beginning.starts(with: $0.beginning) }) {
      return known.advice
    }
    guard beginning.contains(0) else { return nil }
    // Every second byte of ASCII in UTF-16 is zero.
    return beginning.count > 1 && (beginning[0] == 0) != (beginning[1] == 0)
      ? unicode("UTF-16", "UTF-16LE")
      : Text("is binary data, not JSON Lines", "är binär data, inte JSON Lines")
  }

  private static func unicode(_ form: String, _ encoding: String? = nil) -> Text {
    let command = "iconv -f \(encoding ?? form) -t UTF-8"
    return Text(
      "is \(form): write it as UTF-8, as with \(command)",
      "är \(form): skriv den som UTF-8, som med \(command)")
  }

  /// A line without the white space around it; nil if it is blank.
  ///
  /// - Parameter isFirst: True for the first line, which may begin with a byte order mark.
  static func content(
    of line: UnsafeRawBufferPointer, isFirst: Bool
  ) -> UnsafeRawBufferPointer? {
    var rest = line[...]
    if isFirst, rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
    while let byte = rest.first, isSpace(byte) { rest = rest.dropFirst() }
    while let byte = rest.last, isSpace(byte) { rest = rest.dropLast() }
    return rest.isEmpty ? nil : UnsafeRawBufferPointer(rebasing: rest)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0d
  }
}
