"""Languages in which a site can speak: those of Django, and more that it has no name for.

A text of the interface without a translation is shown in English; content falls back to the site's default language.
"""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

# Code: name in English, name in the language itself, whether it is written from right to left.
MORE = {
    "ak": ("Akan", "Akan", False),
    "am": ("Amharic", "አማርኛ", False),
    "ay": ("Aymara", "Aymar aru", False),
    "bo": ("Tibetan", "བོད་སྐད་", False),
    "dv": ("Dhivehi", "ދިވެހި", True),
    "ee": ("Ewe", "Eʋegbe", False),
    "fil": ("Filipino", "Filipino", False),
    "fj": ("Fijian", "Na vosa vakaviti", False),
    "gn": ("Guarani", "Avañe'ẽ", False),
    "ha": ("Hausa", "Hausa", False),
    "ht": ("Haitian Creole", "Kreyòl ayisyen", False),
    "ku": ("Kurdish", "Kurdî", False),
    "lg": ("Ganda", "Luganda", False),
    "ln": ("Lingala", "Lingála", False),
    "lo": ("Lao", "ລາວ", False),
    "mg": ("Malagasy", "Malagasy", False),
    "mi": ("Māori", "Māori", False),
    "ny": ("Chichewa", "Chicheŵa", False),
    "om": ("Oromo", "Afaan Oromoo", False),
    "ps": ("Pashto", "پښتو", True),
    "qu": ("Quechua", "Runa simi", False),
    "rn": ("Kirundi", "Ikirundi", False),
    "rw": ("Kinyarwanda", "Ikinyarwanda", False),
    "sd": ("Sindhi", "سنڌي", True),
    "si": ("Sinhala", "සිංහල", False),
    "sm": ("Samoan", "Gagana Sāmoa", False),
    "sn": ("Shona", "chiShona", False),
    "so": ("Somali", "Soomaali", False),
    "st": ("Southern Sotho", "Sesotho", False),
    "ti": ("Tigrinya", "ትግርኛ", False),
    "tn": ("Tswana", "Setswana", False),
    "to": ("Tongan", "Lea fakatonga", False),
    "tpi": ("Tok Pisin", "Tok Pisin", False),
    "wo": ("Wolof", "Wolof", False),
    "xh": ("Xhosa", "isiXhosa", False),
    "yo": ("Yoruba", "Yorùbá", False),
    "zu": ("Zulu", "isiZulu", False),
}
for _code, (_name, _local, _bidi) in MORE.items():
    LANG_INFO.setdefault(_code, {"bidi": _bidi, "code": _code, "name": _name, "name_local": _local})

# Those with a catalogue of the interface, first.
TRANSLATED = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGES = TRANSLATED + sorted(
    (code, info["name"]) for code, info in LANG_INFO.items() if "name" in info and code not in {"zh-hans", "en"}
)
LANGUAGES_BIDI = [code for code, info in LANG_INFO.items() if info.get("bidi")]
