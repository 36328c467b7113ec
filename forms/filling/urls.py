from django.urls import path

from forms.filling import calling, checking, place, point, start, steps
from forms.filling.renamed_forms import follow

urlpatterns = [
    path("apply/<slug:form>/", follow(start.start), name="apply"),
    path("apply/<slug:form>/blank.pdf", follow(calling.blank_form), name="apply_blank"),
    path("apply/<slug:form>/call/", follow(calling.call), name="apply_call"),
    path("apply/<slug:form>/check/", follow(checking.check), name="apply_check"),
    path("apply/<slug:form>/place/", follow(place.place), name="apply_place"),
    path("apply/<slug:form>/point/", follow(point.point), name="apply_point"),
    path("apply/<slug:form>/<slug:step>/", follow(steps.step), name="apply_step"),
]
