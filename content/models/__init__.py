"""The page types and the media of the portal."""

from content.models.approval import PageApproval
from content.models.base import BasePage
from content.models.home import HomePage
from content.models.media import PortalDocument, PortalImage, PortalRendition
from content.models.notice import NoticePage, NoticesPage
from content.models.rule import RulePage
from content.models.text import IndexPage, TextPage

__all__ = [
    "BasePage",
    "HomePage",
    "IndexPage",
    "NoticePage",
    "NoticesPage",
    "PageApproval",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "RulePage",
    "TextPage",
]
