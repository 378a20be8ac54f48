"""Films are what redrawing everything would give, faster, and the same on every run."""

import subprocess
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from scripts.drawing import animation, svg
from scripts.drawing.animation import COLORS, CUT, Frames
from scripts.drawing.declarations import Animation
from scripts.drawing.style import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("fonts")

ALT = "A point runs along a curve from the left to the right of the film."
DATA = {"x": np.linspace(0, 1, 24)}


def animate_point(ax, data, *, theme):
    ax.plot(data["x"], data["x"] ** 2, color=theme.theory)
    (point,) = ax.plot([], [], "o", color=theme.run)
    word = ax.text(0.05, 0.9, "", transform=ax.transAxes)

    def update(frame):
        x = data["x"][frame]
        point.set_data([x], [x**2])
        word.set_text(f"step {frame}")

    return [word, point], update


def animate_noise(ax, data, *, theme):
    image = ax.imshow([[0]], vmin=0, vmax=1, aspect="auto")
    random = np.random.RandomState(0)

    def update(frame):
        image.set_data(random.uniform(size=(90, 120)))

    return [image], update


POINT = Animation(
    "point", animate_point, alt=ALT, explorer=dict, frames=24, size=(3.2, 1.8)
)


def probe(path) -> str:
    """What ffmpeg says of a film, and of how it decodes."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    command = [ffmpeg, "-hide_banner", "-i", str(path), "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def pixels(frames: Frames) -> np.ndarray:
    width, height = frames.pixels
    return (
        np.frombuffer(frames.pixel_bytes(), np.uint8).reshape(height, width, 4).copy()
    )


def test_a_frame_is_what_redrawing_everything_gives():
    frames = Frames(POINT, DATA, LIGHT, dpi=100)
    drawn = [pixels(frames) for _ in frames.draw(range(24))]
    with svg.settings(LIGHT):
        canvas, ax = svg.blank(POINT)
        _, update = animate_point(ax, DATA, theme=LIGHT)
        for frame in (0, 11, 23):
            update(frame)
            canvas.draw()
            assert np.array_equal(drawn[frame], np.asarray(canvas.buffer_rgba()))


def test_a_film_is_h264_for_every_player_and_the_same_on_every_run(tmp_path):
    files = [tmp_path / name for name in ("a.mp4", "a.png", "b.mp4", "b.png")]
    for mp4, poster in (files[:2], files[2:]):
        animation.film(POINT, DATA, DARK, mp4=mp4, poster=poster)
    data = [path.read_bytes() for path in files]
    assert data[:2] == data[2:]
    said = probe(files[0])
    assert "h264" in said
    assert "yuv420p(tv, bt709" in said
    assert "640x360" in said
    assert "frame=   24" in said
    assert data[0].index(b"moov") < data[0].index(b"mdat"), "it starts while it loads"


def test_no_byte_hangs_on_what_memory_held(tmp_path, monkeypatch):
    """Memory that nobody has written is filled: with other bytes, another film."""
    film = replace(POINT, size=(4.2, 1.6))
    films, gifs = set(), set()
    for filled in ("0", "1", "2"):
        monkeypatch.setenv("GLIBC_TUNABLES", f"glibc.malloc.perturb={filled}")
        mp4, gif = tmp_path / "a.mp4", tmp_path / "a.gif"
        animation.film(film, DATA, LIGHT, mp4=mp4, poster=tmp_path / "a.png")
        animation.gif(film, DATA, LIGHT, path=gif)
        films.add(mp4.read_bytes())
        gifs.add(gif.read_bytes())
    assert len(films) == 1
    assert len(gifs) == 1


def test_the_poster_is_the_frame_that_was_declared(tmp_path):
    film = replace(POINT, poster=7)
    animation.film(film, DATA, LIGHT, mp4=tmp_path / "a.mp4", poster=tmp_path / "a.png")
    frames = Frames(POINT, DATA, LIGHT, dpi=animation.SHARP)
    list(frames.draw(range(7, 8)))
    drawn = pixels(frames)[..., :3]
    few = Image.fromarray(drawn).quantize(COLORS, CUT, dither=Image.Dither.NONE)
    poster = np.asarray(Image.open(tmp_path / "a.png").convert("RGB"), int)
    assert np.array_equal(poster, np.asarray(few.convert("RGB")))
    assert np.array_equal(poster[0, 0], drawn[0, 0])
    assert np.mean(np.abs(poster - drawn)) < 0.5


def test_paper_in_the_film_is_the_paper_of_the_page(tmp_path):
    mp4, still = tmp_path / "a.mp4", tmp_path / "still.png"
    animation.film(POINT, DATA, DARK, mp4=mp4, poster=tmp_path / "a.png")
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    options = "-loglevel error -frames:v 1 -vf scale=in_color_matrix=bt709"
    subprocess.run([ffmpeg, "-i", str(mp4), *options.split(), str(still)], check=True)
    corner = np.asarray(Image.open(still).convert("RGB"))[2, 2].astype(int)
    paper = [int(DARK.paper[i : i + 2], 16) for i in (1, 3, 5)]
    assert np.abs(corner - paper).max() <= 2


def test_a_gif_plays_every_frame_pauses_and_is_the_same_on_every_run(tmp_path):
    for name in ("a.gif", "b.gif"):
        animation.gif(POINT, DATA, LIGHT, path=tmp_path / name)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()
    with Image.open(tmp_path / "a.gif") as image:
        assert image.size == (320, 180)
        times = []
        for frame in range(image.n_frames):
            image.seek(frame)
            times.append(image.info["duration"])
    assert sum(times) == pytest.approx(1000 * (24 / 30 + animation.GIF_PAUSE), abs=100)


def test_a_gif_above_the_limit_gets_fewer_and_smaller_frames(tmp_path, monkeypatch):
    noise = Animation(
        "noise", animate_noise, alt=ALT, explorer=dict, frames=6, size=(1.6, 1.2)
    )
    animation.gif(noise, {}, LIGHT, path=tmp_path / "full.gif")
    full = (tmp_path / "full.gif").stat().st_size
    monkeypatch.setattr(animation, "GIF_LIMIT", full // 3)
    animation.gif(noise, {}, LIGHT, path=tmp_path / "small.gif")
    assert (tmp_path / "small.gif").stat().st_size <= full // 3
    monkeypatch.setattr(animation, "GIF_LIMIT", 1000)
    with pytest.raises(ValueError, match="at its smallest, the limit is 1,000"):
        animation.gif(noise, {}, LIGHT, path=tmp_path / "none.gif")


def test_what_ffmpeg_says_is_passed_on(tmp_path, monkeypatch):
    monkeypatch.setattr(animation, "H264", "-c:v nonesuch -f mp4")
    with pytest.raises(RuntimeError, match=r"ffmpeg: .*nonesuch"):
        animation.film(
            POINT, DATA, LIGHT, mp4=tmp_path / "a.mp4", poster=tmp_path / "a.png"
        )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_disk_that_is_full_is_no_fault_of_the_film(tmp_path, monkeypatch):
    monkeypatch.setattr(animation, "H264", "-f rawvideo")
    with pytest.raises(OSError, match="No space left on device"):
        animation.film(
            POINT, DATA, LIGHT, mp4=Path("/dev/full"), poster=tmp_path / "a.png"
        )
