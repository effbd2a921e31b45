"""How a form's controls meet the page: the classes of the style sheets, and what `components/field.html` asks for."""

from django import forms

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


class Form(forms.Form):
    bound_field_class = Control
