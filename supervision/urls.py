"""Addresses of supervision, below /admin/."""

from django.urls import path

from supervision import views

NAMES = ("supervision_late",)

urlpatterns = [path("supervision/", views.late, name="supervision_late")]
