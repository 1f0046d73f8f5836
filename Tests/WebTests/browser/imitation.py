"""Walks the pages of the imitation of Fiken in a real browser: imitation.py PRODUCT SANDBOX FOLDER

They are what a person sees of Fiken on the way, so they are looked at like the product's own.
"""
import urllib.parse

from driver import FIKEN, PRODUCT, ask, walk
from examining import picture, wrong

APPS = FIKEN + "/konto/sikkerhet/apper"
AUTHORIZE = FIKEN + "/oauth/authorize?" + urllib.parse.urlencode({
    "response_type": "code", "client_id": "sandbox", "state": "state-0123456789",
    "redirect_uri": PRODUCT + "/oauth/fiken/callback"})


def back(b):
    """A browser lets the form's answer lead back to the product, over two other hosts."""
    assert b.address.startswith(PRODUCT), b.address


def consents(b):
    b.go(AUTHORIZE)
    picture(b, "login")
    b.log_in_at_fiken("david", password="feil")
    b.shows("Feil brukernavn eller passord.")
    picture(b, "wrong-password")
    b.log_in_at_fiken("david")
    assert b.address.startswith(FIKEN + "/oauth/consent"), b.address
    b.shows("Gi Moment tilgang", "Prøveselskapet AS")
    picture(b, "consent")
    b.click("#deny")
    back(b)
    b.go(AUTHORIZE)
    b.log_in_at_fiken("helga")
    b.shows("Bransje 120 AS")
    picture(b, "accountant")
    b.go(AUTHORIZE)
    b.log_in_at_fiken("david")
    b.choose_at_fiken("proveselskapet-as")
    b.click("#approve")
    back(b)
    assert ask("/sandbox/api/state", FIKEN)["given"] == {"david": ["proveselskapet-as"]}


def account(b):
    b.go(APPS)
    b.write("user", "anna")
    b.write("password", "hemligt")
    b.click("#login")
    b.shows("Du har ikke gitt noen app tilgang.")
    picture(b, "no-apps")
    b.go(FIKEN + "/sandbox")
    picture(b, "control")
    b.one("a[href='/konto/sikkerhet/apper']").click()
    b.write("user", "david")
    b.write("password", "hemligt")
    b.click("#login")
    b.shows("Rediger konto", "Sikkerhet", "Apper du har gitt tilgang til")
    b.choose_at_fiken("proveselskapet-as", "exempelselskapet-as")
    b.click("#save")
    b.shows("Lagret.")
    picture(b, "apps")
    given = ask("/sandbox/api/state", FIKEN)["given"]["david"]
    assert given == ["exempelselskapet-as", "proveselskapet-as"], given
    b.click("#remove")
    b.shows("Du har ikke gitt noen app tilgang.")
    assert not ask("/sandbox/api/state", FIKEN)["given"]


def switches(b):
    b.go(FIKEN + "/sandbox")
    before = b.one("[name=position][value=ends]")
    assert before.get_attribute("aria-pressed") == "false"
    b.leave_by(before)
    assert b.one("[name=position][value=ends]").get_attribute("aria-pressed") == "true"
    assert ask("/sandbox/api/state", FIKEN)["switches"]["secondConsent"] == "ends"
    b.go(FIKEN + "/oauth/authorize")
    b.shows("Ukjent klient")
    picture(b, "unknown-app")


def everything(browser):
    b = browser("nb")
    consents(b)
    account(b)
    switches(b)
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong)


walk(everything)
