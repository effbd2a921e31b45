"""A form that was sent after the session had ended: what was typed is given back, not thrown away."""

from config.errors import session_ended
from config.trouble import kept_from
from organization.signin import SignInRequired


class SignInAndKeep(SignInRequired):
    """As its parent; but a redirect would lose texts that somebody took long to write."""

    def handle_no_permission(self, request, view_func):
        answer = super().handle_no_permission(request, view_func)
        texts = kept_from(request).texts if answer.status_code == 302 else ()
        return session_ended(request, texts, sign_in=answer["Location"]) if texts else answer
