import Encoding
package import Foundation
package import Integrations

extension Text {
  /// What Foundation could not read or write, in the words of the operating system.
  package init(reading error: CocoaError) {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let code = cause?.domain == NSPOSIXErrorDomain ? cause.map { Int32($0.code) } : nil
    let (english, swedish) =
      code.map { (": " + SystemError.english($0), ": " + SystemError.swedish($0)) } ?? ("", "")
    self.init(
      "\(error.filePath ?? "A file") cannot be read or written\(english).",
      "\(error.filePath ?? "En fil") kan inte läsas eller skrivas\(swedish).")
  }
}
