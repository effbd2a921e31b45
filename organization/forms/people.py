"""What an HR administrator types about people; rows are found by words, never picked from a list of everybody."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organization import selectors
from organization.forms.controls import Form
from organization.models import Identifier, Post, Unit
from organization.roles import Role

MOST = 8  # candidates to choose from; more ask for more words


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class DateField(forms.DateField):
    widget = DateInput


class Reason(Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Disimpan bersama catatan ini dan dapat dibaca inspektorat."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Picking(Form):
    """Finds one row by what was typed; where several fit, the page offers them and keeps everything else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = {}

    def pick(self, name, found, key="pk"):
        found = list(found[: MOST + 1])
        chosen = [row for row in found if str(getattr(row, key)) == self.data.get(f"{name}_choice")]
        if len(chosen or found) == 1:
            return (chosen or found)[0]
        if not found:
            raise ValidationError(_("Tidak ada yang cocok. Periksa ejaannya, atau tulis sebagian saja."))
        if len(found) > MOST:
            raise ValidationError(
                _("Terlalu banyak yang cocok. Tulis lebih lengkap; orang juga ditemukan dengan NIP-nya.")
            )
        self.candidates[name] = found
        raise ValidationError(_("Beberapa cocok. Pilih satu di bawah ini."))

    def pick_person(self, text, name):
        """An active person by name or NIP, with what he holds today; who is called just so comes first."""
        found = selectors.people(on=timezone.localdate(), q=text).filter(is_active=True)
        called_so = found.filter(name__iexact=" ".join(text.split()))[:2]
        if len(called_so) == 1 and f"{name}_choice" not in self.data:
            return called_so[0]
        return self.pick(name, found, key="pseudonym")

    def pick_unit(self, text):
        """A unit by its code, its whole name, or a part of it."""
        text = text.strip()
        found = Unit.objects.filter(Q(name__icontains=text) | Q(code=text), is_active=True).order_by("code")
        exact = [unit for unit in found if text.casefold() in (unit.code.casefold(), unit.name.casefold())]
        return exact[0] if len(exact) == 1 else self.pick("unit", found)


class Override(Picking, Reason):
    supervisor = forms.CharField(
        label=gettext_lazy("Pejabat penilai yang ditetapkan"),
        help_text=gettext_lazy("Nama atau NIP. Spasi dalam NIP boleh."),
    )
    from_date = DateField(label=gettext_lazy("Mulai"))
    to_date = DateField(
        label=gettext_lazy("Sampai"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila belum diketahui; Anda dapat mengakhirinya nanti."),
    )
    field_order = ("supervisor", "from_date", "to_date", "reason")

    def clean_supervisor(self):
        return self.pick_person(self.cleaned_data["supervisor"], "supervisor")


class End(Reason):
    to_date = DateField(label=gettext_lazy("Hari terakhir berlaku"), initial=timezone.localdate)
    field_order = ("to_date", "reason")


class Number(Reason):
    kind = forms.ChoiceField(label=gettext_lazy("Jenis nomor"), choices=Identifier.Kind, widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("Nomor baru"),
        help_text=gettext_lazy("18 angka seperti pada surat keputusannya. Spasi boleh."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    from_date = DateField(label=gettext_lazy("Berlaku sejak"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan dan nomor surat"),
        help_text=gettext_lazy("Disimpan bersama catatan ini dan dapat dibaca inspektorat. Tanpa nomor induk."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("kind", "number", "from_date", "reason")

    def clean_number(self):
        return "".join(self.cleaned_data["number"].split())


class Acting(Picking):
    post = forms.CharField(
        label=gettext_lazy("Jabatan"),
        help_text=gettext_lazy("Sebagian nama jabatan dan unitnya, misalnya “kepala seksi pelayanan”."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kedudukan"),
        choices=[
            ("plt", gettext_lazy("Plt., jabatan itu kosong")),
            ("plh", gettext_lazy("Plh., pejabatnya sedang berhalangan")),
        ],
        widget=forms.RadioSelect,
    )
    letter_no = forms.CharField(label=gettext_lazy("Nomor surat perintah"), max_length=80)
    from_date = DateField(label=gettext_lazy("Mulai"))
    to_date = DateField(
        label=gettext_lazy("Sampai"),
        required=False,
        help_text=gettext_lazy("SE BKN 1/2021: paling lama tiga bulan, dapat diperpanjang tiga bulan."),
    )

    def clean_post(self):
        return self.pick("post", selectors.posts_called(self.cleaned_data["post"]))


class Delegation(Picking):
    delegate = forms.CharField(
        label=gettext_lazy("Penerima delegasi"),
        help_text=gettext_lazy("Nama, atau NIP lengkap. Spasi dalam NIP boleh."),
    )
    letter_no = forms.CharField(label=gettext_lazy("Nomor surat pendelegasian"), max_length=80)
    from_date = DateField(label=gettext_lazy("Mulai"), initial=timezone.localdate)
    to_date = DateField(
        label=gettext_lazy("Sampai"), help_text=gettext_lazy("Hari terakhir. Anda dapat mengakhirinya lebih awal.")
    )

    def clean_delegate(self):
        """Everybody may ask here, so nobody may find by the beginning of a number when others were born."""
        text = self.cleaned_data["delegate"]
        if selectors.as_digits(text) and not selectors.find_by_sign_in(text):
            raise ValidationError(_("Tidak ada yang bernomor ini. Tulis NIP lengkap, atau namanya."))
        return self.pick_person(text, "delegate")


class Official(Picking):
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Surel"),
        required=False,
        help_text=gettext_lazy("Tautan masuk dikirim ke sini. Tanpa surel, Anda yang menyerahkannya."),
    )
    post_title = forms.CharField(
        label=gettext_lazy("Nama jabatan"), max_length=200, help_text=gettext_lazy("Misalnya Wali Kota.")
    )
    unit = forms.CharField(label=gettext_lazy("Unit kerja"), help_text=gettext_lazy("Sebagian nama, atau kodenya."))
    from_date = DateField(label=gettext_lazy("Mulai menjabat"))
    letter_no = forms.CharField(label=gettext_lazy("Nomor surat keputusan"), max_length=80)
    subordinates = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Jabatan yang melapor kepadanya"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if top := selectors.top_posts():
            self.fields["subordinates"].queryset = top
            self.fields["subordinates"].initial = top
        else:
            del self.fields["subordinates"]

    def clean_unit(self):
        return self.pick_unit(self.cleaned_data["unit"])


class GrantRole(Reason):
    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=Role.choices, widget=forms.RadioSelect)
    field_order = ("role", "reason")
