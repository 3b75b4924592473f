"""Public addresses of one office: /o/<office>/…"""

from django.urls import path

from . import views

urlpatterns = [path("v/<str:token>/", views.verify_document, name="verify-document")]
