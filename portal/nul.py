"""NUL characters in a request: PostgreSQL stores and compares no text with one, and nobody types them."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

NUL = "\0"


class DropNul:
    """Take NUL characters out of the query and out of cookies; an address with one leads nowhere.

    Django's forms refuse them in fields. SQLite finds nothing with such a value; PostgreSQL ends in an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        for name, value in list(request.COOKIES.items()):
            if NUL in value:
                del request.COOKIES[name]
        return self.get_response(request)
