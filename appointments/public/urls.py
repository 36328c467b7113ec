from django.urls import path

from appointments.public import cancel, choose, time

urlpatterns = [
    path("book/", choose.choose, name="book"),
    path("book/time/", time.time, name="book_time"),
    path("track/cancel/", cancel.cancel, name="book_cancel"),
]
