"""A row may be made before its parent has a key; what is written by hand asks for it when it writes."""


def key_of_parent(field, row):
    """What a row points at may have got its key after the row was made. Raises ValueError if it has none yet."""
    target = field.get_cached_value(row, default=None)
    if target is not None and getattr(row, field.attname) is None:
        if target.pk is None:
            raise ValueError(f"The {field.name} of a {field.model.__name__} is not saved yet.")
        setattr(row, field.name, target)
    return getattr(row, field.attname)
