from django.urls import path

from content.views import machines

urlpatterns = [
    path("changes.atom", machines.changes, name="changes"),
    path("notices.atom", machines.notices, name="notices_feed"),
]
