"""Pages of the log and of what it keeps about people."""

urlpatterns = []
