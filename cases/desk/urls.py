"""Addresses of the desk, below /admin/."""

from django.urls import path

from cases.desk import calls, files, printing, views
from cases.desk.entry import consultations
from cases.desk.entry import views as entry

urlpatterns = [
    path("cases/", views.queue, name="desk"),
    path("cases/calls/", calls.calls, name="desk_calls"),
    path("cases/calls/<int:pk>/", calls.call, name="desk_call"),
    path("cases/new/", entry.choose, name="desk_choose"),
    path("cases/new/<slug:form>/", entry.entry, name="desk_entry"),
    path("cases/consultations/", consultations.log, name="desk_consultations"),
    path("cases/consultations/new/", consultations.write, name="desk_consult"),
    path("cases/consultations/<uuid:consultation>/", consultations.consultation, name="desk_consultation"),
    path("cases/<str:number>/", views.case, name="desk_case"),
    path("cases/<str:number>/form.pdf", printing.form_pdf, name="desk_form_pdf"),
    path("cases/<str:number>/move/<slug:move>/", views.move, name="desk_move"),
    path("cases/<str:number>/note/", views.note, name="desk_note"),
    path("cases/<str:number>/files/<uuid:upload>/", files.file, name="desk_file"),
    path("cases/<str:number>/papers/<slug:material>/", files.receive, name="desk_receive"),
]
NAMES = tuple(str(pattern.name) for pattern in urlpatterns)
