from django.urls import path

from forms.filling import checking, start, steps

urlpatterns = [
    path("apply/<slug:form>/", start.start, name="apply"),
    path("apply/<slug:form>/check/", checking.check, name="apply_check"),
    path("apply/<slug:form>/<slug:step>/", steps.step, name="apply_step"),
]
