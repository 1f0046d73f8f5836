"""A form that finds the ledger busy is sent again by itself, and by its button without a script."""
import fcntl
import sys

from driver import walk

LEDGER = sys.argv[4]


def steps(browser):
    b = browser()
    b.enter("administrator:u-17")
    b.click("main a[href*='/fortnox']")
    # The account is chosen and saved; saving starts, and leads to the provider.
    with open(LEDGER + "/lock", "a", encoding="utf8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        b.click("#save")
        b.shows("Something else is being recorded", "tries again by itself")
        page = b.one("html").id
        b.picture("busy")
        # It came again, and found the same.
        b.wait("another try", lambda: b.one("html").id != page)
        b.shows("Something else is being recorded")
        fcntl.flock(lock, fcntl.LOCK_UN)
    b.wait("the provider's page", lambda: b.all("[name=user]"))


walk(steps)
