from django.urls import path

from hansa.diaries import views

urlpatterns = [
    path("", views.diaries, name="diaries"),
    path("<int:pk>/", views.diary, name="diary"),
    path("<int:pk>/address/", views.renew_address, name="diary_renew"),
]
