from django.urls import path

from hansa.invitations import answer_views

urlpatterns = [
    path("own/<int:pk>/", answer_views.own, name="invitation_own"),
    path("<str:token>/", answer_views.by_link, name="invitation_answer"),
    path("<str:token>/opened/", answer_views.opened, name="invitation_opened"),
    path("<str:token>/code/<int:given>/", answer_views.code, name="invitation_code"),
]
