from django.urls import path

from forms.filling import checking, place, point, start, steps

urlpatterns = [
    path("apply/<slug:form>/", start.start, name="apply"),
    path("apply/<slug:form>/check/", checking.check, name="apply_check"),
    path("apply/<slug:form>/place/", place.place, name="apply_place"),
    path("apply/<slug:form>/point/", point.point, name="apply_point"),
    path("apply/<slug:form>/<slug:step>/", steps.step, name="apply_step"),
]
