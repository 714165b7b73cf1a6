"""What the trail's own steps are called, those that no alert has, and why some were taken."""

from reform_tui.language import mark

CHANGES = {
    "accepted": mark("list accepted"),
    "reference": mark("reference table changed"),
    "moved": mark("records moved here"),
    "rebuilt": mark("rebuilt"),
    "unmasked": mark("unmasked"),
    "record": mark("record"),
    "to": mark("into the file"),
    "done": mark("done at"),
    "time_over": mark("its time was over"),
}
