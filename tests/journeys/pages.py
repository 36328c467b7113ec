"""Every type of public page, by a name and an address: what is photographed, audited and crawled."""

# fmt: off
PUBLIC = {
    "home": "/",
    "items": "/items/",
    "items-narrowed": "/items/?audience=natural_person&mode=agency",
    "item": "/items/social-card-replace/",
    "item-print": "/items/social-card-replace/print/",
    "points": "/points/",
    "points-none": "/points/?district=laoshan&q=没有这个地方",
    "point": "/points/laoshan-centre/",
    "contacts": "/contacts/",
    "contacts-district": "/contacts/?district=laoshan",
    "search": "/search/?q=社保",
    "search-none": "/search/?q=zzzz",
    "apply": "/apply/assistance/?item=social-card-replace",
    "forms": "/apply/",
    "apply-call": "/apply/assistance/call/?item=social-card-replace",
    "book": "/book/",
    "track": "/track/",
    "channels": "/channels/",
    "rule": "/rules/",
    "systems": "/systems/",
    "about": "/about/",
    "notices": "/notices/",
    "notice": "/notices/demo-notice/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "site-map": "/site-map/",
    "missing": "/no-such-page/",
    "english": "/en/",
    "english-item": "/en/items/social-card-replace/",
    "english-point": "/en/points/laoshan-centre/",
    "english-contacts": "/en/contacts/",
    "english-notices": "/en/notices/",
    "english-help": "/en/english/",
    "points-address": "/points/?q=市南区香港中路12号",
    "contacts-districts": "/contacts/?only=districts",
}
# fmt: on
STAFF = {"queue": "/admin/cases/", "entry": "/admin/cases/new/assistance/", "admin": "/admin/"}
DISPLAYS = ("normal", "large", "xlarge", "large.care")
"""Values of the cookie of display preferences: three text sizes, and care mode as it begins."""
