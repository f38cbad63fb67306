"""Each page looks as its picture in docs/images/gallery, in each size, theme and language; `scripts/pictures/gallery` makes them anew."""
import io
import re

import pytest
from PIL import Image

from System import gallery
from System.browser import browser
from System.stack import ARTIFACTS

BROKEN = ARTIFACTS / "gallery"


def kept(page: str, size: str, theme: str, language: str) -> Image.Image:
    with Image.open(gallery.sheet_path(size, theme, language)) as sheet:
        return sheet.convert("RGB").crop(gallery.place(page, size))


@pytest.mark.parametrize("language", gallery.LANGUAGES)
def test_each_page_looks_as_in_the_gallery(stack, language):
    seen, off = set(), {}

    def take(page: str, size: str, theme: str, png: bytes) -> None:
        picture = gallery.shrunk(Image.open(io.BytesIO(png)), size)
        seen.add((page, size, theme))
        part = gallery.difference(picture, kept(page, size, theme, language))
        if part > gallery.PART:
            BROKEN.mkdir(parents=True, exist_ok=True)
            (BROKEN / f"{page}-{size}-{theme}-{language}.png").write_bytes(png)
            off[f"{page}-{size}-{theme}-{language}"] = f"{part:.1%}"

    with gallery.touring(stack, language) as walk:
        walk(take)
    assert seen == {(page, size, theme) for page in gallery.PAGES for size in gallery.SIZES for theme in gallery.THEMES}
    assert not off, f"look at {BROKEN} and docs/images/gallery; if these are meant to be so, run scripts/pictures/gallery: {off}"


@pytest.mark.parametrize("size", gallery.SIZES)
def test_a_rule_that_is_lost_from_the_style_is_seen(stack, size):
    """The comparison can fail: without the one rule that lays out the modes the home page is another one."""
    rule = re.compile(r"(?<=})\.modes\{[^}]*}")
    with browser() as player:
        ada = player("Ada", **gallery.SIZES[size].context, locale="en", reduced_motion="reduce", bypass_csp=True)
        ada.page.add_init_script(gallery.SEEDED)
        lost = []

        def without(route) -> None:
            text, times = rule.subn("", route.fetch().text())
            lost.append(times)
            route.fulfill(body=text, content_type="text/css")

        parts = []
        for _ in range(2):
            ada.page.goto(stack.gateway(1))
            ada.page.locator(".demo canvas[style]").wait_for()
            ada.page.evaluate("document.fonts.ready.then(() => {})")
            png = ada.page.screenshot(full_page=True, animations="disabled", style=gallery.HIDDEN)
            parts.append(gallery.difference(gallery.shrunk(Image.open(io.BytesIO(png)), size), kept("home", size, "normal", "en")))
            ada.page.route("**/*.css", without)
        assert lost and all(lost), "the rule was there"
        assert parts[0] <= gallery.PART < parts[1], parts
