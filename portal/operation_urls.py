"""Addresses for operators: alive, ready."""

from django.urls import path

from portal import health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
