from django.urls import path

from hansa.mail import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("send/", views.send, name="outbox_send"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/<slug:act>/", views.act, name="letter_act"),
]
