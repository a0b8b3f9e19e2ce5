from django.urls import path

from hansa.diaries import feed_views

urlpatterns = [path("<str:calendar_key>.ics", feed_views.diary_feed, name="diary_feed")]
