"""The field in a small window over others: a document that can be played in, a video, or no button at all."""
import pytest

from System.browser import browser
from System.stack import wait_for

WITHOUT_DOCUMENT = "delete window.documentPictureInPicture;"
WITHOUT_ANY = WITHOUT_DOCUMENT + "delete HTMLVideoElement.prototype.requestPictureInPicture;"


def practise(ada, stack) -> None:
    ada.page.add_init_script("""localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true}))""")
    ada.page.goto(stack.gateway(1) + "/practice")
    ada.wait("s.practice !== null")
    ada.page.get_by_test_id("arena").wait_for()


def test_the_small_window_shows_the_field_and_takes_keys(stack):
    with browser() as player:
        ada = player("Ada")
        practise(ada, stack)
        button = ada.page.get_by_role("button", name="Small window")
        with ada.page.context.expect_page() as opened:
            button.click()
        small = opened.value
        wait_for(lambda: button.get_attribute("aria-pressed") == "true", 10, "the button to know")
        size = wait_for(lambda: small.evaluate("(c => c && c.style.width && [c.width, c.height])(document.querySelector('canvas'))"), 10, "the field")
        assert size[0] > 100 and size[1] > size[0], "upright, as a team's arena is"
        before = small.screenshot()
        assert ada.read("practice")["turns"] == 0
        small.keyboard.press("ArrowLeft")
        ada.wait("s.practice.turns === 1 && s.practice.tick > 10")
        assert small.screenshot() != before, "it moves there"
        button.click()
        wait_for(lambda: button.get_attribute("aria-pressed") == "false", 10, "the window to close")
        # It goes with the match.
        with ada.page.context.expect_page() as opened:
            button.click()
        wait_for(lambda: button.get_attribute("aria-pressed") == "true", 10, "the button to know")
        ada.page.get_by_role("button", name="Stop", exact=True).click()
        wait_for(opened.value.is_closed, 10, "the window to go with the match")
        assert not ada.faults


def test_where_there_is_no_such_document_a_video_shows_it(stack):
    with browser() as player:
        ada = player("Ada")
        ada.page.add_init_script(WITHOUT_DOCUMENT)
        practise(ada, stack)
        ada.page.get_by_role("button", name="Small window").click()
        wait_for(lambda: ada.page.evaluate("document.pictureInPictureElement?.videoWidth > 100"), 10, "the video")
        assert ada.page.evaluate("document.pictureInPictureElement.playsInline"), "else an iPhone fills its screen with it"
        ada.page.keyboard.press("ArrowLeft")
        at = ada.page.evaluate("document.pictureInPictureElement.currentTime")
        wait_for(lambda: ada.page.evaluate("document.pictureInPictureElement.currentTime") > at, 10, "the video to go on")
        ada.page.get_by_role("button", name="Stop", exact=True).click()
        wait_for(lambda: ada.page.evaluate("document.pictureInPictureElement === null && !document.querySelector('video')"), 10, "nothing left")
        assert not ada.faults


@pytest.mark.parametrize("context", [{}, {"is_mobile": True, "has_touch": True}], ids=["no-way", "a-finger"])
def test_where_it_is_of_no_use_there_is_no_button(stack, context):
    with browser() as player:
        ada = player("Ada", viewport={"width": 390, "height": 844}, **context)
        if not context:
            ada.page.add_init_script(WITHOUT_ANY)
        practise(ada, stack)
        assert ada.page.get_by_role("button", name="Small window").count() == 0
        assert not ada.faults
