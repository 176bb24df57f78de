"""Texts that make a careless rule slow: 700 KB of each kind, as large as a file may be."""

from collections.abc import Callable

#: Characters, at most as many bytes as a file may have.
LONGEST = 700_000


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda length: piece * (length // len(piece))


def _ending(piece: str, end: str) -> Callable[[int], str]:
    return lambda length: piece * (length // len(piece)) + end


#: Each makes a text of about so many characters.
KINDS: dict[str, Callable[[int], str]] = {
    "blanks": _repeated(" "),
    "blanks, then a word": _ending(" ", "x"),
    "a word, then blanks": lambda length: "x" + " " * length + "x",
    "tabs": _ending("\t", "x"),
    "no-break spaces": _ending("\u00a0", "x"),
    "newlines": _repeated("\n"),
    "line ends of Windows": _repeated("\r\n"),
    "carriage returns": _repeated("\r"),
    "line separators": _repeated("\u2028"),
    "blank lines": _repeated(" \n"),
    "indented lines": _repeated("    x\n"),
    "one long word": _repeated("a"),
    "capitals": _repeated("A"),
    "camel case": _repeated("aB"),
    "digits": _repeated("1"),
    "dates": _repeated("2020-"),
    "numbers": _repeated("1,000."),
    "digits with blanks": _repeated("1 "),
    "fractions": _repeated(".1"),
    "version numbers": _ending(".1", "x"),
    "minuses": _repeated("-"),
    "list items": _repeated("- "),
    "bullets": _repeated("•\n"),
    "underscores": _repeated("_"),
    "hashes": _repeated("#"),
    "headings": _repeated("# a\n"),
    "stars": _repeated("*"),
    "equals signs": _ending("=", "x"),
    "pipes": _repeated("|"),
    "dots": _repeated("."),
    "commas": _repeated(", "),
    "slashes": _repeated("/"),
    "backslashes": _repeated("\\"),
    "plus signs": _repeated("+"),
    "dollars": _repeated("$"),
    "percents": _repeated("%"),
    "ampersands": _repeated("&"),
    "semicolons": _repeated(";"),
    "back-ticks": _repeated("`"),
    "quotes": _repeated('"'),
    "single quotes": _repeated("'"),
    "opening quotes": _repeated("\u201c"),
    "words in apostrophes": _repeated("a'"),
    "round brackets": _repeated("("),
    "closed brackets": _repeated("()"),
    "square brackets": _repeated("["),
    "images": _repeated("!["),
    "half links": _repeated("[a]("),
    "references": _repeated("[a]:\n"),
    "curly brackets": _repeated("{"),
    "angle brackets": _repeated("<"),
    "half tags": _repeated("<a "),
    "half attributes": _repeated("<a b"),
    "half ends of tags": _repeated("</a/"),
    "half comments": _repeated("<!--"),
    "half marks": _repeated("<|"),
    "facts": _repeated("FACTS "),
    "zero-width": _repeated("\u200b"),
    "joiners": _repeated("\u200d"),
    "emoji": _repeated("\U0001f469\u200d\U0001f4bb"),
    "flags": _repeated("\U0001f1e9"),
    "right to left": _repeated("\u05d0 "),
    "overrides": _repeated("\u202e"),
    "combining marks": _ending("\u0301", "x"),
    "combining marks out of order": _repeated("\u0315\u0301"),
    "a letter with marks": lambda length: "a" + "\u0316\u0300" * (length // 2),
    "Hangul": _repeated("\u1100\u1161"),
    "ligatures": _repeated("\ufdfa"),
    "half-width": _repeated("\uff71\uff9e"),
    "null characters": _repeated("\x00"),
    "mail addresses": _repeated("a@"),
    "long mail addresses": _repeated("a.a@a.a"),
    "half mail addresses": _repeated("a.b-c+"),
    "hosts": _repeated("a."),
    "hosts with hyphens": _repeated("a-"),
    "hosts that end": _repeated("a.com"),
    "addresses": _repeated("http://"),
    "schemes": _repeated("a+"),
    "half schemes": _repeated("data:a"),
    "telephone numbers": _repeated("+1 (2) "),
    "words": _repeated("word "),
    "small words": _repeated("a "),
    "capital words": _repeated("Aa "),
    "abbreviations": _repeated("AB "),
    "names": _repeated("Aa-Bb/Cc.Dd+"),
    "number words": _repeated("twenty-"),
    "months": _repeated("Jan "),
    "weak openings": _repeated("i was "),
    "experience": _repeated("experience in "),
    "seniority": _repeated("senior "),
    "table rows": _repeated("a    b\n"),
    "different words": lambda length: " ".join(map(str, range(100_000, 100_000 + length // 7))),
    "different lines": lambda length: "\n".join(map(str, range(100_000, 100_000 + length // 7))),
}

#: Those that every field and every rule gets; the rest is for patterns.
COMMON = (
    *("blanks", "combining marks out of order", "one long word", "newlines", "quotes"),
    *("round brackets", "zero-width", "emoji", "right to left", "mail addresses", "addresses"),
    *("words", "digits with blanks", "list items", "different lines", "table rows"),
)
