#!/usr/bin/env python3
"""Takes the pictures of the console that the documentation shows, from a running `./run demo`.

usage: scripts/screenshots.py CONSOLE_URL FOLDER [SECONDS]

Each page is opened in headless Chromium at the width of a desktop and of a phone, watched for SECONDS (default 20), so that
live charts have something to show, and written as FOLDER/PAGE-WIDTH.png.
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import time

# Path of each page, and what is done on it before the picture is taken.
PAGES = {
    "reports": ("/", ""),
    "live": ("/live", ""),
    "status": ("/status", ""),
    "query": ("/query", "document.querySelector('#samples button').click(); document.querySelector('#run').click()"),
}
# Width, scale of a point, whether it is a phone.
SCREENS = {"desktop": (1280, 1, False), "phone": (390, 2, True)}


class Browser:
    """Headless Chromium, spoken to through the pair of pipes that it reads its debugging protocol from."""

    def __init__(self, profile):
        (its_input, self.output), (self.input, its_output) = os.pipe(), os.pipe()

        def place():
            # Copies above 4 first, since either pipe may stand where the other has to go.
            ends = [os.dup(its_input), os.dup(its_output)]
            high = [os.dup2(end, 100 + place) for place, end in enumerate(ends)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "about:blank"],
            close_fds=False, preexec_fn=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.buffer, self.number, self.session = b"", 0, None

    def call(self, method, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.output, json.dumps(request).encode() + b"\0")
        while True:
            while b"\0" not in self.buffer:
                block = os.read(self.input, 1 << 20)
                if not block:
                    raise SystemExit("chromium ended")
                self.buffer += block
            text, self.buffer = self.buffer.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]

    def open(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def picture(self, url, action, screen, seconds):
        width, scale, is_phone = SCREENS[screen]
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=scale, mobile=is_phone)
        self.call("Page.navigate", url=url)
        time.sleep(seconds / 2)
        self.call("Runtime.evaluate", expression=action)
        time.sleep(seconds / 2)
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        if size["width"] > width:
            raise SystemExit(f"{url} is {size['width']} wide on a screen of {width}")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=int(size["height"]), deviceScaleFactor=scale,
                  mobile=is_phone)
        time.sleep(1)
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


def main():
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    address, folder, seconds = sys.argv[1].rstrip("/"), sys.argv[2], float((sys.argv[3:] or [20])[0])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        browser.open()
        for page, (path, action) in PAGES.items():
            for screen in SCREENS:
                file = os.path.join(folder, f"{page}-{screen}.png")
                with open(file, "wb") as picture:
                    picture.write(browser.picture(address + path, action, screen, seconds))
                print(file, flush=True)
        browser.process.terminate()
        browser.process.wait()


main()
