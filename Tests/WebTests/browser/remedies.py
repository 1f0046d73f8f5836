"""Both remedies of a missing behörighet, pressed as they are printed."""
import re

from driver import ask
from examining import picture
from journey import COMPANY, remove

PRESSED = {"en": r"^In Moment, .*?click ([A-Z][^.]*?)(?: and ask .*)?\.$", "sv": r"[Kk]licka på (.+?) i Moment"}


def printed(b, way):
    """The steps of one of the page's ways, in its own words."""
    return b.run(
        "return [...document.querySelectorAll('.advice > ol')[arguments[0]].children]"
        ".map(li => li.firstChild.textContent.trim())", way)


def follow(b, t, steps, support):
    """Does what the steps say, in their order, and nothing else."""
    for step in steps:
        button = re.search(PRESSED[t], step)
        if re.search("select the service account|Välj servicekonto", step):
            b.click("#account-service")
        elif re.search("turn them on|Slå på behörigheten", step):
            for register in ("customers", "projects"):
                ask("/sandbox/api/right", person="bo", company="1001", register=register, granted="yes")
        elif re.search("Remove the stored|Ta bort den sparade", step):
            remove(support)
            b.go(COMPANY)
        elif re.search("^Write to|Write to support|Skriv till supporten", step):
            mail = b.one(".advice a[data-button=writeToSupport]")
            assert mail.text == button[1], (mail.text, step)
            assert mail.get_attribute("href").startswith("mailto:support@")
            assert "support@" in b.one(".advice .address").text
        elif button:
            b.press(button[1])
        elif re.search("^Log in|^Logga in", step):
            b.approve("anna")
            b.go(COMPANY)
        else:
            raise AssertionError(f"nobody can do this here: {step}")


def until_active(b, t, support):
    """What the page says next, until nothing is left to do."""
    for _ in range(3):
        if b.phase == "active":
            return
        follow(b, t, printed(b, 0), support)
    assert b.phase == "active", b.phase


def behorighet(b, t, support):
    """The approver lacks behörighet: seen at once, and mended by the first remedy as printed."""
    b.go(COMPANY)
    b.press("Authorize" if t == "en" else "Auktorisera")
    b.approve("bo")
    b.go(COMPANY)
    assert b.phase == "permissionDenied", b.phase
    b.shows("Saknar behörighet för kundregister")
    picture(b, f"{t}-missing-behorighet")
    follow(b, t, printed(b, 0), support)
    b.shows("Everything answered." if t == "en" else "Allt svarade.")
    until_active(b, t, support)
    picture(b, f"{t}-mended")
    for register in ("customers", "projects"):
        ask("/sandbox/api/right", person="bo", company="1001", register=register, granted="no")


def second_remedy(b, t, support):
    """The other remedy as printed: support removes the authorization, and a service account is chosen."""
    b.press("Check again" if t == "en" else "Kontrollera igen")
    assert b.phase == "permissionDenied", b.phase
    b.shows("Fortnox refused" if t == "en" else "Fortnox nekade")
    picture(b, f"{t}-refused-again")
    steps = printed(b, 1)
    assert any("service account" in step or "servicekonto" in step for step in steps), steps
    follow(b, t, steps, support)
    until_active(b, t, support)
    b.shows("service account" if t == "en" else "servicekonto")
