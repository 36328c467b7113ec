"""Security headers on every answer; two content policies by path (docs/decisions/0004)."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def policy(rules: Mapping[str, list[str]]) -> str:
    """Return RULES as a Content-Security-Policy."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def of_public_answers(*, secure: bool) -> dict[str, str]:
    """Return the headers of every answer outside the admin; browsers take the last one over TLS only (SECURE)."""
    headers = {
        "Content-Security-Policy": policy(settings.SECURE_CSP),
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    }
    if secure and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = _strict_transport()
    return headers


def _strict_transport() -> str:
    """Return what Django's SecurityMiddleware writes; answers that do not pass it need the same."""
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    parts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return "; ".join(parts)


class SecurityHeaders:
    """Sets what the answer has not set itself; Wagtail's stricter header on documents stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public = {secure: of_public_answers(secure=secure) for secure in (False, True)}
        self.admin = policy(settings.SECURE_CSP_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        inside = request.path.startswith("/admin/") and not request.path.startswith("/admin/login/")
        if inside:
            response.headers.setdefault("Content-Security-Policy", self.admin)
            response.headers["Cache-Control"] = "no-store"
        for name, value in self.public[request.is_secure()].items():
            response.headers.setdefault(name, value)
        return response
