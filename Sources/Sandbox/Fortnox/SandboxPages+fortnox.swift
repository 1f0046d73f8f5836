/// The pages of the imitation of Fortnox.
extension SandboxPages {
  static let fortnox = SandboxPages(
    Frame(
      language: "sv", title: "Sandlåda – inte Fortnox", label: "Sandlåda", mark: "SANDLÅDA",
      notice: "Det här är inte Fortnox. Inget här är på riktigt."),
    [
      ("login", login), ("company", company), ("consent", consent), ("error", error),
      ("control", control),
    ])

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
    <p>{{name}} aktiverar <strong>{{appName}}</strong> för <strong>{{company}}</strong>{{#isService}} med ett <strong>servicekonto</strong>{{/isService}}.</p>
    <p>{{appName}} får tillgång till:</p><ul>{{#scopes}}<li><code>{{.}}</code></li>{{/scopes}}</ul>
    <form method="post" action="/oauth-v1/consent"><input type="hidden" name="flow" value="{{flow}}">
    <button id="approve" name="answer" value="approve">Godkänn &amp; aktivera</button>
    <button id="deny" name="answer" value="deny" class="plain">Avbryt</button></form>{{/main}}{{/frame}}
    """

  private static let error = """
    {{<frame}}{{$main}}<h1>Fel</h1><p class="fault">{{text}}</p>{{/main}}{{/frame}}
    """

  private static let control = """
    {{<frame}}{{$main}}{{> control-head}}
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
    </table>
    {{> control-foot}}{{/main}}{{/frame}}
    """
}
