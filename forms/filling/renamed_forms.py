"""Old addresses of a renamed form: they lead to the new one, and take along the drafts that this browser holds."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from configuration import codes
from forms.filling import browser_drafts
from forms.models import Form

View = Callable[..., HttpResponse]


def follow(view: View) -> View:
    """Lead from the address of a form that has another code today to the same page of it.

    A browser sends the keys of its drafts to the pages of their form alone, so it gets them for the new address. A key
    that was replaced since was replaced there: the browser has the one after it already.
    """

    @wraps(view)
    def page(request: HttpRequest, form: str, **parts: str) -> HttpResponse:
        today = codes.current_code("form", form)
        if today == form or Form.objects.filter(code=form).exists():
            return view(request, form=form, **parts)
        response = codes.redirect(request, parts | {"form": today}, {})
        for held in browser_drafts.held(request, today):
            if held.draft.pk:
                browser_drafts.remember(request, response, held)
        # Keys of drafts are for nobody's cache.
        add_never_cache_headers(response)
        return response

    return page
