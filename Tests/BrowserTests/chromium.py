"""Chromium, headless, through selenium and its own chromedriver."""
import base64
import contextlib
import json
import shutil
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By

from browser import Browser
from counting_proxy import CountingProxy

# As root there is no sandbox to be had; small /dev/shm are common in containers.
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en-US", "--window-size=1280,800", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability", "--disable-features=OptimizationHints,MediaRouter",
    "--proxy-bypass-list=<-loopback>", "--force-color-profile=srgb",
]  # fmt: skip


# Where the browser itself calls home.
OWN_HOSTS = ("clients2.google.com", "accounts.google.com", "update.googleapis.com")


FEATURES = {"dark": ("prefers-color-scheme", "dark"), "forced-colors": ("forced-colors", "active")}


class Chromium(Browser):
    name = "chromium"

    def __init__(self, is_watched=True):
        """Watched, it reports each part of a file that it reads: `complaints` and `requests` need that, and it costs time."""
        self.proxy, self.features = CountingProxy(), {}
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
        for flag in [*FLAGS, f"--proxy-server=127.0.0.1:{self.proxy.port}"]:
            options.add_argument(flag)
        if is_watched:
            options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
            options.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
        self.folder = tempfile.TemporaryDirectory()
        self.downloads = Path(self.folder.name)
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": self.folder.name})

    def go(self, address):
        self.driver.get(address)

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def click_at(self, x, y):
        actions = ActionBuilder(self.driver, duration=0)
        actions.pointer_action.move_to_location(x, y).click()
        actions.perform()

    def drag(self, x, y, to_x, to_y):
        actions = ActionBuilder(self.driver, duration=50)
        actions.pointer_action.move_to_location(x, y).pointer_down()
        for part in (0.25, 0.5, 0.75, 1):
            actions.pointer_action.move_to_location(round(x + (to_x - x) * part), max(round(y + (to_y - y) * part), 0))
        actions.pointer_action.pointer_up()
        actions.perform()

    def press(self, keys):
        actions = ActionBuilder(self.driver, duration=0)
        for key in keys:
            actions.key_action.key_down(key)
        for key in reversed(keys):
            actions.key_action.key_up(key)
        actions.perform()

    @contextlib.contextmanager
    def prepared(self, script):
        added = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})

    def wheel_at(self, x, y, pixels):
        actions = ActionBuilder(self.driver, duration=0)
        actions.wheel_action.scroll(x, y, 0, pixels, 0, "viewport")
        actions.perform()

    def resize(self, width, height, zoom=1):
        metrics = {"width": width, "height": height, "deviceScaleFactor": zoom, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, feature, on):
        name, value = FEATURES[feature]
        self.features[name] = value if on else ""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": name, "value": value} for name, value in self.features.items()]})

    def scripts(self, on):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def visible_text(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector).text

    def screenshot(self, path):
        self.driver.save_screenshot(str(path))

    def print(self):
        return base64.b64decode(self.driver.print_page())

    def complaints(self):
        return [f"{entry['level']}: {entry['message']}" for entry in self.driver.get_log("browser")]

    def requests(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if not url.startswith(("file:", "data:", "about:", "blob:"))] + self.proxy.take(OWN_HOSTS)

    def quit(self):
        self.driver.quit()
        self.folder.cleanup()
        self.proxy.close()
