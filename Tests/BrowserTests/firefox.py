"""Stock Firefox, headless, through marionette.

A Firefox under a remote driver relaxes its rules for local files unless the first two preferences forbid it; without them these
tests would prove nothing.
"""
import base64
import contextlib
import gc
import json
import os
import shutil
import socket
import tempfile
import urllib.parse
from pathlib import Path

from marionette_driver.by import By
from marionette_driver.marionette import Marionette

from browser import Browser
from counting_proxy import CountingProxy

PREFERENCES = {
    "remote.prefs.recommended": False,
    "security.fileuri.strict_origin_policy": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.locale.requested": "en-US",
    "layout.css.prefers-color-scheme.content-override": 1,
    "network.proxy.type": 1,
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.failover_direct": False,
    "browser.download.folderList": 2,
    "browser.download.alwaysOpenPanel": False,
    # Of the browser's own calls home.
    "browser.region.network.url": "",
    "dom.push.connection.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

# A preference for each of the system's, when it is off and when it is on.
FEATURES = {
    "dark": ("layout.css.prefers-color-scheme.content-override", [1, 0]),
    "forced-colors": ("browser.display.document_color_use", [0, 2]),
}

# Where the browser itself calls home, and no preference of a release build forbids it.
OWN_HOSTS = ("firefox.settings.services.mozilla.com",)

# Firefox's console has the browser's own messages too: only those of local files are the page's.
COMPLAINTS = """
const messages = Services.console.getMessageArray().filter((message) => message instanceof Ci.nsIScriptError);
Services.console.reset();
return messages.filter(({ sourceName, innerWindowID }) => /^file:/.test(sourceName) || innerWindowID > 0)
  .map(({ category, errorMessage, sourceName, lineNumber }) => `${category}: ${errorMessage} (${sourceName}:${lineNumber})`);
"""

# What the place of the page in the window lacks to a size.
LACKING = """
const box = gBrowser.selectedBrowser.getBoundingClientRect();
return [Math.round(arguments[0] - box.width), Math.round(arguments[1] - box.height)];
"""


# A script in each tab's process: it meets a document before anything of it is read, its policy included.
PREPARATION = """
{
  const created = ({ target }) => target.defaultView.wrappedJSObject.eval(%s);
  addEventListener("DOMWindowCreated", created, true);
  addMessageListener("tests:prepared", () => removeEventListener("DOMWindowCreated", created, true));
}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Firefox(Browser):
    name = "firefox"

    def __init__(self):
        self.proxy, self.zoom = CountingProxy(), 1
        settings = {f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")}
        settings |= {f"network.proxy.{kind}_port": self.proxy.port for kind in ("http", "ssl")}
        binary = shutil.which("firefox-esr") or shutil.which("firefox")
        self.folder = tempfile.TemporaryDirectory()
        self.downloads = Path(self.folder.name) / "downloads"
        self.downloads.mkdir()
        settings["browser.download.dir"] = str(self.downloads)
        log = os.path.join(self.folder.name, "firefox.log")  # a file of its own: marionette deletes what it finds there
        self.marionette = Marionette(bin=binary, host="127.0.0.1", port=free_port(), headless=True, gecko_log=log, prefs=PREFERENCES | settings)
        self.marionette.start_session({"unhandledPromptBehavior": "dismiss and notify"})
        self.resize(1280, 800)

    def go(self, address):
        self.marionette.navigate(address)
        self.apply_zoom()

    def apply_zoom(self):
        """A new document begins without zoom."""
        self.in_chrome("if (gBrowser.selectedBrowser.fullZoom !== arguments[0]) gBrowser.selectedBrowser.fullZoom = arguments[0]", self.zoom)

    def js(self, script, *arguments):
        return self.marionette.execute_script(script, arguments, sandbox=None)

    def in_chrome(self, script, *arguments):
        with self.marionette.using_context("chrome"):
            return self.marionette.execute_script(script, arguments)

    def click_at(self, x, y):
        mouse = self.marionette.actions.sequence("pointer", "mouse", {"pointerType": "mouse"})
        mouse.pointer_move(x, y, duration=0).pointer_down().pointer_up().perform()

    def drag(self, x, y, to_x, to_y):
        mouse = self.marionette.actions.sequence("pointer", "mouse", {"pointerType": "mouse"}).pointer_move(x, y, duration=0).pointer_down()
        for part in (0.25, 0.5, 0.75, 1):
            mouse = mouse.pointer_move(round(x + (to_x - x) * part), max(round(y + (to_y - y) * part), 0), duration=50)
        mouse.pointer_up().perform()

    def press(self, keys):
        keyboard = self.marionette.actions.sequence("key", "keyboard")
        for key in keys:
            keyboard.key_down(key)
        for key in reversed(keys):
            keyboard.key_up(key)
        keyboard.perform()

    @contextlib.contextmanager
    def prepared(self, script):
        address = "data:," + urllib.parse.quote(PREPARATION % json.dumps(script))
        self.in_chrome("Services.mm.loadFrameScript(arguments[0], true)", address)
        try:
            yield
        finally:
            self.in_chrome("Services.mm.removeDelayedFrameScript(arguments[0]); Services.mm.broadcastAsyncMessage('tests:prepared')", address)

    def wheel_at(self, x, y, pixels):
        self.marionette.actions.sequence("wheel", "wheel").scroll(x, y, 0, pixels, duration=0).perform()

    def resize(self, width, height, zoom=1):
        """A window of Firefox has a least width, so narrow pages are the same window zoomed in."""
        self.zoom = zoom = max(zoom, 2 if width < 500 else 1)
        self.apply_zoom()
        self.wait_for(lambda: self.grow(*self.in_chrome(LACKING, width * zoom, height * zoom)), "the window has the size that was asked for")
        # Its process is told of the new size, and of the zoom, a while after the window has them.
        self.wait("innerWidth === arguments[0] && innerHeight === arguments[1]", width, height)

    def grow(self, right, down) -> bool:
        """Whether there was nothing to grow, or to shrink."""
        if right or down:
            rect = self.marionette.window_rect
            self.marionette.set_window_rect(width=rect["width"] + right, height=rect["height"] + down)
        return not (right or down)

    def prefer(self, feature, on):
        name, values = FEATURES[feature]
        self.marionette.set_pref(name, values[on])

    def scripts(self, on):
        self.marionette.set_pref("javascript.enabled", on)

    def visible_text(self, selector):
        return self.marionette.find_element(By.CSS_SELECTOR, selector).text

    def screenshot(self, path):
        Path(path).write_bytes(base64.b64decode(self.marionette.screenshot(full=False)))

    def print(self):
        return base64.b64decode(self.marionette._send_message("WebDriver:Print", {}, key="value"))

    def complaints(self):
        return self.in_chrome(COMPLAINTS)

    def requests(self):
        return self.proxy.take(OWN_HOSTS)

    def quit(self):
        self.marionette.quit(in_app=False)
        self.marionette.cleanup()
        del self.marionette
        gc.collect()  # its profile's files go with it, and cannot go later, when Python itself ends
        self.folder.cleanup()
        self.proxy.close()
