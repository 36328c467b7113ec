"""Telephone numbers that were misread once, and what each means in a city of the area 0532."""

# Kind, area, local number and extension; None for what is no number. Local numbers that begin with 0 are nobody's.
TELEPHONES = {
    "400-1234-567": ("free", "400", "1234567", ""),
    "800-8201-234": ("free", "800", "8201234", ""),
    "0532-00001234-8001": ("fixed", "0532", "00001234", "8001"),
    "0532-00001234*8001": ("fixed", "0532", "00001234", "8001"),
    "0532-00001234分机8001": ("fixed", "0532", "00001234", "8001"),
    "0532-00001234 转 8001": ("fixed", "0532", "00001234", "8001"),
    "12345转3": ("short", "", "12345", "3"),
    "96111.0": ("service", "", "96111", ""),
    "96111": ("service", "", "96111", ""),
    "8800123.0": None,  # the city's local numbers have eight digits
    "13900001": None,
    "0532-13900001": None,
    "95598": ("short", "", "95598", ""),
    "8613900001234": ("mobile", "", "13900001234", ""),
    "+86 139-0000-1234": ("mobile", "", "13900001234", ""),
    "17499991234": ("mobile", "", "17499991234", ""),  # a prefix that the library does not know yet
    "0555 0120": ("fixed", "0532", "05550120", ""),
    "0532-0555": None,
}
