"""One module for each part of the workbook: what its rows do."""
