"""What both contestants are driven with: a signed-in browser, as far as the server can tell."""

from urllib.parse import urlencode

from django.test import Client

FORM = "application/x-www-form-urlencoded"


class Browser:
    def __init__(self, user):
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(user)

    def get(self, path):
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    def send(self, path, fields):
        """Post the form of a page that was read before. Returns where it leads."""
        fields = fields | {"csrfmiddlewaretoken": self.client.cookies["csrftoken"].value}
        response = self.client.post(path, urlencode(fields), content_type=FORM)
        assert response.status_code == 302, (path, response.status_code)
        self.client.cookies.pop("messages", None)  # as the next page would: unread, they grow with every step
        return response["Location"]
