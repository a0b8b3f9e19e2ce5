from django.urls import path

from hansa.events import views

urlpatterns = [
    path("", views.event_list, name="event_list"),
    path("<str:key>/", views.event, name="event"),
    path("<str:key>/publication/", views.publication, name="event_publication"),
]
