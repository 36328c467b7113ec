"""Addresses without a language: the city's colours and logo. `/healthz` and `/readyz` are answered before them."""

from django.urls import path

from portal import look

urlpatterns = [
    path("look.css", look.look, name="look"),
    path("mark.svg", look.logo, name="logo"),
]
