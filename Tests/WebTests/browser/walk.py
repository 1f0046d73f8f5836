"""Walks the whole journey in a real browser: walk.py PRODUCT SANDBOX FOLDER PART

The parts are walked beside each other, each with a server of its own: "english", every branch of it, and
"swedish", the main ones on a dark telephone, then what other people see.
"""
import sys

from driver import PRODUCT, walk
from examining import WAYS, in_other_language, looks, seen, wrong
from journey import (
    COMPANY, changed_meanwhile, closed_page, declined, happy, late, licence, locked, reauthorize, remove,
    service, two_tabs, wrong_company,
)
from remedies import behorighet, second_remedy
from roles import auditor, back, framed, keyboard, operator, strangers, support_pages


def enter_anew(b):
    """Makes another visit, as each may press only 20 buttons a minute."""
    b.enter("administrator:u-17")
    b.go(COMPANY)


def english(b, support):
    support.enter("support:s-3")
    happy(b, "en")
    back(b)
    reauthorize(b)
    locked(b)
    service(b, support)
    enter_anew(b)
    declined(b, support)
    closed_page(b)
    behorighet(b, "en", support)
    enter_anew(b)
    second_remedy(b, "en", support)
    enter_anew(b)
    changed_meanwhile(b)
    wrong_company(b)
    enter_anew(b)
    two_tabs(b)
    late(b)
    keyboard(b)
    framed(b)
    support_pages(support)


def swedish(b, support):
    happy(b, "sv")
    support.enter("support:s-3")
    remove(support, "requested")
    b.go(COMPANY)
    b.click("#account-user")
    b.click("#save")
    b.log_in("anna")
    b.click("#deny")
    b.finish()
    behorighet(b, "sv", support)
    enter_anew(b)
    second_remedy(b, "sv", support)
    keyboard(b)


def others(b):
    b.enter("administrator:u-21")
    licence(b, "eva", "Authorization failed", "en-no-licence")
    licence(b, "hanna", "Authorization failed", "en-no-app")
    licence(b, "gunnar", "no answer", "en-locked-account")
    licence(b, "fredrik", "Authorization failed", "en-no-project-licence")
    auditor(b)
    operator(b)
    strangers(b)


def everything(browser):
    b = browser("en")
    if PART == "english":
        english(b, browser("en"))
    else:
        swedish(browser("sv", width=390, dark=True), b)
        others(b)
    for person in sorted(seen, key=str):
        in_other_language(b, person)
    print("axe-core looked at pages:", ", ".join(f"{w} px{' dark' * d} {n}" for (w, d), n in looks.items()))
    assert len(looks) == len(WAYS), f"only these ways were looked at: {looks}"
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong)


PART = sys.argv[4]
walk(everything)
