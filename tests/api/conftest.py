"""A client that calls with somebody's token."""

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient


@pytest.fixture
def api():
    def client(user):
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {AuthToken.objects.create(user)[1]}")
        return made

    return client
