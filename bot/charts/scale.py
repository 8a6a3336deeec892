"""Scale: from values to pixels, with round numbers at the lines."""

import math
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Values from 0 to `top` lie between the heights `bottom` and `above`, a line every `step`."""

    top: float
    step: float
    bottom: float
    above: float

    def at(self, value: float) -> float:
        """The height of a value, in pixels from the top of the page."""
        return self.bottom - (self.bottom - self.above) * min(max(value, 0.0), self.top) / self.top

    def lines(self) -> list[float]:
        """The values at which there is a line, 0 among them."""
        return [number * self.step for number in range(round(self.top / self.step) + 1)]


def scale_for(most: float, bottom: float, above: float, *, lines: int = 4, whole: bool = True) -> Scale:
    """A scale that reaches `most` with about so many lines; `whole` where there are no halves, as of reviews."""
    wanted = max(most, 1 if whole else 1e-9) / lines
    size = 10 ** math.floor(math.log10(wanted))
    step = next(one * size for one in _STEPS if one * size >= wanted * 0.999)
    if whole:
        step = max(1, math.ceil(step))
    return Scale(math.ceil(most / step - 1e-9) * step or step, step, bottom, above)
