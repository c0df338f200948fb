"""How newspapers of four languages write a Russian surname, and its cases there.

Transcriptions by the press usage of each language (Duden's table for German, the common French and Polish ones,
Ukrainian by sound); endings by the surname's type. A rare spelling that nobody uses costs nothing.
"""

from __future__ import annotations

from detente.profiles.compile.russian import VOWELS

CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
SOUNDS = {
    "de": "a b w g d e sch s i i k l m n o p r s t u f ch z tsch sch schtsch  y  e ju ja",
    "fr": "a b v g d e j z i ï k l m n o p r s t ou f kh ts tch ch chtch  y  e iou ia",
    "pl": "a b w g d ie ż z i j k ł m n o p r s t u f ch c cz sz szcz  y  e iu ia",
    "uk": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ' и ь е ю я",
}
AMERICAN_UK = str.maketrans({"и": "і", "ы": "и", "э": "е", "ё": "йо"})
LETTERS = {language: dict(zip(CYRILLIC, row.split(" "), strict=True)) for language, row in SOUNDS.items()}
SOFT = "еёиюяь"
ENDINGS = {
    "de": (("skij", "ski"), ("skii", "ski"), ("ski", "ski"), ("yi", "y")),
    "fr": (("skiï", "ski"), ("in", "ine"), ("yï", "y")),
    "pl": (("skij", "ski"), ("cki", "cki"), ("yj", "y")),
    "uk": (("ский", "ський"), ("цкий", "цький"), ("ская", "ська"), ("ий", "ий"), ("ый", "ий")),
}
CASES = {
    "de": (("s", ("",)), ("w", ("", "s")), ("n", ("", "s")), ("i", ("", "s")), ("a", ("", "s"))),
    "fr": (("", ("",)),),
    "pl": (("ski", ("", "ego", "emu", "m")), ("owa", ("", "-ej", "-ą")), ("ewa", ("", "-ej", "-ą")),
           ("ina", ("", "-ej", "-ą")), ("a", ("", "-y", "-ie", "-ę", "-ą")), ("w", ("", "a", "owi", "em", "ie")),
           ("n", ("", "a", "owi", "em", "ie"))),
    "uk": (("ський", ("", "-ого", "-ому", "-им")), ("ова", ("", "-ої", "-ій", "-у", "-ою")),
           ("ева", ("", "-ої", "-ій", "-у", "-ою")), ("ів", ("",)), ("в", ("", "а", "у", "ові", "им")),
           ("н", ("", "а", "у", "ові", "им")), ("о", ("",))),
}  # fmt: skip


def surname_spellings(russian: str) -> dict[str, set[str]]:
    """The forms of a Russian surname in German, French, Polish and Ukrainian, all cases, by language."""
    found: dict[str, set[str]] = {}
    for language in LETTERS:
        name = _ending(_written(russian.lower(), language), language)
        forms = {_cased(name, ending) for ending in _endings(name, language)}
        found[language] = {"-".join(part.capitalize() for part in form.split("-")) for form in forms}
    return found


def _written(name: str, language: str) -> str:
    table, out = LETTERS[language], ""
    for n, letter in enumerate(name):
        before, after = name[n - 1] if n else "", name[n + 1] if n + 1 < len(name) else ""
        out += _letter(letter.replace("ё", "е"), before, after, language, table)
    return out


def _letter(letter: str, before: str, after: str, language: str, table: dict[str, str]) -> str:
    begins = not before or before in VOWELS + "ьъ-"
    if letter == "е" and begins:
        return {"de": "je", "fr": "e", "pl": "je", "uk": "є"}[language]
    if language == "pl" and letter in "юя" and begins:
        return {"ю": "ju", "я": "ja"}[letter]
    if language == "pl" and letter == "л" and after and after in SOFT:
        return "l"
    if language == "pl" and letter in "еи" and before and before in "лжшцчщ":
        return "e" if letter == "е" else "y" if before == "ж" else "i"
    if language == "de" and letter == "с" and before in VOWELS and after and after in VOWELS and before:
        return "ss"
    if language == "fr" and letter == "с" and before and before in VOWELS and after and after in VOWELS:
        return "ss"
    if language == "uk" and letter == "и" and not before:
        return "і"
    return table.get(letter, letter)


def american_spellings(latin: str, russian: str, *, female: bool) -> dict[str, set[str]]:
    """The forms of an American surname in German, Polish and Ukrainian; a woman's changes in none of them."""
    ukrainian = russian.lower().translate(AMERICAN_UK).capitalize()
    found = {"de": {latin, f"{latin}s"}, "pl": {latin}, "uk": {ukrainian}}
    if not female and latin[-1].lower() not in "aeiouy":
        found["pl"] |= {latin + ending for ending in ("a", "owi", "em")}
    if not female and russian[-1].lower() not in f"{VOWELS}йь":
        found["uk"] |= {ukrainian + ending for ending in ("а", "у", "ові", "ом", "і")}
    return found


def _ending(name: str, language: str) -> str:
    for ending, usual in ENDINGS[language]:
        if name.endswith(ending):
            return name[: -len(ending)] + usual
    return name


def _endings(name: str, language: str) -> tuple[str, ...]:
    return next((endings for last, endings in CASES[language] if name.endswith(last)), ("",))


def _cased(name: str, ending: str) -> str:
    """`name` with the ending; one that begins with "-" takes the place of the name's own."""
    if not ending.startswith("-"):
        return name + ending
    own = 2 if name.endswith("ий") else 1
    return name[:-own] + ending[1:]
