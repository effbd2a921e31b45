"""How a form's controls meet the page: the classes of the style sheets, and what `components/field.html` asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

CHOSEN = {"radioselect", "checkboxselectmultiple", "checkbox"}  # clicked, not written in


class Control(forms.BoundField):
    """A field on a page."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if self.widget_type not in CHOSEN:
            attrs.setdefault("class", "input")
        return attrs

    @property
    def candidates(self):
        """The rows among which the person has yet to choose."""
        return getattr(self.form, "candidates", {}).get(self.name, [])


class Asking:
    """A form that asks for what is missing instead of calling it required."""

    bound_field_class = Control

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _asked_for(field)


class Form(Asking, forms.Form):
    """What every form of ours begins with."""


def _asked_for(field):
    if isinstance(field, forms.FileField):
        return _("Pilih berkasnya.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Pilih salah satu.")
    return _("Isi tanggalnya.") if isinstance(field, forms.DateField) else _("Isi bagian ini.")
