"""What somebody typed and has not sent. No act: nobody else sees it, and it ends with the step."""

from .models import Draft

LARGEST = 2 * 2**20  # characters of one form; no step accepts as many
PAGE = "page"  # which window wrote it last


def keep(step, *, author, typed, at, page=""):
    """Remember the text of a form as it was typed, in one statement; what is beyond any limit stays on the page.

    `page` names the window it comes from. `step` then knows that it has a draft.
    """
    if sum(map(len, typed.values())) > LARGEST:
        return
    # PostgreSQL's JSON has no place for NUL; the door refuses it by name before it could matter
    body = {name: value.replace("\0", "�") for name, value in typed.items()} | ({PAGE: page} if page else {})
    draft = Draft(step=step, author=author, outcome=body.get("outcome", "")[:20], body=body, saved_at=at)
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["step", "author"],
        update_fields=["outcome", "body", "saved_at"],
    )
    step.draft_body, step.draft_saved_at = body, at


def forget(at):
    """Drafts of steps that are completed, however they were, have had their use; a chore of the worker."""
    return Draft.objects.filter(step__completed_at__lte=at).delete()[0]
