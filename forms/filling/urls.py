from django.urls import path

from forms.filling import calling, checking, files, index, later, place, point, resume, start, steps
from forms.filling.renamed_forms import follow

urlpatterns = [
    path("apply/", index.index, name="apply_index"),
    path("apply/resume/", resume.resume, name="apply_resume"),
    path("apply/<slug:form>/", follow(start.start), name="apply"),
    path("apply/<slug:form>/blank.pdf", follow(calling.blank_form), name="apply_blank"),
    path("apply/<slug:form>/call/", follow(calling.call), name="apply_call"),
    path("apply/<slug:form>/check/", follow(checking.check), name="apply_check"),
    path("apply/<slug:form>/later/", follow(later.later), name="apply_later"),
    path("apply/<slug:form>/place/", follow(place.place), name="apply_place"),
    path("apply/<slug:form>/point/", follow(point.point), name="apply_point"),
    path("apply/<slug:form>/files/<uuid:upload>/", files.file, name="apply_file"),
    path("apply/<slug:form>/<slug:step>/", follow(steps.step), name="apply_step"),
]
