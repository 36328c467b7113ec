from django.urls import path

from content.views import machines

urlpatterns = [path("changes.atom", machines.changes, name="changes")]
