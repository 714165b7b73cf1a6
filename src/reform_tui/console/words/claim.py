"""What the facts of a claim are called."""

from reform_tui.language import mark

CLAIMS = {
    "said": mark("stated"),
    "given": mark("stated beside it"),
    "says": mark("statement"),
    "reading": mark("both hold only if"),
    "fit": mark("would fit"),
    "fit_low": mark("would fit from"),
    "fit_high": mark("would fit to"),
    "excess": mark("difference"),
    "computed": mark("computed"),
    "others": mark("the others"),
    "rest": mark("which"),
    "called": mark("topic"),
    "codes": mark("codes"),
    "kept": mark("kept in reference/targets"),
    "source": mark("source"),
    "sources": mark("sources"),
    "form": mark("period stated"),
    "on_behalf": mark("on behalf"),
}
