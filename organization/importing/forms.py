"""What HR says about a file, which of its columns are ours, and the number typed to agree to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organization.importing.columns import COLUMNS
from organization.importing.headers import missing


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


class Mapping(forms.Form):
    """One choice for each column of the file, named by its place; `columns` are those of the report."""

    def __init__(self, data=None, *, columns):
        super().__init__(data)
        self.columns = columns
        choices = [("", _("Jangan dipakai")), *((column.name, f"{column.name}: {column.label}") for column in COLUMNS)]
        for column in columns:
            label = _("Kolom {heading} menjadi").format(heading=column["heading"] or column["place"] + 1)
            widget = forms.Select(attrs={"class": "input"})
            self.fields[f"column-{column['place']}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=column["name"], widget=widget
            )

    def clean(self):
        chosen = {}
        for column in self.columns:
            name = self.cleaned_data.get(f"column-{column['place']}")
            if name in chosen:
                self.add_error(f"column-{column['place']}", _("Sudah ada kolom lain untuk {name}.").format(name=name))
            elif name:
                chosen[name] = column["place"]
        if not self.errors and (lacking := missing(chosen)):
            sentence = _("Belum ada kolom untuk {names}. Pilih kolom yang memuatnya, atau tambahkan di berkas.")
            raise ValidationError(sentence.format(names=", ".join(lacking)))
        self.cleaned_data["columns"] = chosen
        return self.cleaned_data

    @property
    def used(self):
        return sum(bool(column["name"]) for column in self.columns)

    @property
    def unused(self):
        return len(self.columns) - self.used

    def rows(self):
        """Each column of the file with its field, as the page shows them."""
        return [(column, self[f"column-{column['place']}"]) for column in self.columns]


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
