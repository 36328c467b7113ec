from django.urls import path

from portal import display_preferences

urlpatterns = [path("reading/", display_preferences.choose, name="display_preferences")]
