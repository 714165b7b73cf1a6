"""What the core says of a file that it could not read, or that has not arrived whole.

Readers write these as plain sentences; a test throws files at them and holds that each is known here.
"""

from __future__ import annotations

from reform_tui.language import mark

TEMPLATES = (
    mark("{where}: the file holds no text; export it again"),
    mark("{where}: this is not text; save it as xlsx or csv and drop it again"),
    mark("{where}: the text could not be split into rows ({error})"),
    mark("{where}: there is no sheet '{sheet}', only {sheets}"),
    mark("{where}: the workbook has no sheet; export it again"),
    mark("{where}: the JSON holds no objects; a record is one object a line, or one of an array"),
    mark("{where}: this is not JSON ({error}); export it again"),
    mark("{where}: this is a PDF, not a table; export it as xlsx or csv"),
    mark("{where}: this is a picture, not a table; export it as xlsx or csv"),
    mark("{where}: this is a {kind} archive, not a table; export it as xlsx or csv"),
    mark("{where}: this is markup that no reader here takes; open it in an office program and save it as xlsx"),
    mark("{where}: the reader '{reader}' {what}; mend its plugin"),
    mark("{where}: the workbook is locked with a password or damaged; save it again as xlsx without a password"),
    mark("{where}: this is a zip file but not a workbook, or a damaged one; save it again as xlsx without a password"),
    mark("{where}: '{encoding}' is no encoding; write utf-8, utf-16 or windows-1258"),
    mark("{where}: byte {at} is not {encoding}; state the file's 'encoding' in the feed"),
    mark(
        "{where}: the first 15 rows held no headings of {schema}; the fullest row says {said}. Name its headings under"
        " [columns] in {feed}, or the row as 'header'."
    ),
    mark(
        "{where}: row {row} held no headings of {schema}; the fullest row says {said}. Name its headings under"
        " [columns] in {feed}, or the row as 'header'."
    ),
    mark("{feed}: the constant {name} = {value} is no {kind}"),
    mark("{where}: the file is empty, so it has not arrived yet"),
    mark("{where}: the workbook has no end, so the file has not arrived whole"),
    mark("{where}: the JSON has no end, so the file has not arrived whole"),
    mark("{where}: the last line has no end, so the file has not arrived whole"),
    mark("{where}: the text stops inside a character, so the file has not arrived whole"),
)
"""Each with the name of the file before it."""
