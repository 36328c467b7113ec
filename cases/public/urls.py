from django.urls import path

from cases.public import apply, checking, moves, receipts, tracking

urlpatterns = [
    path("apply/<slug:form>/", apply.start, name="apply"),
    path("apply/<slug:form>/check/", checking.check, name="apply_check"),
    path("apply/<slug:form>/<slug:step>/", apply.step, name="apply_step"),
    path("receipts/<uuid:token>/", receipts.receipt, name="receipt"),
    path("track/", tracking.track, name="track"),
    path("track/leave/", tracking.leave, name="track_leave"),
    path("track/do/<slug:code>/", moves.make_move, name="track_move"),
]
