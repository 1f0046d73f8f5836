"""Walks the whole journey in a real browser: walk.py PRODUCT SANDBOX FOLDER"""
from driver import PRODUCT, walk
from examining import in_other_language, seen, wrong
from journey import (
    COMPANY, changed_meanwhile, closed_page, declined, happy, late, licence, locked, reauthorize, remove,
    service, two_tabs, wrong_company,
)
from remedies import behorighet, second_remedy
from roles import auditor, back, framed, keyboard, operator, strangers, support_pages


def english(b, support):
    support.enter("support:s-3")
    happy(b, "en")
    back(b)
    reauthorize(b)
    locked(b)
    service(b, support)
    declined(b, support)
    closed_page(b)
    behorighet(b, "en", support)
    second_remedy(b, "en", support)
    changed_meanwhile(b)
    wrong_company(b)
    two_tabs(b)
    late(b)
    keyboard(b)
    framed(b)
    support_pages(support)


def swedish(b, support):
    remove(support, "requested")
    b.enter("administrator:u-17")
    b.go(COMPANY)
    b.click("#account-user")
    b.click("#save")
    b.log_in("anna")
    b.click("#deny")
    b.finish()
    behorighet(b, "sv", support)
    second_remedy(b, "sv", support)
    keyboard(b)
    remove(support, "requested")
    happy(b, "sv")


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
    b, support = browser("en"), browser("en")
    english(b, support)
    sv = browser("sv", width=390, dark=True)
    swedish(sv, support)
    others(b)
    for person in sorted(seen, key=str):
        in_other_language(b, person)
    assert not wrong, f"{len(wrong)} findings:\n" + "\n".join(wrong)


walk(everything)
