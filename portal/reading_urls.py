from django.urls import path

from portal import reading

urlpatterns = [path("reading/", reading.choose, name="reading")]
