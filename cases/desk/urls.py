"""Addresses of the desk, below /admin/."""

from django.urls import path

from cases.desk import calls, files, views

NAMES = ("desk", "desk_case", "desk_move", "desk_note", "desk_calls", "desk_call", "desk_file", "desk_receive")

urlpatterns = [
    path("cases/", views.queue, name="desk"),
    path("cases/calls/", calls.calls, name="desk_calls"),
    path("cases/calls/<int:pk>/", calls.call, name="desk_call"),
    path("cases/<str:number>/", views.case, name="desk_case"),
    path("cases/<str:number>/move/<slug:move>/", views.move, name="desk_move"),
    path("cases/<str:number>/note/", views.note, name="desk_note"),
    path("cases/<str:number>/files/<uuid:upload>/", files.file, name="desk_file"),
    path("cases/<str:number>/papers/<slug:material>/", files.receive, name="desk_receive"),
]
