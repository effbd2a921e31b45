"""What a rating means, beside its word."""

from django.utils.translation import gettext_lazy as _

from appraisal.models import Rating

MEANINGS = {
    "results_rating": {
        Rating.BELOW: _("Sebagian besar target tidak tercapai"),
        Rating.MEETS: _("Target tercapai sebagaimana disepakati"),
        Rating.ABOVE: _("Melampaui target secara nyata"),
    },
    "behaviour_rating": {
        Rating.BELOW: _("Perilaku perlu pembinaan"),
        Rating.MEETS: _("Konsisten dengan BerAKHLAK"),
        Rating.ABOVE: _("Menjadi teladan bagi rekan"),
    },
}


def rating_choices():
    """{field: [(rating, meaning)]} from below to above."""
    return {name: list(meanings.items()) for name, meanings in MEANINGS.items()}
