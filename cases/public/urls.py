from django.urls import path

from cases.public import files, moves, receipts, supply, tracking

urlpatterns = [
    path("receipts/<uuid:token>/", receipts.receipt, name="receipt"),
    path("receipts/<uuid:token>/track/", receipts.follow, name="receipt_track"),
    path("receipts/<uuid:token>/calendar.ics", receipts.calendar, name="receipt_calendar"),
    path("receipts/<uuid:token>/receipt.pdf", receipts.paper, name="receipt_paper"),
    path("receipts/<uuid:token>/files/<uuid:upload>/", files.of_receipt, name="receipt_file"),
    path("track/", tracking.track, name="track"),
    path("track/leave/", tracking.leave, name="track_leave"),
    path("track/files/<uuid:upload>/", files.of_tracked_case, name="track_file"),
    path("track/supply/", supply.supply, name="track_supply"),
    path("track/do/<slug:code>/", moves.make_move, name="track_move"),
]
