from django.urls import path

from cases.public import moves, receipts, tracking

urlpatterns = [
    path("receipts/<uuid:token>/", receipts.receipt, name="receipt"),
    path("track/", tracking.track, name="track"),
    path("track/leave/", tracking.leave, name="track_leave"),
    path("track/do/<slug:code>/", moves.make_move, name="track_move"),
]
