"""All forms that can be filled in, each with what it is for and how long it takes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forms.filling.contacts import contact
from forms.published import published_forms


@require_safe
@login_not_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the published forms; one query for all of them."""
    listed = [{"code": form.code, "spec": form.current.read()} for form in published_forms()]
    context = {"heading": _("Online forms"), "forms": listed, "contact": contact()}
    return render(request, "forms/index.html", context)
