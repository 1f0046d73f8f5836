import Mustache

/// The pages of one imitation; what is put into them is escaped.
struct SandboxPages: Sendable {
  /// What tells everybody, on every page, that it is an imitation.
  struct Frame {
    /// The language of the pages.
    let language: String
    let title: String
    let label: String
    let mark: String
    let notice: String
  }

  private let library: MustacheLibrary
  private let frame: [String: String]

  /// - Parameter sources: The templates that are the imitation's own, by name.
  init(_ frame: Frame, _ sources: [(String, String)]) {
    var templates: [String: MustacheTemplate] = [:]
    for (name, source) in Self.shared + sources {
      guard let template = try? MustacheTemplate(string: source) else {
        preconditionFailure("the template \(name) does not compile")
      }
      templates[name] = template
    }
    library = MustacheLibrary(templates: templates)
    self.frame = [
      "frameLanguage": frame.language, "frameTitle": frame.title, "frameLabel": frame.label,
      "frameMark": frame.mark, "frameNotice": frame.notice,
    ]
  }

  func render(_ name: String, _ values: [String: Any]) -> String {
    library.render(values.merging(frame) { $1 }, withTemplate: name) ?? ""
  }

  /// `control-head` and `control-foot` stand around what an imitation's control page has of its own.
  private static let shared = [
    ("frame", frame), ("control-head", controlHead), ("control-foot", controlFoot),
  ]

  private static let frame = """
    <!DOCTYPE html>
    <html lang="{{frameLanguage}}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark"><title>{{frameTitle}}</title>
    <link rel="stylesheet" href="/sandbox/style.css"></head><body>
    <aside class="bar" aria-label="{{frameLabel}}"><strong>{{frameMark}}</strong> {{frameNotice}}</aside>
    <main>{{$main}}{{/main}}</main></body></html>
    """

  private static let controlHead = """
    <h1>The sandbox</h1>
    <p>{{#product}}<a href="{{.}}">Back to {{appName}}</a> · {{/product}}{{#neighbours}}<a href="{{url}}">The imitation of {{title}}</a> · {{/neighbours}}Its clock: <strong>{{time}}</strong> ({{offset}} s ahead)</p>
    <form method="post" action="/sandbox/clock" class="row">{{#moves}}<button name="seconds" value="{{seconds}}">{{title}}</button>{{/moves}}</form>
    <h2>Faults</h2><form method="post" action="/sandbox/fault" class="row">
    <label>At <select name="step">{{#steps}}<option>{{.}}</option>{{/steps}}</select></label>
    <label>do <select name="fault">{{#faults}}<option>{{.}}</option>{{/faults}}</select></label>
    <label>times <input name="times" value="1" size="3"></label><button>Add</button></form>
    {{#pending}}<p>Next at <code>{{step}}</code>: {{faults}}</p>{{/pending}}
    <form method="post" action="/sandbox/calm"><button class="plain">No more faults</button></form>
    """

  private static let controlFoot = """
    <h2>Grants</h2>{{#grants}}<p>{{text}}: {{standing}}</p>{{/grants}}{{^grants}}<p>None yet.</p>{{/grants}}
    <form method="post" action="/sandbox/reset"><button class="plain">Everything as at the start</button></form>
    """

  /// Colours of its own, so that nobody takes it for a provider.
  static let style = """
    :root{--ink:#221a0c;--paper:#fff9ec;--card:#fff;--line:#e8d9b5;--hot:#b35c00}
    @media(prefers-color-scheme:dark){:root{--ink:#f6ead2;--paper:#1d1708;--card:#292110;--line:#4d4023;--hot:#ffb454}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 "DejaVu Sans",sans-serif}
    .bar{margin:0;padding:.5rem 1rem;text-align:center;color:#221a0c;background:repeating-linear-gradient(-45deg,#ffc65c 0 18px,#ffb52e 18px 36px)}
    .bar strong{background:#221a0c;color:#ffb52e;padding:.1rem .5rem}
    main{max-width:46rem;margin:2rem auto;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.5rem}
    h1{margin-top:0}
    label{display:block;margin:.75rem 0}
    .field{display:grid;gap:.25rem;max-width:22rem}
    .row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
    .row label{margin:0}
    .row p{margin:0}
    fieldset{border:1px solid var(--line);border-radius:8px;margin:0 0 1rem;max-height:24rem;overflow:auto}
    input,select,button{font:inherit;padding:.45rem .7rem;border-radius:8px;border:1px solid var(--line);background:var(--card);color:var(--ink)}
    button{background:var(--hot);border-color:var(--hot);color:var(--card);cursor:pointer;font-weight:600}
    button.plain{background:none;color:var(--ink);border-color:var(--line)}
    .fault{color:#b3261e}
    @media(prefers-color-scheme:dark){.fault{color:#ff9a92}}
    table{width:100%;border-collapse:collapse}
    td{padding:.35rem .5rem .35rem 0;border-top:1px solid var(--line);vertical-align:top}
    details{margin-top:1.5rem}
    select{max-width:100%}
    @media(max-width:48rem){main{margin:1rem;padding:1rem}td,tr{display:block}tr{border-top:1px solid var(--line)}td{border:0}}
    a{color:var(--hot)}
    """
}
