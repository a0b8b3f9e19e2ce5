from django.urls import path

from hansa.invitations import views

urlpatterns = [
    path("", views.invitations, name="invitations"),
    path("list.<str:kind>", views.invitations_export, name="invitations_export"),
    path("add/", views.add, name="invitation_add"),
    path("add-many/", views.add_many, name="invitations_add"),
    path("send/", views.send, name="invitations_send"),
    path("words/<str:kind>/<str:language>/", views.words, name="invitation_words"),
    path("<int:pk>/", views.invitation, name="invitation"),
    path("<int:pk>/answer/", views.answer_for, name="invitation_answer_for"),
    path("<int:pk>/answers/<int:given>/<slug:act>/", views.judge, name="invitation_judge"),
    path("<int:pk>/<slug:act>/", views.act, name="invitation_act"),
]
