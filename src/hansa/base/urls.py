from django.urls import path

from hansa.base import views

urlpatterns = [path("", views.log, name="log")]
