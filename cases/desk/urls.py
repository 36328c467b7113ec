"""Addresses of the desk, below /admin/."""

from django.urls import path

from cases.desk import views

NAMES = ("desk", "desk_case", "desk_move", "desk_note")

urlpatterns = [
    path("cases/", views.queue, name="desk"),
    path("cases/<str:number>/", views.case, name="desk_case"),
    path("cases/<str:number>/move/<slug:move>/", views.move, name="desk_move"),
    path("cases/<str:number>/note/", views.note, name="desk_note"),
]
