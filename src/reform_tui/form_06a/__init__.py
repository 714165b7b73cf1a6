"""Form II.06a of Circular 01/2020/TT-VPCP as a table and as a workbook, from what a check counted."""
