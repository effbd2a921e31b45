"""What was erased, as the orders in the log tell it. A permission only shows where to look; it proves nothing."""

import json
from dataclasses import dataclass

from audit.models import Entry, Erasure, Payload

ORDER = "payload.erased"


@dataclass(frozen=True)
class Order:
    """The entry by which an entry of the same stream lost its content."""

    entry: Entry
    letter_no: str
    basis: str

    @property
    def ground(self):
        """The basis inside a sentence, which has a full stop of its own."""
        return self.basis.rstrip(" .")


def orders_for(entries):
    """{id of an entry: Order} of those whose content is gone; asks only where there are any."""
    erased = {entry.pk: entry for entry in entries if entry.payload.data is None}
    if not erased:
        return {}
    named = Erasure.objects.filter(table_name=Payload._meta.db_table, row_id__in=erased)
    orders = {one.row_id: one.order for one in named.select_related("order__payload")}
    return {pk: _told(order) for pk, order in orders.items() if _is_for(order, erased[pk])}


def left_by_orders(places):
    """{(table, key): (salt, digest)}: what the newest order left of these versions."""
    tables, keys = {table for table, _key in places}, {key for _table, key in places}
    named = Erasure.objects.filter(table_name__in=tables, row_id__in=keys)
    streams = set(named.values_list("order__stream", flat=True))
    left = {}
    for order in Entry.objects.filter(event=ORDER, stream__in=streams).select_related("payload").order_by("pk"):
        for table, key, salt, digest in json.loads(order.payload.data)["blanked"]:
            left[table, key] = (salt, digest)
    return {place: left[place] for place in places if place in left}


def _is_for(order, entry):
    is_order = order.event == ORDER and order.stream == entry.stream and order.payload.data is not None
    return is_order and json.loads(order.payload.data).get("of") == entry.n


def _told(order):
    facts = json.loads(order.payload.data)["facts"]
    return Order(order, facts["letter_no"], facts["basis"])
