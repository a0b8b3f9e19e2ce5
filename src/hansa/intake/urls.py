from django.urls import path

from hansa.intake import views

urlpatterns = [
    path("", views.intake, name="intake"),
    path("template.xlsx", views.workbook_template, name="workbook_template"),
    path("<int:pk>/", views.upload, name="upload"),
    path("<int:pk>/answers/", views.upload_answer, name="upload_answer"),
    path("<int:pk>/apply/", views.upload_apply, name="upload_apply"),
    path("<int:pk>/discard/", views.upload_discard, name="upload_discard"),
]
