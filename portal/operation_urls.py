"""Addresses without a language: alive and ready for operators, the city's colours and mark."""

from django.urls import path

from portal import health, look

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("look.css", look.look, name="look"),
    path("mark.svg", look.mark, name="mark"),
]
