"""Limits on the files that this site reads, and their reasons; every reader takes its limits from here. Pure.

A file that keeps all limits is read in less than five seconds and 200 MB on one core (tests/trust/test_readers.py).
"""

MB = 1024 * 1024

# --- Lists (catalog/importers): CSV, XLSX, JSON, JSON Lines -----------------------------------------------------------
# Bytes of the file as it lies on the disk. The largest list known, the villages of a province, has 6 MB as CSV.
LIST_BYTES = {".csv": 48 * MB, ".xlsx": 16 * MB, ".json": 16 * MB, ".jsonl": 32 * MB, ".ndjson": 32 * MB}
# Rows, blank ones between them counted. A city has some thousand items, a province some ten thousand villages.
# A spreadsheet lies in memory as a whole, so it may hold fewer.
LIST_ROWS = {".csv": 100_000, ".xlsx": 20_000, ".json": 100_000, ".jsonl": 100_000, ".ndjson": 100_000}
BLANK_LINES = 10_000  # lines without a cell among the rows of a list; a spreadsheet ends with some
COLUMNS = 256  # as old spreadsheets had; the widest published list has 60
HEADING = 200  # characters of a column's name
CELL = 10_000  # characters; the longest element of a real list is a tenth of it
RAW_CELL = 10 * MB  # characters of a CSV field or a line of JSON: one bad row and not the end of the file
# What an editor uploads: the worker tries it out in one go, while others wait to write. The rest is for an operator.
UPLOADED_LIST_BYTES = 5 * MB
UPLOADED_LIST_ROWS = 5000

# --- The process that reads a list (portal/kit/confined.py) ----------------------------------------------------------
READING_SECONDS = 4  # of the processor; a list within the limits takes one to three
READING_WAIT = 60  # seconds by the clock, for a machine with other work
READING_MEMORY = 160 * MB  # bytes of its data; Python alone takes 12 MB
READING_OUTPUT = 128 * MB  # bytes of rows that it hands over

# --- Archives: XLSX, DOCX and OFD are ZIP files ----------------------------------------------------------------------
ZIP_UNPACKED = 64 * MB  # bytes of all parts together, by the archive's own list, which Python's reader holds it to
ZIP_DIRECTORY = 256 * 1024  # bytes of that list: some thousand parts; an office document has some dozen

# --- Pictures --------------------------------------------------------------------------------------------------------
IMAGE_BYTES = 10 * MB
IMAGE_PIXELS = 40_000_000  # 160 MB while it is drawn; a good telephone takes 12 to 50 million

# --- Documents -------------------------------------------------------------------------------------------------------
DOCUMENT_BYTES = 20 * MB
BLANK_FORM_BYTES = 5 * MB  # of a material's form: people take it along on a telephone

# --- The process that judges what an applicant sends (forms/uploads/judging.py) --------------------------------------
JUDGING_SECONDS = 12  # of the processor; forty million pixels of HEIC take four
JUDGING_WAIT = 40  # seconds by the clock, for a machine with other work
JUDGING_MEMORY = 700 * MB  # bytes of its data: a decoded picture, and once more as it is drawn
JUDGING_OUTPUT = 24 * MB  # bytes of the picture that it hands over
