"""What auditors, operations and strangers see, and what a keyboard and a screen reader need."""
from selenium.webdriver.common.keys import Keys

from driver import PRODUCT
from examining import picture
from journey import COMPANY


def auditor(b):
    b.enter("auditor:a-1")
    picture(b, "en-history")
    slider(b)
    verify(b, "en-verified")
    b.go(COMPANY)
    assert not b.all("#save") and not b.all("#enable"), "an auditor only reads"


def slider(b):
    """It is moved by its keys, one after the other, and nothing else is lost."""
    address = f"{PRODUCT}/history?company=exempelbolaget&type=configured&actor=administrator%3Au-17"
    b.go(address)
    picture(b, "en-history-company")
    count = int(b.one("#record").get_attribute("max"))
    b.run("document.getElementById('record').focus()")
    for key, record in (
        (Keys.HOME, 1), (Keys.ARROW_RIGHT, 2), (Keys.ARROW_RIGHT, 3), (Keys.ARROW_LEFT, 2),
        (Keys.END, count), (Keys.HOME, 1),
    ):
        focused = b.driver.switch_to.active_element
        assert focused.get_attribute("id") == "record", focused.get_attribute("outerHTML")
        focused.send_keys(key)
        b.wait(f"record {record}", lambda: f"record={record}" in b.address.split("&"))
        for kept in ("company=exempelbolaget", "type=configured", "actor=administrator%3Au-17"):
            assert kept in b.address, (kept, b.address)
        assert b.one(".past output").text == str(record)
    assert b.one(".past .mark").get_attribute("data-phase") == "configured"
    assert b.one("select[name=type]").get_attribute("value") == "configured"
    assert b.one("[name=return]").get_attribute("value") == b.address.removeprefix(PRODUCT)
    picture(b, "en-history-past")


def verify(b, name):
    b.go(f"{PRODUCT}/history")
    b.click("#verify")
    b.shows("agrees with itself")
    picture(b, name)


def operator(b):
    """Operations find what they need from the start."""
    b.enter("operator:o-1")
    assert b.address == f"{PRODUCT}/support", b.address
    picture(b, "en-operator")
    for link, words in (("Failures", "Failures across companies"), ("History", "History"), ("Companies", "Companies")):
        b.leave_by(next(a for a in b.all("header nav a") if a.text == link))
        b.shows(words)
    bar = b.one("aside.sandbox")
    assert bar.get_attribute("aria-label") == "Sandbox"
    b.click("td a")
    picture(b, "en-operator-case")
    verify(b, "en-operator-verified")


def support_pages(b):
    for path, name in (("/support/failures", "en-failures"), ("/support", "en-companies"), ("/history", "en-support-history")):
        b.go(PRODUCT + path)
        picture(b, name)


def strangers(b):
    """Another company's page, and a page without a visit."""
    b.enter("administrator:u-21")
    b.go(COMPANY)
    b.shows("There is no such page")
    picture(b, "en-no-such-page")
    b.driver.delete_all_cookies()
    b.go(COMPANY)
    b.shows("Please sign in")
    picture(b, "en-signed-out")
    b.go(PRODUCT)
    picture(b, "en-start")
    b.go(f"{PRODUCT}/oauth/fortnox/callback?code=x&state={'a' * 43}")
    b.shows("did not start the connection")
    picture(b, "en-refused")


def keyboard(b):
    """The first thing that a keyboard meets leads past what every page has."""
    b.go(f"{PRODUCT}/companies/exempelbolaget")
    picture(b, f"{b.one('html').get_attribute('lang')}-list")
    b.go(COMPANY)
    b.one("body").send_keys(Keys.TAB)
    assert b.driver.switch_to.active_element.get_attribute("class") == "skip"


def back(b):
    """A button that was pressed lives again for whoever comes back to it."""
    b.go(COMPANY)
    b.press("Re-authorize")
    b.driver.back()
    b.wait("the page", lambda: b.one("#mark"))
    b.press("Re-authorize")
    b.shows("Logga in")
    b.driver.back()
    # As where the browser had kept the page as it was left.
    b.wait("the page", lambda: b.one("#mark"))
    b.run("document.getElementById('settings').dataset.sent = 'yes'")
    b.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    b.click("#give-up")
    assert b.phase == "active", b.phase


def framed(b):
    """No page of ours is shown inside another site's."""
    b.go(f"data:text/html,<iframe src='{PRODUCT}/healthz'></iframe><iframe src='{COMPANY}'></iframe>")
    for frame in b.all("iframe"):
        b.driver.switch_to.frame(frame)
        inside = b.driver.execute_script("return document.documentElement.outerHTML")
        assert "ok" not in b.text and "Moment" not in inside, inside
        b.driver.switch_to.default_content()
    b.go(COMPANY)
