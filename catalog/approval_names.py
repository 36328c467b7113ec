"""The names that migrations give to the approval of drafts, in the language of the site."""

from wagtail.models import Task, Workflow

from configuration.site import SiteSpec

# As catalog and content create them (migrations 0003): in Chinese, in English.
NAMES = (
    ("发布审核", "Approval"),
    ("本单位审核", "Approval within the organisation"),
    ("页面发布审核", "Approval of pages"),
    ("本单位审核页面", "Approval of a page within the organisation"),
)


def speak_as(site: SiteSpec) -> None:
    """Name the approvals of drafts in the default language of SITE; in English where there is no translation."""
    number = 0 if site.languages[0].startswith("zh") else 1
    for names in NAMES:
        for model in (Workflow, Task):
            model.objects.filter(name__in=names).exclude(name=names[number]).update(name=names[number])
