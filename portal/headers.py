"""Security headers on every answer; two content policies by path (docs/decisions/0004)."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FIXED = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def policy(rules: Mapping[str, list[str]]) -> str:
    """Return RULES as a Content-Security-Policy."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


class SecurityHeaders:
    """Sets what the answer has not set itself; Wagtail's stricter header on documents stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public = policy(settings.SECURE_CSP)
        self.admin = policy(settings.SECURE_CSP_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        inside = request.path.startswith("/admin/") and not request.path.startswith("/admin/login/")
        response.headers.setdefault("Content-Security-Policy", self.admin if inside else self.public)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if inside:
            response.headers["Cache-Control"] = "no-store"
        return response
