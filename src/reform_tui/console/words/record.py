"""What the codes of a record, and some facts, are called."""

from reform_tui.language import mark

CODES = {
    "online": mark("online"),
    "counter": mark("counter"),
    "post": mark("post"),
    "phone": mark("phone"),
    "other": mark("other"),
    "new": mark("new"),
    "accepted": mark("accepted"),
    "refused": mark("refused"),
    "processing": mark("processing"),
    "supplement": mark("waiting for a supplement"),
    "payment": mark("waiting for payment"),
    "withdrawn": mark("withdrawn"),
    "stopped": mark("stopped"),
    "done": mark("done"),
    "returned": mark("returned"),
    "province": mark("province"),
    "district": mark("district"),
    "commune": mark("commune"),
}
"""Channels, statuses and levels of a record."""
FACTS = {
    "kind": {"account": mark("account"), "phone": mark("phone"), "device": mark("device"), "payer": mark("payer")},
    "class": {
        "own": mark("own"),
        "assisted": mark("assisted"),
        "on behalf": mark("on behalf"),
        "unclear": mark("unclear"),
        "listed": mark("noted"),
    },
}
"""Facts whose values are words of ours."""
