"""What a unit's achievement may say and do; pure, as all rules are."""

from django.utils.translation import gettext as _

from organization.rules import RuleBroken

from .models.words import Rating

SHORTEST, LONGEST = 40, 600  # characters of a justification


def check_unit_rating(cycle, *, earlier, rating, letter_no, is_by_letter):
    """Set while the period runs, changed only to something else; from a letter only with its number."""
    if cycle.state != "open":
        raise RuleBroken(_("Capaian unit ditetapkan selama periode berjalan. Periode ini tidak sedang berjalan."))
    if is_by_letter and not letter_no.strip():
        raise RuleBroken(_("Isi nomor surat penetapan."), field="letter_no")
    if earlier and earlier.rating == rating:
        raise RuleBroken(_("Capaian ini sudah ditetapkan demikian. Pilih yang lain untuk mengubahnya."), field="rating")


def check_justification(cycle, text):
    """Facts of the unit in 40 to 600 characters; the committee reads it before it meets."""
    if cycle.state != "open":
        raise RuleBroken(_("Penjelasan ditulis selama periode berjalan. Periode ini tidak sedang berjalan."))
    n = len(text.strip())
    if n < SHORTEST:
        told = {"least": SHORTEST, "n": n}
        raise RuleBroken(_("Tulis paling sedikit %(least)s huruf; sekarang %(n)s.") % told, field="text")
    if n > LONGEST:
        told = {"most": LONGEST, "n": n}
        raise RuleBroken(_("Tulis paling banyak %(most)s huruf; sekarang %(n)s.") % told, field="text")


def check_head_follows(results_rating, expected, unit_rating):
    """The achievement of a unit becomes the rating of results of its head (SE MenPANRB 3/2023)."""
    if expected and results_rating != expected:
        words = {"unit": unit_rating.get_rating_display(), "rating": str(Rating(expected).label).lower()}
        raise RuleBroken(
            _(
                "Pegawai ini memimpin unit yang capaiannya %(unit)s. Rating hasil kerjanya mengikuti capaian itu: "
                "%(rating)s (SE MenPANRB 3/2023)."
            )
            % words,
            field="results_rating",
        )
