from django.urls import path

from hansa.delegations import views

urlpatterns = [
    path("", views.delegations, name="delegations"),
    path("list.<str:kind>", views.delegations_export, name="delegations_export"),
    path("<int:pk>/", views.delegation, name="delegation"),
    path("<int:pk>/people/<int:delegate>/", views.delegate_edit, name="delegate_edit"),
]
