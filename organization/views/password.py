"""Setting a password: by a link from mail or from HR, or knowing the old one."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from organization import actions, attempts
from organization.forms.signin import NewPassword, PasswordChange, PasswordReset, too_many
from organization.selectors import find_by_sign_in


@login_not_required
def reset(request):
    """The same answer whoever asks for whomever; the letter goes only to an active person's address."""
    form = PasswordReset(request.POST or None)
    if form.is_valid():
        account = form.cleaned_data["account"]
        if wait := attempts.seconds_to_wait(request, account, "reset"):
            form.add_error(None, too_many(wait))
        else:
            actions.mail_password_link(person=find_by_sign_in(account), at=timezone.now())
            return redirect("password_reset_sent")
    return render(request, "organization/password_reset.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
def reset_sent(request):
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return render(request, "organization/password_reset_sent.html", {"hours": int(hours)})


class New(PasswordResetConfirmView):
    """Django checks the token and hides it from the address; whoever sets the password is signed in."""

    form_class = NewPassword
    template_name = "organization/password_new.html"
    success_url = reverse_lazy("password_new_done")
    post_reset_login = True

    def get_user(self, uidb64):
        person = super().get_user(uidb64)
        return person if person and person.is_active else None

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def new_done(request):
    """Home, with a word about the password: a page of its own would only be in the way."""
    messages.success(request, _("Kata sandi baru tersimpan. Anda sudah masuk."))
    return redirect(settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters()
@never_cache
def change(request):
    form = PasswordChange(request.user, request.POST or None)
    if form.is_valid():
        person = form.save()
        auth.update_session_auth_hash(request, person)
        messages.success(request, _("Kata sandi baru tersimpan. Perangkat lain perlu masuk lagi."))
        return redirect("profile")
    return render(request, "organization/password_change.html", {"form": form}, status=422 if form.is_bound else 200)
