/// The pages of the imitation of Fiken.
extension SandboxPages {
  static let fiken = SandboxPages(
    Frame(
      language: "nb", title: "Sandkasse – ikke Fiken", label: "Sandkasse", mark: "SANDKASSE",
      notice: "Dette er ikke Fiken. Ingenting her er på ordentlig."),
    [
      ("login", login), ("consent", consent), ("apps", apps), ("error", error),
      ("control", control),
    ])

  private static let login = """
    {{<frame}}{{$main}}<h1>Logg inn</h1>
    {{#isWrong}}<p class="fault" role="alert">Feil brukernavn eller passord.</p>{{/isWrong}}
    <form method="post" action="{{action}}"><input type="hidden" name="flow" value="{{flow}}">
    <label class="field">Bruker <input name="user" autocomplete="username" required></label>
    <label class="field">Passord <input name="password" type="password" autocomplete="current-password" required></label>
    <button id="login">Logg inn</button></form>
    <details><summary>Hvem finnes her?</summary><table>
    {{#people}}<tr><td><code>{{user}}</code></td><td><code>{{password}}</code></td><td>{{about}}</td></tr>{{/people}}
    </table></details>{{/main}}{{/frame}}
    """

  private static let consent = """
    {{<frame}}{{$main}}<h1>Gi {{appName}} tilgang</h1>
    <p><strong>{{appName}}</strong> ber om å få lese og endre data i Fiken på vegne av {{name}}.</p>
    <form method="post" action="/oauth/consent"><input type="hidden" name="flow" value="{{flow}}">
    <fieldset><legend>Foretak som {{appName}} får tilgang til</legend>
    {{#companies}}<label class="choice"><input type="checkbox" name="company" value="{{slug}}"{{#isGiven}} checked{{/isGiven}}> {{name}} <code>{{slug}}</code></label>{{/companies}}</fieldset>
    <button id="approve" name="answer" value="approve">Godta</button>
    <button id="deny" name="answer" value="deny" class="plain">Avslå</button></form>{{/main}}{{/frame}}
    """

  private static let apps = """
    {{<frame}}{{$main}}<p>Rediger konto › Sikkerhet</p><h1>Apper du har gitt tilgang til</h1>
    <p>{{name}}</p>{{#isSaved}}<p role="status" id="saved">Lagret.</p>{{/isSaved}}
    {{#hasApp}}<h2>{{appName}}</h2>
    <form method="post" action="{{path}}"><input type="hidden" name="session" value="{{session}}">
    <fieldset><legend>Foretak som {{appName}} har tilgang til</legend>
    {{#companies}}<label class="choice"><input type="checkbox" name="company" value="{{slug}}"{{#isGiven}} checked{{/isGiven}}> {{name}} <code>{{slug}}</code></label>{{/companies}}</fieldset>
    <button id="save" name="answer" value="save">Lagre</button>
    <button id="remove" name="answer" value="remove" class="plain">Fjern tilgangen</button></form>{{/hasApp}}
    {{^hasApp}}<p id="none">Du har ikke gitt noen app tilgang.</p>{{/hasApp}}{{/main}}{{/frame}}
    """

  private static let error = """
    {{<frame}}{{$main}}<h1>Feil</h1><p class="fault">{{text}}</p>{{/main}}{{/frame}}
    """

  private static let control = """
    {{<frame}}{{$main}}{{> control-head}}
    <p><a href="/konto/sikkerhet/apper">Rediger konto, Sikkerhet, Apper du har gitt tilgang til</a></p>
    <h2>Switches</h2><p>What Fiken does not tell, so that each can be tried.</p><table>
    {{#switches}}<tr><td>{{about}}</td><td><form method="post" action="/sandbox/switch" class="row">
    <input type="hidden" name="name" value="{{name}}">
    {{#positions}}<button name="position" value="{{position}}"{{#isOn}} aria-pressed="true"{{/isOn}}{{^isOn}} class="plain" aria-pressed="false"{{/isOn}}>{{position}}</button>{{/positions}}</form></td></tr>{{/switches}}
    </table><h2>Our app</h2><form method="post" action="/sandbox/app" class="row">
    <input type="hidden" name="what" value="credentials"><p>Its id and secret are {{#isAppRefused}}refused{{/isAppRefused}}{{^isAppRefused}}taken{{/isAppRefused}}.</p>
    <button name="allowed" value="yes">take</button><button name="allowed" value="no" class="plain">refuse</button></form>
    <h2>People</h2><p>Everybody's password is <code>hemligt</code>.</p><table>
    {{#people}}<tr><td><code>{{user}}</code></td><td>{{about}}</td></tr>{{/people}}
    </table>
    <h3>What they may</h3><form method="post" action="/sandbox/right" class="row">
    <select name="person" aria-label="person">{{#people}}<option>{{user}}</option>{{/people}}</select>
    <select name="register" aria-label="register">{{#registers}}<option>{{.}}</option>{{/registers}}</select>
    <label>of <select name="company">{{#companies}}<option>{{.}}</option>{{/companies}}</select></label>
    <button name="granted" value="yes">give</button><button name="granted" value="no" class="plain">take</button></form>
    <h3>A company made after the consent</h3><form method="post" action="/sandbox/company" class="row">
    <select name="person" aria-label="person">{{#people}}<option>{{user}}</option>{{/people}}</select>
    <label>slug <input name="company" size="14" required pattern="[a-z0-9][a-z0-9-]*"></label><label>name <input name="name" size="14" required></label>
    <label>number <input name="number" size="10"></label>
    <label><input type="checkbox" name="test" value="yes"> a test company</label><button>Make</button></form>
    <h2>Modules</h2><form method="post" action="/sandbox/module" class="row">
    <select name="module" aria-label="module">{{#modules}}<option>{{.}}</option>{{/modules}}</select>
    <label>of <select name="company">{{#companies}}<option>{{.}}</option>{{/companies}}</select></label>
    <button name="held" value="yes">order</button><button name="held" value="no" class="plain">end</button></form>
    {{> control-foot}}{{/main}}{{/frame}}
    """
}
