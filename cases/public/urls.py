from django.urls import path

from cases.public import booking, cancelling, receipts, tracking

urlpatterns = [
    path("receipts/<uuid:token>/", receipts.receipt, name="receipt"),
    path("book/", booking.choose, name="book"),
    path("book/time/", booking.time, name="book_time"),
    path("track/", tracking.track, name="track"),
    path("track/leave/", tracking.leave, name="track_leave"),
    path("track/cancel/", cancelling.cancel, name="book_cancel"),
    path("track/do/<slug:code>/", cancelling.withdraw, name="track_move"),
]
