import Mustache

/// The imitation's pages; what is put into them is escaped.
enum SandboxTemplates {
  private static let library: MustacheLibrary = {
    var templates: [String: MustacheTemplate] = [:]
    for (name, source) in sources {
      guard let template = try? MustacheTemplate(string: source) else {
        preconditionFailure("the template \(name) does not compile")
      }
      templates[name] = template
    }
    return MustacheLibrary(templates: templates)
  }()

  static func render(_ name: String, _ values: [String: Any]) -> String {
    library.render(values, withTemplate: name) ?? ""
  }

  private static let sources = [
    ("frame", frame), ("login", login), ("company", company), ("consent", consent),
    ("error", error), ("control", control),
  ]

  private static let frame = """
    <!DOCTYPE html>
    <html lang="sv"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark"><title>Sandlåda – inte Fortnox</title>
    <link rel="stylesheet" href="/sandbox/style.css"></head><body>
    <aside class="bar" aria-label="Sandlåda"><strong>SANDLÅDA</strong> Det här är inte Fortnox. Inget här är på riktigt.</aside>
    <main>{{$main}}{{/main}}</main></body></html>
    """

  private static let login = """
    {{<frame}}{{$main}}<h1>Logga in</h1>
    {{#fault}}<p class="fault" role="alert">{{.}}</p>{{/fault}}
    <form method="post" action="/oauth-v1/login"><input type="hidden" name="flow" value="{{flow}}">
    <label class="field">Användare <input name="user" autocomplete="username" required></label>
    <label class="field">Lösenord <input name="password" type="password" autocomplete="current-password" required></label>
    <button id="login">Logga in</button></form>
    <details><summary>Vilka finns här?</summary><table>
    {{#people}}<tr><td><code>{{user}}</code></td><td><code>{{password}}</code></td><td>{{about}}</td></tr>{{/people}}
    </table></details>{{/main}}{{/frame}}
    """

  private static let company = """
    {{<frame}}{{$main}}<h1>Välj företag</h1><p>{{name}}</p>
    <form method="post" action="/oauth-v1/company"><input type="hidden" name="flow" value="{{flow}}">
    {{#companies}}<label class="choice"><input type="radio" name="company" value="{{number}}" required> {{name}}</label>{{/companies}}
    <button id="choose">Fortsätt</button></form>{{/main}}{{/frame}}
    """

  private static let consent = """
    {{<frame}}{{$main}}<h1>Aktivering</h1>
    <p>{{name}} aktiverar <strong>Moment</strong> för <strong>{{company}}</strong>{{#isService}} med ett <strong>servicekonto</strong>{{/isService}}.</p>
    <p>Moment får tillgång till:</p><ul>{{#scopes}}<li><code>{{.}}</code></li>{{/scopes}}</ul>
    <form method="post" action="/oauth-v1/consent"><input type="hidden" name="flow" value="{{flow}}">
    <button id="approve" name="answer" value="approve">Godkänn &amp; aktivera</button>
    <button id="deny" name="answer" value="deny" class="plain">Avbryt</button></form>{{/main}}{{/frame}}
    """

  private static let error = """
    {{<frame}}{{$main}}<h1>Fel</h1><p class="fault">{{text}}</p>{{/main}}{{/frame}}
    """

  private static let control = """
    {{<frame}}{{$main}}<h1>The sandbox</h1>
    <p>{{#product}}<a href="{{.}}">Back to Moment</a> · {{/product}}Its clock: <strong>{{time}}</strong> ({{offset}} s ahead)</p>
    <form method="post" action="/sandbox/clock" class="row">{{#moves}}<button name="seconds" value="{{seconds}}">{{title}}</button>{{/moves}}</form>
    <h2>Faults</h2><form method="post" action="/sandbox/fault" class="row">
    <label>At <select name="step">{{#steps}}<option>{{.}}</option>{{/steps}}</select></label>
    <label>do <select name="fault">{{#faults}}<option>{{.}}</option>{{/faults}}</select></label>
    <label>times <input name="times" value="1" size="3"></label><button>Add</button></form>
    {{#pending}}<p>Next at <code>{{step}}</code>: {{faults}}</p>{{/pending}}
    <form method="post" action="/sandbox/calm"><button class="plain">No more faults</button></form>
    <h2>Our app</h2><form method="post" action="/sandbox/app" class="row">
    <select name="what" aria-label="what">{{#features}}<option>{{.}}</option>{{/features}}</select>
    <button name="allowed" value="yes">allow</button><button name="allowed" value="no" class="plain">withhold</button></form>
    {{#withheld}}<p>Withheld: {{.}}</p>{{/withheld}}
    <h2>People</h2><p>Everybody's password is <code>hemligt</code>.</p><table>
    {{#people}}<tr><td><code>{{user}}</code></td><td>{{about}}</td><td><form method="post" action="/sandbox/right" class="row">
    <input type="hidden" name="person" value="{{user}}"><input type="hidden" name="company" value="{{company}}">
    <select name="register" aria-label="register">{{#registers}}<option>{{.}}</option>{{/registers}}</select>
    <button name="granted" value="yes">give</button><button name="granted" value="no" class="plain">take</button></form></td></tr>{{/people}}
    </table><h2>Companies</h2><table>
    {{#companies}}<tr><td>{{number}}</td><td>{{name}}</td><td><form method="post" action="/sandbox/licence" class="row">
    <input type="hidden" name="company" value="{{number}}">
    <select name="licence" aria-label="licence">{{#licences}}<option>{{.}}</option>{{/licences}}</select>
    <button name="held" value="yes">give</button><button name="held" value="no" class="plain">take</button></form></td></tr>{{/companies}}
    </table><h2>Grants</h2>{{#grants}}<p>{{company}}, {{user}}, {{kind}}: {{standing}}</p>{{/grants}}{{^grants}}<p>None yet.</p>{{/grants}}
    <form method="post" action="/sandbox/reset"><button class="plain">Everything as at the start</button></form>
    {{/main}}{{/frame}}
    """

  /// Its own colours, so that nobody takes it for Fortnox.
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
