"""What the tests need of a browser. chromium.py and firefox.py are the two kinds.

Clicks, keys and the wheel are real input of the browser, never events made by a script.
"""
import time
from pathlib import Path

KEYS = {
    "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "Space": " ", "Backspace": "\ue003", "PageUp": "\ue00e", "PageDown": "\ue00f",
    "End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015",
    "Shift": "\ue008", "Control": "\ue009", "Alt": "\ue00a", "Meta": "\ue03d",
}  # fmt: skip

# What a document's clock says from now on: so many milliseconds more than it is.
CLOCK = """{
  const Real = Date, more = %d;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + more); }
    static now() { return Real.now() + more; }
  };
}"""

# The middle of an element in window coordinates, and whether a click there reaches it.
TARGET = """
const found = document.querySelectorAll(arguments[0])[arguments[1]];
if (!found) return null;
const place = () => {
  const box = found.getBoundingClientRect();
  const x = Math.floor(box.left + box.width / 2), y = Math.floor(box.top + box.height / 2), hit = document.elementFromPoint(x, y);
  return { x, y, reached: hit !== null && (found.contains(hit) || hit.closest("label") === found.closest("label") && hit.closest("label") !== null) };
};
if (!place().reached) found.scrollIntoView({ block: "center" });
return place();
"""


class Browser:
    """Abstract: `name`, `downloads`, and the methods that end in `NotImplementedError`."""

    name = ""
    downloads: Path  # the folder in which the browser saves files

    def go(self, address: str):
        raise NotImplementedError

    def js(self, script: str, *arguments):
        """Runs the body of a function in the page and returns its result."""
        raise NotImplementedError

    def click_at(self, x: int, y: int):
        raise NotImplementedError

    def drag(self, x: int, y: int, to_x: int, to_y: int):
        """Presses the button of the mouse at one place and lets it go at another."""
        raise NotImplementedError

    def press(self, keys: list[str]):
        """Presses all keys, in order, then lets them go in reverse."""
        raise NotImplementedError

    def wheel_at(self, x: int, y: int, pixels: int):
        raise NotImplementedError

    def resize(self, width: int, height: int, zoom: float = 1):
        """Gives the page this size in CSS pixels, each of them `zoom` times as large."""
        raise NotImplementedError

    def prepared(self, script: str):
        """A context in which each new document runs this before its first own script."""
        raise NotImplementedError

    def clock_off_by(self, milliseconds: int):
        """A context in which the clock of each new document is off by so much."""
        return self.prepared(CLOCK % milliseconds)

    def prefer(self, feature: str, on: bool):
        """Sets a preference of the system: `dark` or `forced-colors`."""
        raise NotImplementedError

    def dark(self, on: bool):
        self.prefer("dark", on)

    def scripts(self, on: bool):
        """Allows the pages opened from now on to run scripts, or not."""
        raise NotImplementedError

    def visible_text(self, selector: str) -> str:
        """The text of an element as it can be seen. Works without scripts too."""
        raise NotImplementedError

    def screenshot(self, path):
        raise NotImplementedError

    def print(self) -> bytes:
        """The page as a PDF, as it would be printed."""
        raise NotImplementedError

    def complaints(self) -> list[str]:
        """What the console got since the last call: errors, warnings, violations of the policy."""
        raise NotImplementedError

    def requests(self) -> list[str]:
        """What was asked of the network since the last call."""
        raise NotImplementedError

    def quit(self):
        raise NotImplementedError

    def open(self, path, fragment: str = ""):
        """Loads a file anew, whatever was open before."""
        self.go("about:blank")
        self.go(Path(path).resolve().as_uri() + fragment)

    def wait(self, condition: str, *arguments, seconds: float = 10):
        """Waits until a JavaScript expression is true, and returns its value."""
        return self.wait_for(lambda: self.js(f"return {condition}", *arguments), condition, seconds)

    def wait_for(self, condition, words: str, seconds: float = 10):
        """Waits until a function gives something true, and returns that."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, f"not within {seconds} s: {words}"
            time.sleep(0.01)
        return value

    def downloaded(self, seconds: float = 20) -> Path:
        """The one file that the browser has saved since the folder was emptied, once it is whole."""
        def whole():
            files = list(self.downloads.iterdir())
            return len(files) == 1 and files[0].suffix not in (".part", ".crdownload", ".tmp") and files[0].stat().st_size > 0 and files

        return self.wait_for(whole, "a file is saved", seconds)[0]

    def empty_downloads(self):
        for file in self.downloads.iterdir():
            file.unlink()

    def target(self, selector: str, index: int) -> tuple[int, int]:
        found = self.js(TARGET, selector, index)
        assert found, f"no element {selector} [{index}]"
        assert found["reached"], f"{selector} [{index}] is covered or out of the window"
        return found["x"], found["y"]

    def click(self, selector: str, index: int = 0):
        self.click_at(*self.target(selector, index))

    def wheel(self, selector: str, pixels: int):
        self.wheel_at(*self.target(selector, 0), pixels)

    def key(self, *chords: str):
        """Presses keys one after another: `ArrowLeft`, `x`, `Control+a`."""
        for chord in chords:
            parts = chord.split("+") if len(chord) > 1 else [chord]
            self.press([KEYS.get(part, part) for part in parts])

    def type(self, text: str):
        for character in text:
            self.press([character])
