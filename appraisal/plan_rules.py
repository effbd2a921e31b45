"""What a plan has to say, and who may move it. Pure, as all rules; for the marks of sources see `rules`."""

from django.utils.translation import gettext as _

from organization.rules import RuleBroken


def check_plan_open(plan, by):
    """A draft belongs to the employee; what was agreed, or declared in a self-assessment, is held to.

    Both sign the plan (SKP, PermenPANRB 6/2022; its article not verified), so neither changes it alone.
    """
    if by.pk != plan.employee_id:
        raise RuleBroken(_("Hanya pegawai yang bersangkutan dapat mengubah SKP."))
    if plan.state == "declared":
        raise RuleBroken(_("SKP ini diisi dalam penilaian mandiri dan hanya dapat diubah di sana."))
    if plan.state != "draft":
        raise RuleBroken(_("SKP yang sudah diajukan tidak dapat diubah. Minta pejabat penilai mengembalikannya."))


def check_may_declare(appraisal, by, plan=None):
    """Results are typed in the self-assessment only where the policy needs no agreed plan.

    `plan` is what the employee drafted for the cycle, if anything.
    Ours, for cities whose plans are kept elsewhere (e-Kinerja BKN): PermenPANRB 6/2022 rates against a plan.
    """
    if appraisal is None or by.pk != appraisal.employee_id:
        raise RuleBroken(_("Penilaian mandiri ini sudah tidak terbuka untuk Anda."))
    if appraisal.policy.plan_required:
        raise RuleBroken(_("Kebijakan periode ini mewajibkan SKP yang disepakati lebih dulu."))
    if appraisal.plan_id and appraisal.plan.state != "declared":
        raise RuleBroken(_("SKP yang disepakati tidak dapat diubah di sini."))
    if plan and plan.state not in ("draft", "declared"):
        raise RuleBroken(_("SKP Anda sedang menunggu kesepakatan pejabat penilai. Tunggu, atau minta dikembalikan."))


def check_plan_move(plan, state, by, *, rows):
    """Who may propose, return and agree: employee and supervisor, who both sign (PermenPANRB 6/2022, article not verified)."""
    allowed = {
        "proposed": ("draft", plan.employee_id),
        "draft": ("proposed", plan.supervisor_id),
        "agreed": ("proposed", plan.supervisor_id),
    }
    before, actor = allowed[state]
    if by.pk != actor:
        raise RuleBroken(_("Langkah ini bukan milik Anda."))
    if plan.state != before:
        raise RuleBroken(_("SKP ini sudah berpindah tahap. Muat ulang halaman."))
    if state == "proposed":
        check_plan_complete(plan, rows)


def check_plan_complete(plan, rows):
    """Ours: nobody proposes to nobody. The rest is what the form asks for."""
    if plan.supervisor_id is None:
        raise RuleBroken(_("Anda belum punya pejabat penilai. Hubungi pengelola kinerja."))
    check_plan_rows(rows)


def check_plan_rows(rows):
    """Main results (utama) are obligatory, and each has an indicator with its target (form of the SKP, PermenPANRB 6/2022)."""
    if not any(result.kind == "main" for result, _indicators in rows):
        raise RuleBroken(_("SKP memerlukan paling sedikit satu rencana hasil kerja utama."))
    for result, indicators in rows:
        if not indicators:
            raise RuleBroken(_("“%(text)s” belum punya indikator dengan target.") % {"text": result.text[:80]})
