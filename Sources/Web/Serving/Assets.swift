/// The style sheet and the script, under names that change with their content.
struct Assets: Sendable {
  let style: [UInt8]
  let script: [UInt8]
  let stylePath: String
  let scriptPath: String

  init() {
    style = PackageResources.base_css + PackageResources.parts_css + PackageResources.lists_css
    script = PackageResources.app_js
    stylePath = "/assets/\(Secrets.hash(String(decoding: style, as: UTF8.self)).prefix(12)).css"
    scriptPath = "/assets/\(Secrets.hash(String(decoding: script, as: UTF8.self)).prefix(12)).js"
  }
}
