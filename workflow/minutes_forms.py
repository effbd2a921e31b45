"""What is typed for minutes: their number and place, a reason, one's own password."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.page_forms.fields import PlainText
from organization import attempts
from organization.forms.controls import Form
from organization.forms.signin import too_many


class Head(Form):
    number = PlainText(
        label=gettext_lazy("Nomor berita acara"),
        max_length=80,
        help_text=gettext_lazy("Menurut buku agenda instansi, misalnya 800/12/BA/2026."),
    )
    place = PlainText(label=gettext_lazy("Tempat rapat"), max_length=200)


class Seen(Form):
    """Which text the page showed; what is answered is that one."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class Signing(Seen):
    """One's own password: the session of a colleague left open signs nothing."""

    password = forms.CharField(
        label=gettext_lazy("Kata sandi Anda"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data=None, *, request, **more):
        self.request = request
        super().__init__(data, **more)

    def clean_password(self):
        """Counted with what is tried at the door of the system, so that nobody guesses here instead."""
        person = self.request.user
        if wait := attempts.seconds_to_wait(self.request, person.username):
            raise forms.ValidationError(too_many(wait))
        if not person.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Kata sandi ini tidak cocok. Coba lagi."))
        attempts.forgive(self.request, person.username)
        return ""


class Refusing(Seen):
    reason = PlainText(
        label=gettext_lazy("Alasan menolak"),
        max_length=2000,
        help_text=gettext_lazy("Tercatat di bawah berita acara atas nama Anda."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Unable(Form):
    """`place` is whose turn the page showed; after a refusal it shows another."""

    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = PlainText(
        label=gettext_lazy("Halangan"),
        max_length=2000,
        help_text=gettext_lazy("Misalnya sakit berkepanjangan, dengan nomor suratnya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def renew(self):
        self.data = self.data.copy()
        self.data["place"] = self.initial["place"]
