"""Names that the profile does not know: persons, bodies and states of third sides, as a text writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.messages import Party
from processors.reading.names import Mention
from processors.reading.statements.forms import case, is_oblique, stem
from processors.reading.statements.language import Language
from processors.reading.statements.named import NOBODY, Named
from processors.reading.statements.units import SHORT

CAPITAL = rf"(?!(?:{SHORT})\.)(?:(?:al|el|as|ar|аль|ас|ар|эль)-)?(?:[a-z](?=[A-Z]))?[A-ZÀ-ÞŁŚŻŹĆА-ЯЁІЇЄҐ][\w’'.-]*\w"
JOINED = r"(?: (?:al|bin|ben|bint|de|di|von|van|der|la|el|бен|аль|фон|де|ван|of|for) )"
TITLE = re.compile(rf"(?:{SHORT})\. ")
FIRST = rf"(?:{TITLE.pattern}|(?!D\.C|U\.[SNK])(?:[A-ZА-ЯЁ]\.){{1,2}} )?"
NAME = re.compile(rf"{FIRST}{CAPITAL}(?:(?:{JOINED}| (?:[A-ZА-ЯЁ]\. )?){CAPITAL})*")
CITY = re.compile(r"[A-Z]{5,}(?:/[A-Z]{4,})*")
"""What may be the city of a dateline rather than a name's first word."""

DEMONYM = re.compile(
    "(?:[A-Z][a-z]{1,12}(?:ian|ese|ish|ean)|Democratic|French|Dutch|Greek|Czech|Swiss|Thai|Turk|Kurd|Arab|Afghan"
    "|Israeli|Iraqi|Saudi|Qatari|Kuwaiti|Pakistani|Emirati|Yemeni|Omani|Bangladeshi|Azerbaijani|Azeri)s?"
)
"""A people or its adjective, where it stands alone: nobody by name."""

SAME = 4
"""Letters that a state and its adjective have in common."""

LOWER = re.compile(r" ([a-z]+)\b")
BY_PLACE = ("-based", "-backed", "-led")


class Strangers:
    """The unknown names of one text; a surname alone stands for the person whom the text names in full."""

    def __init__(self, text: str, mentions: Sequence[Mention], language: Language) -> None:
        self._text, self._language = text, language
        words = language.words
        self._small = (
            words.article | words.preposition | words.stop | words.auxiliary | words.conjunction | words.they
            | words.he | words.she | words.it | words.there | language.parties.unnamed | words.time
        )  # fmt: skip
        self._full: dict[str, str] = {}
        self._firsts: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._inside: set[str] = set()
        for match in self._between(mentions):
            name = self.bare(match[0])
            self._short.update(dict.fromkeys(_shortened(name), name))
            if " " in name and not self.is_body(name) and not self._is_place(name):
                known = self._full.setdefault(surname(name), name)
                if DEMONYM.fullmatch(name.partition(" ")[0]) is None:
                    self._firsts.setdefault(name.partition(" ")[0], name)
                if _first(name) in language.parties.surnames:
                    self._full.setdefault(stem(_first(name)), name)
                if language.cyrillic and _first(known)[:4] == _first(name)[:4]:
                    self._full[surname(name)] = min(known, name, key=case)
            elif name and " " not in name and not self._has_capital_anyway(match):
                self._inside.add(name)
            elif " " in name:
                self._bodies.update({word: name for word in name.lower().split(" ") if word in language.bodies})

    def _between(self, mentions: Sequence[Mention]) -> Iterator[re.Match[str]]:
        at = 0
        for mention in mentions:
            yield from NAME.finditer(self._text, at, max(at, mention.start))
            at = max(at, mention.end)
        yield from NAME.finditer(self._text, at)

    def is_person(self, party: Party) -> bool:
        return party.name in self._full.values()

    def is_single(self, party: Party) -> bool:
        """Whether a party is known by one word alone, so that it may be a person as well as a firm."""
        single = party.id is None and " " not in party.name and not self.is_body(party.name)
        return single and party.name not in self._language.state_names

    def body(self, noun: str) -> str | None:
        """The last body of the text that has a common noun in its name: "the observatory"."""
        return self._bodies.get(noun)

    def full(self, name: str) -> str | None:
        """The name in full of whom `name` stands for, if the text has it."""
        full = self._full.get(surname(name)) or self._firsts.get(name)
        if full is None or (" " in name and stem(_first(full)) != stem(_first(name))):
            return None
        return full

    def state(self, match: re.Match[str]) -> Named | None:
        """A third state by its name or its capital's."""
        written = match[0].lower().removesuffix("’s").removesuffix("'s")
        name = self._language.states.get(written)
        oblique = self._language.state_stems.get(stem(written)) if self._language.cyrillic else None
        if name is None and oblique is None:
            return None
        return _body(match.start(), match.end(), name or oblique or "")._replace(base=name is not None)

    def stranger(self, match: re.Match[str], name: str, side: str | None) -> Named | None:
        """Whoever `name`, the end of the match, is; None for a word that has its capital from the sentence."""
        start = match.start() + match[0].rindex(name)
        end = start + len(name)
        end += 3 * self._text.startswith((" Jr", " Sr"), end)
        words = name.lower().split()
        if any(word in self._language.parties.media for word in words) or self._is_paper(match) or self._is_press(end):
            return Named(start, end, "body", NOBODY)
        if self.is_body(name):
            known = self._short.get(name)
            return None if self._has_capital_anyway(match) and known is None else _body(start, end, known or name)
        full = self.full(name)
        if self._is_place(name) or any(word[0].isupper() and word.lower() in self._small for word in name.split(" ")):
            return None
        if full is None and DEMONYM.fullmatch(name):
            state = None if name.endswith("s") else self._state_of(name)
            return _body(start, end, state) if state is not None else Named(start, end, "body", NOBODY)
        named = full is not None or name in self._inside or name.lower() in self._language.parties.surnames
        if not named and " " not in name and self._has_capital_anyway(match):
            return None
        party = Party(id=None, name=full or name, side=side)
        loose = " " not in party.name and TITLE.match(match[0]) is None
        return Named(start, end, "person", party, base=not is_oblique(name), loose=loose)

    def _state_of(self, adjective: str) -> str | None:
        """The state whose name begins as its adjective does: Turkey of "Turkish"."""
        names = sorted(self._language.state_names, key=len)
        begins = (adjective[:size] for size in range(len(adjective), SAME - 1, -1))
        return next((name for begin in begins for name in names if name.startswith(begin)), None)

    def bare(self, name: str) -> str:
        """A name without the titles, countries and common words before it; empty where nothing else is left."""
        language = self._language
        words = TITLE.sub("", name).split(" ")
        if len(words) > 1 and CITY.fullmatch(words[0]) and not words[1].isupper():
            words = words[1:]
        named = len(words) if TITLE.match(name) is None else len(words) - 1
        title = max((n for n, word in enumerate(words[:named]) if self._is_title(word.lower())), default=-1)
        words = words[title + 1 :]
        if len(words) > 3 and not language.bare and stem(words[0].lower()) in language.bodies:
            words = words[-2:]
        while len(words) > 1 and not language.bare and self._is_country(words[0].lower()):
            words = words[1:]
        if language.cyrillic:
            words = _person(words)
        elif len(words) > 1 and words[0].endswith(("’s", "'s")) and not self.is_body(" ".join(words)):
            words = words[1:]
        while words and (words[0].endswith(BY_PLACE) or words[0].lower() in self._small):
            words = words[1:]
        if len(words) == 1 and (self._is_common(words[0].lower()) or words[0].lower() in language.parties.firms):
            return ""
        return " ".join(words).removesuffix("’s").removesuffix("'s").removesuffix(" Jr")

    def is_body(self, name: str) -> bool:
        """Whether a name is an acronym, has a word for a body in it, or stands in Latin letters in a Cyrillic text."""
        if self._language.cyrillic and name[0] < "А":
            return True
        words = name.split(" ")
        acronym = len(words) == 1 and len(name) > 1 and name[:3].isupper() and name[1] not in "’'"
        parties = self._language.bodies | self._language.parties.firms
        return acronym or any(stem(word.lower()) in parties for word in words)

    def _is_country(self, word: str) -> bool:
        return word.endswith("ии") or word in self._language.states or stem(word) in self._language.state_stems

    def _is_title(self, word: str) -> bool:
        """Whether a word is a role, in English also in its plural: "Senators Finch and Moss"."""
        plural = self._language.bare and word.endswith("s") and bool(self._language.titles(word[:-1]))
        return plural or bool(self._language.titles(word))

    def _is_place(self, name: str) -> bool:
        return " " in name and _first(name) in self._language.words.place

    def _is_paper(self, match: re.Match[str]) -> bool:
        """Whether an article with a capital stands inside a sentence: "told The Hill"."""
        capital = self._language.bare and match[0].startswith("The ")
        return capital and self._text[max(0, match.start() - 2) : match.start()][:1].isalpha()

    def _is_press(self, end: int) -> bool:
        """Whether a name is a paper's: "Turkey's Hurriyet newspaper"."""
        behind = LOWER.match(self._text, end)
        return behind is not None and behind[1] in self._language.parties.press

    def _is_common(self, word: str) -> bool:
        return word in self._language.parties.writings or stem(word) in self._language.bodies

    def _has_capital_anyway(self, match: re.Match[str]) -> bool:
        """Whether a single word has its capital from standing first, or from a language that writes all nouns so."""
        if " " in match[0]:
            return False
        before = self._text[max(0, match.start() - 4) : match.start()].rstrip(" «“\"'(—–-")
        return self._language.capitals or not before or before[-1] in ".!?…\n»”:)"


def _person(words: list[str]) -> list[str]:
    """Of "OMV Иван Петров" the person, of any other name all words."""
    foreign = max((n for n, word in enumerate(words) if word.isupper() or word[0] < "А"), default=-1)
    return words[foreign + 1 :] if len(words) - foreign > 2 else words


def surname(name: str) -> str:
    """The last word of a name, as it is compared."""
    return stem(name.lower().rpartition(" ")[2].removeprefix("al-").removesuffix("’s").removesuffix("'s"))


def _shortened(name: str) -> set[str]:
    """What a name of several words is called later: by its initials, or by an acronym that it begins with."""
    words = [word for word in name.split(" ") if word[:1].isupper()]
    if len(words) < 2:
        return set()
    return {short for short in (words[0], "".join(word[0] for word in words)) if short.isupper() and len(short) > 2}


def _first(name: str) -> str:
    return name.lower().partition(" ")[0]


def _body(start: int, end: int, name: str) -> Named:
    return Named(start, end, "body", Party(id=None, name=name, side=None))
