"""What HR says about a file, and the number typed to agree to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Upload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Berkas pegawai"),
        help_text=gettext_lazy("CSV atau XLSX, paling besar 20 MB. Berkas diperiksa dulu; belum ada yang ditulis."),
        error_messages={
            "required": gettext_lazy("Pilih berkas CSV atau XLSX."),
            "empty": gettext_lazy("Berkas ini kosong. Pilih berkas lain."),
            "missing": gettext_lazy("Pilih berkas CSV atau XLSX."),
        },
        widget=forms.FileInput(
            attrs={
                "class": "input",
                "accept": ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        ),
    )
    end_missing = forms.BooleanField(
        label=gettext_lazy("Akhiri penugasan pegawai yang tidak ada di berkas"),
        help_text=gettext_lazy(
            "Pilih hanya bila berkas memuat semua pegawai. Akun mereka tetap aktif, dan penilaian yang berjalan tetap."
        ),
        required=False,
    )


class Agreement(forms.Form):
    """The number of changes, typed: nobody writes to the organization by one click too many."""

    size = forms.CharField(
        label=gettext_lazy("Ketik jumlah perubahan"),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args, size, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = size

    def clean_size(self):
        typed = "".join(char for char in self.cleaned_data["size"] if char not in " .,\xa0")
        if typed != str(self.expected):
            raise ValidationError(_("Bukan jumlah yang tertulis di atas. Periksa lagi, lalu ketik jumlahnya."))
        return self.expected
