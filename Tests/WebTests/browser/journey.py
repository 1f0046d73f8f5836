"""The journey as the help page tells it, and every way off it."""
from selenium.webdriver.common.keys import Keys

from driver import PRODUCT, Browser, ask
from examining import picture

COMPANY = f"{PRODUCT}/companies/exempelbolaget/fortnox"
CASE = f"{PRODUCT}/support/exempelbolaget/fortnox"


def remove(support, reason="switchToServiceAccount"):
    support.go(CASE)
    support.one(f"[value={reason}]").click()
    support.write("ticket", "MOM-7")
    support.write("confirm", "exempelbolaget")
    support.click("#remove")
    assert support.phase == "credentialsRemoved", support.phase


def happy(b, t):
    """The seed, step by step: search, configure, save, log in, approve, come back, enable."""
    b.enter("administrator:u-17")
    b.write("q", "fortn")
    b.one("[name=q]").send_keys(Keys.ENTER)
    picture(b, f"{t}-integrations")
    b.click(".tile")
    assert b.phase in ("notConfigured", "credentialsRemoved"), b.phase
    picture(b, f"{t}-before")
    b.click("#save")
    b.log_in("anna", password="fel")
    b.shows("Fel användarnamn")
    picture(b, f"{t}-wrong-password")
    b.log_in("anna")
    b.shows("Aktivering", "customer", "project")
    picture(b, f"{t}-consent")
    b.click("#approve")
    picture(b, f"{t}-waiting")
    b.finish()
    assert "code=" not in b.address and "state=" not in b.address, b.address
    b.shows("lyckades" if t == "sv" else "was successful")
    picture(b, f"{t}-success")
    b.press("Aktivera" if t == "sv" else "Enable")
    assert b.phase == "active", b.phase
    picture(b, f"{t}-active")


def reauthorize(b):
    b.go(COMPANY)
    b.press("Re-authorize")
    ask("/sandbox/api/fault", step="companyinformation", fault="status503", times="2")
    b.approve("anna")
    b.shows("was successful")
    assert b.driver.execute_script("return told.textContent") == "The authorization was successful"
    b.go(COMPANY)
    assert b.phase == "active", b.phase


def locked(b):
    """A grant of the other kind stands: the choice is locked, with a mail to support."""
    assert not b.one("#account-service").is_enabled()
    mail = b.one("#locked a").get_attribute("href")
    assert mail.startswith("mailto:support@") and "exempelbolaget" in mail, mail
    b.shows("support must first remove")


def service(b, support):
    """Not by a system administrator; then by one, through a link that support hands over."""
    remove(support)
    picture(support, "en-removed")
    b.go(COMPANY)
    b.click("#account-service")
    b.click("#save")
    b.approve("bo")
    b.shows("Authorization failed", "system administrator")
    picture(b, "en-not-system-administrator")
    support.go(CASE)
    assert support.phase == "authorizationFailed", support.phase
    assert support.one("#verdict").text == "NOT_SYSTEM_ADMIN", support.one("#verdict").text
    picture(support, "en-case")
    support.write("person", "u-88")
    support.click("#make-link")
    link = support.one("#link").get_attribute("value")
    picture(support, "en-link")
    other = Browser()
    try:
        other.go(link)
        other.go(link)
        picture(other, "en-enter")
        other.click("#enter")
        other.go(COMPANY)
        other.click("#authorize")
        other.log_in("anna")
        other.shows("servicekonto")
        other.click("#approve")
        other.finish()
        other.shows("was successful")
        other.go(link)
        other.shows("has been used")
    finally:
        other.quit()
    b.go(COMPANY)
    assert b.phase == "authorized", b.phase
    b.shows("service account")


def declined(b, support):
    remove(support, "requested")
    b.go(COMPANY)
    b.click("#account-user")
    b.click("#save")
    b.log_in("anna")
    b.click("#deny")
    b.finish()
    b.shows("Authorization failed")
    picture(b, "en-declined")
    b.go(COMPANY)
    assert b.phase == "authorizationFailed", b.phase
    b.shows("Authorization failed")


def closed_page(b):
    """Going away from Fortnox and back to Moment by hand."""
    b.go(COMPANY)
    b.click("#authorize")
    b.go(COMPANY)
    b.shows("Authorization failed", "you did not come back from Fortnox")
    picture(b, "en-closed-page")
    b.click("#give-up")
    assert b.phase == "authorizationFailed", b.phase


def changed_meanwhile(b):
    """A second window saved other settings: nothing is overwritten, and both are shown."""
    b.go(COMPANY)
    first = b.driver.current_window_handle
    b.driver.switch_to.new_window("tab")
    b.go(COMPANY)
    b.click("[value=invoices]")
    b.press("Save")
    b.driver.close()
    b.driver.switch_to.window(first)
    b.click("[value=articles]")
    b.press("Check again")
    b.shows("Not saved", "Saved meanwhile", "Chosen by you")
    picture(b, "en-changed-meanwhile")
    b.click("#changed a")
    b.click("[value=invoices]")
    b.press("Save")


def wrong_company(b):
    b.go(COMPANY)
    b.click("#reauthorize")
    b.approve("david", "1002")
    b.shows("Authorization failed")
    picture(b, "en-wrong-company")
    b.go(COMPANY)
    assert b.phase in ("authorized", "active"), b.phase


def two_tabs(b):
    b.go(COMPANY)
    b.click("#reauthorize")
    first = b.driver.current_window_handle
    b.driver.switch_to.new_window("tab")
    b.go(COMPANY)
    b.click("#reauthorize")
    second = b.driver.current_window_handle
    b.driver.switch_to.window(first)
    b.approve("anna")
    b.shows("A later attempt took its place")
    picture(b, "en-superseded")
    b.driver.switch_to.window(second)
    b.approve("anna")
    b.shows("was successful")
    b.driver.close()
    b.driver.switch_to.window(first)


def late(b):
    """Coming back after 45 minutes."""
    b.go(COMPANY)
    b.click("#reauthorize")
    b.log_in("anna")
    ask("/sandbox/api/clock", seconds="2760")
    b.click("#approve")
    b.finish()
    b.shows("came back too late")
    picture(b, "en-late")


def licence(b, person, words, name):
    """Companies that lack what Fortnox asks for."""
    page = f"{PRODUCT}/companies/provforetaget/fortnox"
    b.go(page)
    b.click("#save" if not b.all("#authorize") else "#authorize")
    b.log_in(person)
    b.finish()
    b.shows(words)
    picture(b, name)
