from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from .flows import StockFlow

site = Site(title="Stock", viewsets=[FlowAppViewset(StockFlow)])
urlpatterns = [path("", site.urls), path("accounts/", AuthViewset().urls)]
