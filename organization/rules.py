"""Pure checks on people, posts and identifiers. Nothing here touches the database."""


class RuleBroken(Exception):
    """One sentence a person can act on, in the reader's language; `field` names the input at fault."""

    def __init__(self, sentence, *, field=""):
        super().__init__(sentence)
        self.field = field
