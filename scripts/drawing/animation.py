"""Drawing an animation: an mp4 with its poster, and a GIF for forum posts.

The one rule: what stands still is drawn once; each frame restores it, draws the moving
artists and goes to ffmpeg as raw pixels, so a film takes a fraction of a second.
"""

import contextlib
import errno
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from scripts.drawing import svg
from scripts.drawing.declarations import PIXELS_PER_INCH, Animation, Data
from scripts.drawing.style import Theme

COLORS = 128  # of a poster: a third of the bytes of one that has all
CUT = Image.Quantize.MEDIANCUT  # it keeps the color of the paper
SHARP = 2 * PIXELS_PER_INCH  # dots per inch of a film, for screens of double density
GIF_LIMIT = 2_000_000  # bytes, what forums take
GIF_TRIES = ((1, 1.0), (2, 1.0), (2, 0.75), (3, 0.5))  # (every nth frame, scale)
GIF_PAUSE = 1.5  # seconds on the last frame before it starts again

REPEATABLE = "-fflags +bitexact -flags:v +bitexact -threads 1 -map_metadata -1"
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)

H264 = (
    # The matrix is named so that the paper in the film is the paper of the page.
    "-vf scale=out_color_matrix=bt709:out_range=tv -colorspace bt709 "
    "-color_primaries bt709 -color_trc bt709 -c:v libx264 -preset veryfast "
    "-tune animation -crf 23 -pix_fmt yuv420p -movflags +faststart -f mp4 "
    # The macroblock tree of x264 reads memory that nobody has written: one film in some
    # thousand has other bytes. Quality that is steadier makes up for it.
    "-x264-params mbtree=0:qcomp=0.8"
)
GIF = (
    "-filter_complex tpad=stop_mode=clone:stop_duration={pause},"
    "scale=iw*{scale}:-1:flags=lanczos,split[a][b];[a]palettegen=stats_mode=full[p];"
    "[b][p]paletteuse=dither=none:diff_mode=rectangle -loop 0 -f gif"
)


def film(
    animation: Animation, data: Data, theme: Theme, *, mp4: Path, poster: Path
) -> None:
    """Write the mp4, and its poster as a PNG."""
    frames = Frames(animation, data, theme, dpi=SHARP)
    _encode(frames, range(animation.frames), animation.fps, H264, mp4)
    frames.refuse_unreadable()
    (pixels,) = frames.draw([animation.poster])
    image = Image.frombytes("RGBA", frames.pixels, pixels)
    still(image).save(poster, format="PNG", optimize=True)


def still(image: Image.Image) -> Image.Image:
    """A frame in the few colors of a poster."""
    return image.convert("RGB").quantize(COLORS, CUT, dither=Image.Dither.NONE)


def gif(animation: Animation, data: Data, theme: Theme, *, path: Path) -> None:
    """Write a GIF below the limit, with fewer and smaller frames if it takes that.

    Raises:
        ValueError: If the smallest is still above the limit.
    """
    for step, scale in GIF_TRIES:
        frames = Frames(animation, data, theme, dpi=PIXELS_PER_INCH)
        # Counted from the end, so that the last frame is always shown.
        shown = range(animation.frames - 1, -1, -step)[::-1]
        options = GIF.format(pause=GIF_PAUSE, scale=scale)
        _encode(frames, shown, animation.fps / step, options, path)
        if path.stat().st_size <= GIF_LIMIT:
            return
    raise ValueError(
        f"the GIF takes {path.stat().st_size:,} bytes at its smallest, the limit is "
        f"{GIF_LIMIT:,}: use fewer frames or less movement"
    )


class Frames:
    """The pixels of one frame after another, all on one canvas."""

    def __init__(
        self, animation: Animation, data: Data, theme: Theme, *, dpi: float
    ) -> None:
        self._theme = theme
        with svg.settings(theme):
            self._canvas, axes = svg.blank(animation, dpi=dpi)
            self._canvas.get_renderer().mathtext_parser = svg.FORMULAS
            moving, self._update = animation.draw(axes, data, theme=theme)
            self._moving = sorted(moving, key=lambda artist: artist.get_zorder())
            for artist in self._moving:
                artist.set_animated(True)
            self._canvas.draw()
            self._canvas.figure.set_layout_engine("none")
            self._still = self._canvas.copy_from_bbox(self._canvas.figure.bbox)
        self.pixels = self._canvas.get_width_height(physical=True)

    def pixel_bytes(self) -> memoryview:
        """RGBA bytes of the frame drawn last."""
        return self._canvas.buffer_rgba()

    def refuse_unreadable(self) -> None:
        """Refuse words that cannot be read in the frame drawn last.

        Raises:
            ValueError: If there are any.
        """
        with svg.settings(self._theme):
            svg.refuse_unreadable(self._canvas.figure, self._canvas.get_renderer())

    def draw(self, shown: Iterable[int]) -> Iterator[memoryview]:
        """RGBA bytes of each frame; valid until the next one is asked for."""
        with svg.settings(self._theme):
            for frame in shown:
                self._update(frame)
                self._canvas.restore_region(self._still)
                for artist in self._moving:
                    artist.draw(self._canvas.get_renderer())
                yield self.pixel_bytes()


def _encode(frames: Frames, shown: range, fps: float, options: str, path: Path) -> None:
    width, height = frames.pixels
    raw = f"-f rawvideo -pix_fmt rgba -s {width}x{height} -r {fps} -i -"
    command = f"-y -loglevel error {raw} -an {options} {REPEATABLE}".split()
    ffmpeg = subprocess.Popen(
        [imageio_ffmpeg.get_ffmpeg_exe(), *command, str(path)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ffmpeg.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it has ended early, and says why below
        for pixels in frames.draw(shown):
            ffmpeg.stdin.write(pixels)
    _, message = ffmpeg.communicate()
    if ffmpeg.returncode:
        raise _failure(message.decode(errors="replace").strip(), path)


def _failure(message: str, path: Path) -> Exception:
    """What ffmpeg says, or the error of a disk that takes no more."""
    for number in DISK:
        if os.strerror(number) in message:
            return OSError(number, os.strerror(number), str(path))
    return RuntimeError(f"ffmpeg: {message}")
