"""Matches looked at in the page: live and as they were, finished ones from a link or a file, and played on from there."""
import hashlib
import json

import pytest

from System.browser import DESKTOP, browser, drop
from System.stack import ARTIFACTS, http, wait_for

TALL = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def scrub(player, tick: int) -> None:
    player.page.locator(".scrub").fill(str(tick))


def fits(player) -> None:
    width = player.page.viewport_size["width"]
    assert player.page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out at the side"
    bar = player.page.get_by_test_id("playback-bar").bounding_box()
    field = player.page.get_by_test_id("arena").bounding_box()
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= width and field["y"] + field["height"] <= bar["y"] + 1
    assert bar["y"] + bar["height"] <= player.page.viewport_size["height"]
    assert field["width"] > 250


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_match_is_watched_as_it_was_and_played_on_from(stack, screen):
    with browser() as player:
        ada, linus = player("Ada"), player("Linus", **(TALL if screen == "phone" else DESKTOP))
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.locator(".fields label", has_text="Bots").locator("select").select_option("1")
        ada.wait("s.lobby.bots.length === 1")
        ada.page.locator(".fields label", has_text="They play").locator("select").select_option(label="easy")
        ada.wait("s.lobby.bots[0].level === 'easy'")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'running' && s.tick > 5", 30)
        ada.steer()
        ada.wait("s.tick > 160", 30)
        match = ada.read("match")["id"]

        linus.open(stack.gateway(2))
        linus.page.get_by_role("button", name="Watch a match").click()
        linus.page.get_by_role("button", name="Watch", exact=True).first.click()
        linus.wait("s.phase === 'running' && s.tick > 160")
        assert linus.read("match")["you"] is None and linus.read("film") is None
        linus.shot(f"watch-live-{screen}")
        fits(linus)

        live = linus.read("tick")
        scrub(linus, 60)
        linus.wait("s.film && s.film.past && s.film.first === 0 && s.film.tick >= 60 && s.film.tick < 120", 5)
        linus.page.get_by_text("Not live").wait_for()
        linus.wait("s.film.tick > 75")
        linus.wait(f"s.film.last > {live + 20}")
        linus.page.get_by_role("button", name="Pause").click()
        linus.wait("!s.film.playing")
        linus.shot(f"watch-past-{screen}")
        fits(linus)
        stopped, last = linus.read("film")["tick"], linus.read("film")["last"]
        linus.wait(f"s.film.last > {last + 5}")
        assert linus.read("film")["tick"] == stopped, "it stands, and what happens meanwhile is kept"
        linus.page.get_by_role("button", name="Live").click()
        linus.wait("s.film === null")
        # To pause what is live is to look back; at eight times the speed the player is live again soon.
        linus.page.get_by_role("button", name="Pause").click()
        linus.wait("s.film && s.film.past && !s.film.playing")
        linus.wait("s.film.last > s.film.tick + 10")
        for speed in (1, 2, 4):
            linus.page.get_by_role("button", name=f"Speed {speed}, change to {2 * speed}").click()
        linus.page.get_by_role("button", name="Play", exact=True).click()
        linus.wait("s.film === null")
        tick = linus.read("tick")
        linus.wait(f"s.tick > {tick + 10}")

        scrub(linus, 100)
        linus.wait("s.film && s.film.tick >= 100", 5)
        linus.page.get_by_role("button", name="Play from here").click()
        linus.shot(f"play-from-here-{screen}")
        linus.page.get_by_role("button", name="Ada").click()
        linus.wait(f"s.phase === 'countdown' && s.match.you === 0 && s.match.id !== '{match}'")
        origin = linus.read("match")["origin"]
        assert origin["match"] == match and 100 <= origin["tick"] < 140
        linus.wait(f"s.phase === 'running' && s.tick > {origin['tick']} && s.own.alive", 10)
        assert linus.read("predictedTick") <= linus.read("tick") + 20
        linus.shot(f"fork-{screen}")
        assert ada.read("match")["id"] == match and ada.read("phase") in ("running", "ended"), "hers is as it was"
        assert not ada.faults and not linus.faults


def test_moments_are_found_followed_and_kept(stack):
    """The best one on the result page; all of them over the bar, with the field as it was; a player followed; a clip."""
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.page.get_by_label("Bots").select_option("1")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'running' && s.tick > 2", 30)
        ada.steer(out_ms=0)
        ada.wait("s.phase === 'ended'", 240)
        name = ada.read("match")["replay"]
        best = ada.page.get_by_test_id("best")
        best.wait_for()
        ada.shot("result-best")
        wait_for(lambda: http(f"{stack.gateway(2)}/replay/{name}")[1].count("Ada") >= 2, 20, "the preview of the link")
        best.get_by_role("button").click()
        ada.wait("s.replay && s.replay.verdict === 'accepted' && s.film.tick > 0")

        # The match ended by a full bank: somebody banked.
        ada.page.locator(".film-event.film-bank").first.wait_for()
        bar = ada.page.locator(".scrub").bounding_box()
        ada.page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        ada.page.get_by_test_id("thumbnail").wait_for()
        size = ada.page.evaluate("(() => { const c = document.querySelector('.thumbnail canvas'); return [c.width, c.height]; })()")
        assert size[0] > 50 and size[1] > 50, size
        ada.page.mouse.move(5, 5)
        ada.page.get_by_test_id("thumbnail").wait_for(state="detached")
        event = ada.page.locator(".film-event.film-bank").last
        event.click()
        last = ada.read("film")["last"]
        ada.wait(f"s.film.tick > {last // 2}")

        ada.page.get_by_role("button", name="Pause").click()
        # By keys alone: Tab leads from the bar to the events, the arrows from one to the next.
        ada.page.locator(".scrub").focus()
        ada.page.keyboard.press("Tab")
        for _ in range(ada.page.locator(".film-event").count()):
            ada.page.keyboard.press("ArrowLeft")
        focused = ada.page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == ada.page.locator(".film-event").first.get_attribute("aria-label")
        ada.page.get_by_test_id("thumbnail").wait_for()
        ada.page.keyboard.press("Enter")
        ada.wait(f"s.film.tick < {last // 2}")
        ada.page.keyboard.press("ArrowRight")
        assert ada.page.evaluate("document.activeElement.getAttribute('aria-label')") == ada.page.locator(".film-event").nth(1).get_attribute("aria-label")

        whole = ada.page.get_by_test_id("arena").screenshot()
        ada.page.get_by_label("Follow").select_option(label="Bot 1")
        wait_for(lambda: ada.page.get_by_test_id("arena").screenshot() != whole, 10, "another picture")
        ada.page.get_by_role("button", name="Clip").click()
        ada.page.get_by_role("button", name="Play", exact=True).click()
        ada.page.wait_for_timeout(1500)
        with ada.page.expect_download() as saved:
            ada.page.get_by_role("button", name="Save the clip").click()
        assert saved.value.suggested_filename.endswith(".webm")
        clip = saved.value.path().read_bytes()
        assert clip[:4] == b"\x1aE\xdf\xa3" and len(clip) > 2000, "EBML, and something in it"
        ada.page.get_by_label("Follow").select_option(label="Whole field")
        assert not ada.faults


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_finished_match_is_played_again_and_verified(stack, tmp_path, screen):
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Solo").click()
        ada.wait("s.phase === 'running' && s.tick > 2")
        ada.steer(out_ms=0)
        ada.wait("s.tick > 100")
        name = ada.read("match")["replay"]
        ada.page.evaluate("clearInterval(window.steering)")
        ada.wait("s.phase === 'ended'", 30)
        wait_for(lambda: http(f"{stack.gateway(3)}/api/replays/{name}")[0] == 200, 15, "the replay")

        # From the result, and from the list of the last matches.
        ada.page.get_by_role("button", name="Watch the replay").click()
        ada.wait("s.phase === 'replay' && s.replay.verdict === 'accepted' && s.film.tick > 5")
        ada.page.get_by_role("button", name="Close").click()
        ada.wait("s.phase === 'ended'")
        ada.shot(f"result-{screen}")
        ada.page.get_by_role("button", name="Home").click()
        ada.page.get_by_role("group", name="Your last matches").get_by_role("button").first.wait_for()
        ada.shot(f"home-{screen}")
        ada.page.get_by_role("group", name="Your last matches").get_by_role("button").first.click()
        ada.wait(f"s.phase === 'replay' && s.replay.name === '{name}' && s.film !== null")

        # By its link, at another gateway, by somebody who is nobody yet.
        linus = player("Linus", **(TALL if screen == "phone" else DESKTOP))
        linus.page.goto(f"{stack.gateway(3)}/replay/{name}?t=2")
        linus.wait("s.phase === 'replay' && s.film !== null && s.film.tick >= 40")
        linus.page.goto(f"{stack.gateway(3)}/?replay={name}")
        linus.wait("s.phase === 'replay' && s.replay.verdict !== null")
        replay = linus.read("replay")
        assert replay["verdict"] == "accepted" and replay["verdictTick"] > 50
        assert linus.page.get_by_test_id("verdict").inner_text() == f"✓ Verified: {replay['verdictTick']} ticks"
        linus.page.get_by_test_id("verdict").click()
        linus.page.locator(".verified-how code").nth(1).wait_for()  # the page computes it
        seed, commitment = linus.page.locator(".verified-how code").all_inner_texts()
        assert hashlib.sha256(bytes.fromhex(seed)).hexdigest() == commitment and name.endswith(f"-{commitment[:16]}")
        box = linus.page.locator(".verified-how").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= linus.page.viewport_size["width"] and box["y"] >= 0, box
        assert linus.page.locator(".verified-how").evaluate("box => box.scrollHeight <= box.clientHeight"), "all of it in its box"
        linus.shot(f"verified-{screen}")
        linus.page.get_by_test_id("verdict").click()
        linus.wait("s.film.tick > 10 && s.film.playing")
        linus.page.get_by_role("button", name="Speed 1, change to 2").click()
        linus.wait("s.film.speed === 2")
        linus.page.get_by_role("button", name="Pause").click()
        scrub(linus, 50)
        linus.wait("s.film.tick === 50 && !s.film.playing")
        linus.page.get_by_text("0:02").first.wait_for()
        linus.page.get_by_role("button", name="One tick on").click()
        linus.wait("s.film.tick === 51 && !s.film.playing")
        for _ in range(2):
            linus.page.get_by_role("button", name="One tick back").click()
        linus.wait("s.film.tick === 49 && !s.film.playing")
        with linus.page.expect_download() as saved:
            linus.page.get_by_role("button", name="Picture").click()
        assert saved.value.suggested_filename.endswith("-49.png")
        assert saved.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        linus.page.get_by_role("button", name="One tick on").click()
        linus.shot(f"replay-{screen}")
        fits(linus)
        scrub(linus, replay["verdictTick"])
        linus.wait("s.film.tick === s.film.last")
        linus.page.get_by_role("button", name="Close").click()
        linus.wait("s.phase === 'home'")
        assert "replay" not in linus.page.url

        # From a file, true and false.
        data = linus.page.request.get(f"{stack.gateway(3)}/api/replays/{name}").body()
        true, damaged = tmp_path / "true.snkr", tmp_path / "damaged.snkr"
        true.write_bytes(data)
        damaged.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
        linus.page.locator("input[type=file]").set_input_files(true)
        linus.wait("s.phase === 'replay' && s.replay.verdict === 'accepted' && s.film !== null")
        assert linus.page.get_by_role("button", name="Play from here").count() == 0, "the server does not know the file"
        linus.page.get_by_role("button", name="Close").click()
        linus.page.locator("input[type=file]").set_input_files(damaged)
        linus.page.get_by_text("This is no replay of SnakeTron, or it is damaged.").wait_for()
        linus.page.get_by_role("button", name="Home").click()
        linus.page.goto(f"{stack.gateway(3)}/?replay=99999999-9f86d081884c7d65")
        linus.page.get_by_text("There is no replay of that match").wait_for()

        # Dropped on the page: on a replay's that cannot be shown, on one that plays, at home; not on one's own match.
        drop(linus, true)
        linus.wait("s.phase === 'replay' && s.replay.verdict === 'accepted' && s.film !== null")
        drop(linus, damaged)
        linus.page.get_by_text("This is no replay of SnakeTron, or it is damaged.").wait_for()
        linus.page.get_by_role("button", name="Home").click()
        drop(linus, true)
        linus.wait("s.phase === 'replay' && s.replay.verdict === 'accepted' && s.film.tick > 5")
        linus.page.get_by_role("button", name="Close").click()
        linus.page.locator("#name").fill("Linus")
        linus.page.get_by_role("button", name="Solo").click()
        linus.wait("s.phase === 'running' && s.tick > 2")
        drop(linus, true)
        linus.wait("s.phase === 'running' && s.tick > 10")
        assert linus.read("replay") is None and linus.read("match")["you"] == 0
        assert not ada.faults and not linus.faults


def test_the_list_shows_each_match_as_it_is(stack):
    """Small live fields, from the answer to `games` alone, while the list is on the screen."""
    with browser() as player:
        ada, linus = player("Ada"), player("Linus", **TALL)
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.get_by_label("Bots").select_option("1")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'running' && s.tick > 2", 30)
        ada.steer(out_ms=0)
        match = ada.read("match")["id"]
        asked, told = [], []

        def opened(socket) -> None:
            socket.on("framesent", lambda frame: asked.append(frame) if '"games"' in str(frame) else None)
            socket.on("framereceived", lambda frame: told.append(frame) if isinstance(frame, str) and '"type":"games"' in frame else None)

        linus.page.on("websocket", opened)
        linus.page.goto(stack.gateway(2) + "/watch")
        field = linus.page.get_by_test_id("field").first
        wait_for(lambda: field.get_attribute("style"), 20, "the field")
        before = field.screenshot()
        wait_for(lambda: field.screenshot() != before, 20, "it to move")
        fields = [game for game in json.loads(told[-1])["games"] if game["id"] == match]
        assert len(fields) == 1 and 20 < len(fields[0]["picture"]) < 200, fields
        assert linus.page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing sticks out at the side"
        linus.shot("watch-list")
        linus.page.get_by_role("button", name="Watch", exact=True).first.click()
        linus.wait("s.phase === 'running' && s.match.you === null")
        count = len(asked)
        linus.page.wait_for_timeout(2500)
        assert len(asked) == count, "nobody asks for a list that is not shown"
        assert not ada.faults and not linus.faults
