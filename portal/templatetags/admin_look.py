"""The name of the site, for the pages of the admin, which have no public frame."""

from django import template

from configuration import site

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """The name in the site's definition."""
    return str(site.current().name)
