from django.urls import path

from hansa.events import moves, programme, versions, views

urlpatterns = [
    path("", views.event_list, name="event_list"),
    path("new/", moves.event_new, name="event_new"),
    path("<str:key>/", views.event, name="event"),
    path("<str:key>/publication/", views.publication, name="event_publication"),
    path("<str:key>/edit/", moves.event_edit, name="event_edit"),
    path("<str:key>/move/", moves.event_move, name="event_move"),
    path("<str:key>/cancel/", moves.event_cancel, name="event_cancel"),
    path("<str:key>/halls/", programme.halls, name="event_halls"),
    path("<str:key>/programme/", programme.programme_page, name="event_programme"),
    path("<str:key>/programme/release/", versions.release, name="programme_release"),
    path("<str:key>/programme/versions/<int:version>/", versions.version, name="programme_version"),
    path("<str:key>/programme/versions/<int:old>/to/<int:new>/", versions.difference, name="programme_difference"),
    path("<str:key>/programme/<str:kind>/new/", programme.happening_new, name="happening_new"),
    path("<str:key>/programme/<str:kind>/new/clashes/", programme.clashes_live, name="clashes_new"),
    path("<str:key>/programme/<str:kind>/<int:pk>/", programme.happening, name="happening"),
    path("<str:key>/programme/<str:kind>/<int:pk>/clashes/", programme.clashes_live, name="clashes_live"),
    path("<str:key>/programme/<str:kind>/<int:pk>/cancel/", programme.happening_cancel, name="happening_cancel"),
]
