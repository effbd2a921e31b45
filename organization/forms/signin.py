"""What a person types to sign in, to set a password, and to choose how the pages look."""

import math

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organization import actions, attempts
from organization.forms.controls import Asking, Form
from organization.models import User


class SignIn(Asking, AuthenticationForm):
    username = forms.CharField(
        label=gettext_lazy("NIP atau surel dinas"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    error_messages = {
        "invalid_login": gettext_lazy(
            "NIP, surel, atau kata sandi tidak cocok. Periksa lagi, atau buat kata sandi baru lewat “Lupa kata sandi”."
        ),
        "inactive": gettext_lazy("Akun ini nonaktif. Hubungi pengelola kinerja."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["maxlength"] = 254  # an e-mail is longer than a username
        self.fields["password"].label = _("Kata sandi")

    def clean(self):
        account = self.cleaned_data.get("username")
        if not account or not self.cleaned_data.get("password"):
            return self.cleaned_data
        if wait := attempts.seconds_to_wait(self.request, account):
            raise ValidationError(too_many(wait))
        cleaned = super().clean()
        attempts.forgive(self.request, account)
        return cleaned


def too_many(seconds):
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Terlalu banyak percobaan gagal. Tunggu {minutes} menit, lalu coba lagi.",
        "Terlalu banyak percobaan gagal. Tunggu {minutes} menit, lalu coba lagi.",
        minutes,
    ).format(minutes=minutes)


class PasswordReset(Form):
    account = forms.CharField(
        label=gettext_lazy("NIP atau surel dinas"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class _KeepsPassword(Asking):
    """Django checks the words; the action keeps the password, with its version and its entry in the log."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Kata sandi baru")
        self.fields["new_password1"].help_text = _(
            "Paling sedikit 8 huruf, angka, atau tanda. Jangan memakai NIP, nama Anda, atau kata sandi yang umum."
        )
        self.fields["new_password2"].label = _("Ulangi kata sandi baru")
        self.fields["new_password2"].help_text = ""

    is_by_link = False

    def save(self, commit=True):
        password = self.cleaned_data["new_password1"]
        return actions.set_password(person=self.user, password=password, at=timezone.now(), is_by_link=self.is_by_link)


class NewPassword(_KeepsPassword, SetPasswordForm):
    is_by_link = True


class PasswordChange(_KeepsPassword, PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Kata sandi sekarang")


class Preferences(forms.Form):
    """Each is optional: a switch sends only itself."""

    theme = forms.ChoiceField(label=gettext_lazy("Tampilan"), choices=User.Theme, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Bahasa"), choices=settings.LANGUAGES, required=False)

    def chosen(self):
        return {name: value for name, value in self.cleaned_data.items() if value}
