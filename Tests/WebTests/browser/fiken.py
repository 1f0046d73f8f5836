"""Walks Fiken's journey in a real browser: fiken.py PRODUCT SANDBOX FOLDER

A company connects Fiken as the help page tells it, fails by a company that was not given, does what the
page prints, and is active beside its Fortnox integration. In both languages.
"""
from selenium.webdriver.common.keys import Keys

from driver import FIKEN, PRODUCT, ask, walk
from examining import in_other_language, picture, seen, wrong
from journey import happy

APPS = FIKEN + "/konto/sikkerhet/apper"
COMPANY = f"{PRODUCT}/companies/exempelbolaget/fiken"
OTHER = f"{PRODUCT}/companies/provforetaget/fiken"
ADDRESS = "https://fiken.no/foretak/exempelselskapet-as/kontakter"


def leaves(b, selector, name=None):
    """Presses a button that leads to Fiken, by a page that goes on by itself."""
    if name:
        see_leaving(b, selector, name)
    else:
        b.one(selector).click()
    b.wait("the login", lambda: b.one("#login").is_displayed())


FETCH = """
const button = document.querySelector(arguments[0]), done = arguments[arguments.length - 1];
fetch(button.formAction, {method: "POST", body: new URLSearchParams(new FormData(button.form))})
  .then(answer => answer.text()).then(text => {
    document.open();
    document.write(text.replace(/<meta http-equiv="refresh"[^>]*>/, ""));
    document.close();
    done(text);
  }, error => done(String(error)));
"""


def see_leaving(b, selector, name):
    """Looks at the page between, which does not go on by itself here, and goes on by its link."""
    text = b.driver.execute_async_script(FETCH, selector)
    assert f'<meta http-equiv="refresh" content="0;url={FIKEN}/oauth/authorize?' in text, text
    b.wait("the page between", lambda: b.one("#go-on").is_displayed())
    picture(b, name)
    b.one("#go-on").click()


def consents(b, user, *companies):
    b.log_in_at_fiken(user)
    b.choose_at_fiken(*companies)
    b.click("#approve")
    b.finish()


def gives(b, user, *companies):
    """Does what the page prints: Rediger konto, Sikkerhet, Apper du har gitt tilgang til."""
    b.go(APPS)
    b.write("user", user)
    b.write("password", "hemligt")
    b.click("#login")
    b.shows("Rediger konto", "Sikkerhet", "Apper du har gitt tilgang til")
    b.choose_at_fiken(*companies)
    b.click("#save")
    b.shows("Lagret.")


def begins(b):
    """The integration is found in the list, and wants a company code first."""
    b.enter("administrator:u-17")
    b.write("q", "fik")
    b.one("[name=q]").send_keys(Keys.ENTER)
    picture(b, "en-list")
    b.click(".tile")
    assert b.address == COMPANY and b.phase == "notConfigured", (b.address, b.phase)
    assert not b.all("[name=account]"), "there is no service account"
    picture(b, "en-before")
    b.click("#save")
    b.shows("Company code")
    assert b.all("#lacks-code")
    picture(b, "en-lacks-code")
    b.write("companyCode", "https://fiken.no/")
    b.click("#save")
    assert b.all("#no-code")
    picture(b, "en-no-code")


def declines(b):
    """At Fiken, with the state and without it."""
    b.write("companyCode", ADDRESS)
    leaves(b, "#save", "en-leaving")
    b.log_in_at_fiken("david")
    picture(b, "en-consent")
    b.click("#deny")
    b.finish()
    b.shows("Authorization failed")
    picture(b, "en-declined")


def looks_again(b, phase):
    """Presses the button, until the company is found.

    The server looks by itself too: while it does, the page waits, and then there may be nothing to press.
    """
    def is_found():
        return b.phase == phase and not b.all("#missing") and not b.all("#finishing")

    b.wait("the button or the end", lambda: b.all("#look") or is_found())
    if b.all("#look"):
        b.click("#look")
    b.wait("the end", is_found)


def misses(b):
    """Approves for another company, is told so, and does what the page prints."""
    b.go(COMPANY)
    leaves(b, "#authorize")
    consents(b, "david", "proveselskapet-as")
    b.wait("what is missing", lambda: b.one("#missing").is_displayed())
    b.shows("Rediger konto", "Apper du har gitt tilgang til")
    assert "exempelselskapet" not in b.text, "the code is never shown"
    picture(b, "en-missing")
    b.wait("the button", lambda: b.all("#look"))
    b.click("#look")
    b.shows("Still not found")
    picture(b, "en-still-missing")
    gives(b, "david", "proveselskapet-as", "exempelselskapet-as")
    b.go(COMPANY)
    looks_again(b, "authorized")
    picture(b, "en-found")
    b.press("Enable")
    assert b.phase == "active", b.phase
    picture(b, "en-fiken-active")


def stands_beside(b):
    """The company's Fortnox integration is active as well."""
    happy(b, "en")
    b.go(f"{PRODUCT}/companies/exempelbolaget")
    b.shows("Fiken", "Fortnox")
    active = [tile.text for tile in b.all(".tile") if "Active" in tile.text or "Aktiv" in tile.text]
    assert len(active) == 2, active
    picture(b, "en-both")


def lacks_rights(b):
    """A person without rights approves: both registers are refused."""
    b.go(COMPANY)
    leaves(b, "#reauthorize")
    consents(b, "bo", "exempelselskapet-as")
    b.go(COMPANY)
    assert b.phase == "permissionDenied", b.phase
    picture(b, "en-no-rights")
    right = {"person": "bo", "company": "exempelselskapet-as", "granted": "yes"}
    for register in ("contacts", "projects"):
        ask("/sandbox/api/right", FIKEN, register=register, **right)
    b.press("Check again")
    assert b.phase == "active", b.phase


def modules(b):
    """A company without the API module, and one without the project module."""
    for person, code, name in (
        ("eva", "uten-api-as", "no-api-module"),
        ("fredrik", "uten-prosjekt-as", "no-project-module"),
    ):
        b.go(OTHER)
        b.write("companyCode", code)
        leaves(b, "#authorize" if b.all("#authorize") else "#save")
        consents(b, person, code)
        picture(b, f"en-{name}")
        b.go(OTHER)
        picture(b, f"en-{name}-page")
    assert b.phase == "permissionDenied", b.phase


def swedish(b):
    """Removed at Fiken by the person; authorized anew by another, on a telephone in Swedish."""
    ask("/sandbox/api/switch", FIKEN, name="errorState", position="missing")
    b.enter("administrator:u-17")
    b.go(COMPANY)
    picture(b, "sv-before")
    leaves(b, "#reauthorize", "sv-leaving")
    b.log_in_at_fiken("anna")
    b.click("#deny")
    b.finish()
    picture(b, "sv-declined")
    b.go(COMPANY)
    leaves(b, "#reauthorize")
    consents(b, "anna", "anna-ek")
    b.wait("what is missing", lambda: b.one("#missing").is_displayed())
    b.shows("Du godkände, men inte för företaget med den här koden.")
    picture(b, "sv-missing")
    gives(b, "anna", "exempelselskapet-as")
    b.go(COMPANY)
    looks_again(b, "active")
    picture(b, "sv-active")


def everything(browser):
    b = browser("en")
    begins(b)
    declines(b)
    misses(b)
    stands_beside(b)
    lacks_rights(b)
    b.enter("administrator:u-21")
    modules(b)
    swedish(browser("sv", width=390, dark=True))
    for person in sorted(seen, key=str):
        in_other_language(b, person)
    state = ask("/sandbox/api/state", FIKEN)
    limits = {name: state["counts"].get(name, 0) for name in (
        "requestsAtOnce", "requestsTooFast", "requestsWithoutID")}
    assert not any(limits.values()), limits
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong)


walk(everything)
