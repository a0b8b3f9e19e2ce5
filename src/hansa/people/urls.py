from django.urls import path

from hansa.people import views

urlpatterns = [
    path("", views.person_list, name="person_list"),
    path("purge/", views.purge, name="purge_contacts"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/erase/", views.erase, name="erase_person"),
]
