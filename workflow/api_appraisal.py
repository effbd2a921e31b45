"""What the API tells of one appraisal."""


def content_of(appraisal, request):
    return {"id": appraisal.pk, "cycle": appraisal.cycle.slug, "stage": appraisal.stage}
