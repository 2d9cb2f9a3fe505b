#!/usr/bin/env python3
"""hostile_strings.py FILE: a JSON dump with events of each of STRINGS, which try to run, hide, reorder, overflow or be taken for something else."""
import json
import sys

CALLS = ["alert(1)", "window.called.push('ran')", "top.called.push(1)"]
MARKUP = [
    "<script>{}</script>", "</script><script>{}</script>", "<!--<script>{}</script>", "--><script>{}</script><!--", "<![CDATA[<script>{}</script>]]>",
    '"><img src=x onerror={}>', "'><svg onload={}>", "<svg><script>{}</script></svg>", "<math><mtext></mtext><script>{}</script></math>", "<iframe srcdoc=\"<script>{}</script>\">",
    "<a href=\"javascript:{}\">x</a>", "<body onload={}>", "<details open ontoggle={}>", "<input autofocus onfocus={}>", "<form action=javascript:{}><button>", "<base href=//x.invalid/>{}",
    "<style>@import '//x.invalid/{}'</style>", "<link rel=stylesheet href=//x.invalid/{}>", "<meta http-equiv=refresh content='0;url=javascript:{}'>", "<object data=javascript:{}>",
    "<template><script>{}</script></template>", "<noscript><p title='</noscript><script>{}</script>'>", "<textarea></textarea><script>{}</script>", "<title></title><script>{}</script>",
    "</bdi></td></table><script>{}</script>", "<xmp></xmp><script>{}</script>", "\\x3cscript\\x3e{}\\x3c/script\\x3e", "\\u003cscript\\u003e{}\\u003c/script\\u003e", "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;", "%3Cscript%3E{}%3C/script%3E", "+ADw-script+AD4-{}+ADw-/script+AD4-", "＜script＞{}＜/script＞", "<scr\u200bipt>{}</scr\u200bipt>", "<scr<script>ipt>{}</script>",
    "`${{{}}}`", "${{{}}}", "{{{{{}}}}}", "{{{{constructor.constructor('{}')()}}}}", "#{{{}}}", "<%= {} %>", "[[{}]]", "');{}//", '");{}//', "`;{}//", "\\');{}//", "*/{}/*", "//\n{}\n//", "</style><script>{}</script>",
    "javascript:{}", "data:text/html,<script>{}</script>", "expression({})", "url(javascript:{})", "blob:null/{}", "'\"`<script>{}</script>", "]]>{}", "onmouseover={}", "style=x:expression({})", "=cmd|' /C {}'!A0",
]  # fmt: skip
NAMES = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "__defineGetter__", "__lookupSetter__", "then", "length", "innerHTML", "document", "location",
         "null", "undefined", "NaN", "true", "false", "Infinity", "-0", "0", "1e999", "[object Object]", "{}", "[]", '""', "''", "page-meta", "page-words", "app", "~0", "~1", "#event=1", "event 1"]  # fmt: skip
FORMULAS = [f"{sign}{body}" for sign in "=+-@\t\r" for body in ("1+1", "SUM(A1:A9)", "HYPERLINK(\"http://x.invalid\",\"x\")", "cmd|'/c calc'!A1")]
HIDDEN = [*range(0x00, 0x20), 0x7F, *range(0x80, 0xA0, 5), 0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x2030), *range(0x2060, 0x2070), 0x3164, 0xFE0F, 0xFEFF,
          0xFFA0, 0xFFF9, 0xFFFB, 0xFFFC, 0xFFFD, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0x10FFFF]  # fmt: skip
WORDS = [
    "\u202egnp.exe", "\u2066abc\u2067def\u2069\u2069", "\u202a\u202b\u202d\u202c", "abc \u05d0\u05d1\u05d2 123", "مرحبا <b>123</b> !", "\u05d0\u05d1 (12) \u05d2", "e\u0301e\u0301", '"\u0338<script>', "'\u0338>", "<\u0338b>",
    ">\u0338", "&\u0338lt;", "Z\u0351\u036b\u0343\u0364\u033d" * 40, "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "👍🏽", "🇩🇪🇪🇸", "e" + "\u0301" * 3000, "a" * 300, "W" * 70_000, "long word " * 9_000, "長" * 5_000, "\u2060".join("hidden"), "a\u00a0b",
    "ﬁne", "Å Å Å", "İstanbul ıI", "ẞß", "ǅ", "ﷺ" * 30, "𒐫" * 40, "﷽", "null\x00byte", "tab\tand\nline\r\nbreaks", " leading and trailing ", "   ", "\n\n\n", "a\u2028b\u2029c", "\x1b[31mred\x1b[0m", "\x08\x08\x08back",
    "%00", "%0d%0aSet-Cookie:x=1", "%E0%A4%A", "%%%", "#", "?", "&a=b&user=x&event=1", "a;b;c", "a,b\"c\"", "C:\\con\\nul", "../../../etc/passwd", "file:///etc/passwd", "http://x.invalid/", "//x.invalid", "mailto:x@x.invalid",
    "(?<!a)b", "(((((((((", "[a-", "\\", "\\\\", "$&$1$$`$'", ".*", "^$", "a{99999}", "(a+)+$" + "a" * 40, "'; DROP TABLE event; --", "1' OR '1'='1", "%s%s%n%x", "{0}{n}{name}", "{n}", "\u0130\u0307",
    "x" * 1_048_576, "<" * 100_000, '"' * 50_000, "\u202e" * 500, "&amp;" * 2_000, "{\"a\":" * 2_000, "[" * 5_000,
]  # fmt: skip
STRINGS = list(dict.fromkeys([*(shape.format(call) for call in CALLS for shape in MARKUP), *NAMES, *FORMULAS, *(f"a{chr(code)}b" for code in HIDDEN), *WORDS]))
assert len(STRINGS) >= 300


# Those that can be a user, a module and an action.
SHORT = [text for text in STRINGS if text.strip() and len(text) < 150]


def record(number: int, text: str) -> dict:
    """The string is the name, a value, in a list, and the key of an object; short ones are also a field and, some of them, a user."""
    field = text if 0 < len(text) < 200 else "note"
    return {
        "_id": f"{number:024x}", "createdAt": f"2026-07-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000Z", "documentType": "CONTACT", "type": "UPDATED", "id": f"hostile-{number}",
        "documentName": text, "source": "WEB_USER", "sourceId": f"user-{number % 3 and number}", "sourceName": text[:2000] if number % 3 else "Maya", "changedFields": [field],
        "before": {field: [text[:1000], {text[:100]: 1}]}, "after": {field: text}, "meta": {},
    }  # fmt: skip


def named(number: int, text: str) -> dict:
    """The string is user, module and action, a day later than all of the above."""
    first = record(number, text)
    return first | {
        "_id": f"{number + 10_000:024x}", "createdAt": first["createdAt"].replace("07-01", "07-02"), "documentType": text, "type": text, "id": f"named-{number}",
        "sourceName": text, "sourceId": f"user-{number}",
    }  # fmt: skip


def deleted(number: int, text: str) -> dict:
    """The record of the string is deleted, another day later."""
    first = record(number, text)
    return first | {"_id": f"{number + 20_000:024x}", "createdAt": first["createdAt"].replace("07-01", "07-03"), "type": "DELETED", "before": first["after"], "after": {}}


def main(path: str):
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(STRINGS):
            rest = [named(number, text), deleted(number, text)] if text in SHORT else []
            for one in [record(number, text), *rest]:
                file.write(json.dumps(one) + "\n")
        # Half of a pair, which is no text: it is kept as a reject, and the page does without it.
        file.write(json.dumps(record(len(STRINGS), "lone \ud83d half")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
