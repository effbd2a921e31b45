"""Tokens of the API: whoever comes with one that is refused leaves a record, as who fails to sign in does."""

from django.utils import timezone
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox import auth
from rest_framework.exceptions import AuthenticationFailed, Throttled

from organization.actions.signin import refuse_token
from organization.attempts import seconds_to_wait_here


class TokenAuthentication(auth.TokenAuthentication):
    """Guesses from one network are answered and recorded up to a limit, so that nobody fills the log with them."""

    def authenticate(self, request):
        try:
            return super().authenticate(request)
        except (AuthenticationFailed, UnicodeDecodeError) as refused:
            if wait := seconds_to_wait_here(request, "token"):
                raise Throttled(wait) from refused
            refuse_token(sent=request.headers.get("Authorization", ""), at=timezone.now())
            raise AuthenticationFailed from refused


class TokenScheme(KnoxTokenScheme):
    """How the schema of the API tells of it."""

    target_class = "organization.tokens.TokenAuthentication"
