from django.urls import path

from hansa.precedence import views

urlpatterns = [
    path("", views.precedence, name="precedence"),
    path("list.<str:kind>", views.precedence_export, name="precedence_export"),
    path("rule/", views.rule, name="precedence_rule"),
    path("<int:pk>/", views.place, name="precedence_place"),
    path("<int:pk>/take-back/", views.take_back, name="precedence_take_back"),
    path("sessions/<int:session>/", views.let_speak, name="precedence_speakers"),
]
