"""The Vietnamese lunisolar calendar, computed for UTC+7.

A month starts on the day of the new moon; the one that holds the winter solstice is the eleventh; in a year
of thirteen months the first month without a major solar term is the leap one. The two astronomical series are
Jean Meeus' (Astronomical Formulae for Calculators, ch. 18 and 32). Good for 1968 to 2100.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import floor, pi, radians, sin

_ZONE = 7 / 24
_MONTH = 29.530588853
_FIRST_NEW_MOON = 2415021.076998695  # that of 1 January 1900
_JULIAN_OF_ORDINAL = 1721425  # julian day number minus date.toordinal()


@lru_cache(maxsize=4096)
def _new_moon(k: int) -> int:
    """The local day number of the k-th new moon since 1900."""
    t = k / 1236.85
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = radians(306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3)
    terms = (
        (0.1734 - 0.000393 * t, sun),
        (0.0021, 2 * sun),
        (-0.4068, moon),
        (0.0161, 2 * moon),
        (-0.0004, 3 * moon),
        (0.0104, 2 * node),
        (-0.0051, sun + moon),
        (-0.0074, sun - moon),
        (0.0004, 2 * node + sun),
        (-0.0004, 2 * node - sun),
        (-0.0006, 2 * node + moon),
        (0.0010, 2 * node - moon),
        (0.0005, 2 * moon + sun),
    )
    correction = sum(size * sin(angle) for size, angle in terms)
    clock_drift = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(mean + correction - clock_drift + 0.5 + _ZONE)


def _solar_term(day: int) -> int:
    """Which twelfth of the sun's path (0 to 11, from the spring equinox) the midnight of `day` is in."""
    t = (day - 0.5 - _ZONE - 2451545.0) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return int(radians(longitude) % (2 * pi) / (pi / 6))


def _month_number(day: int) -> int:
    return floor(0.5 + (day - _FIRST_NEW_MOON) / _MONTH)


@lru_cache(maxsize=512)
def _eleventh_month(year: int) -> int:
    last = date(year, 12, 31).toordinal() + _JULIAN_OF_ORDINAL
    k = floor((last - 2415021) / _MONTH)
    start = _new_moon(k)
    return start if _solar_term(start) < 9 else _new_moon(k - 1)


@lru_cache(maxsize=512)
def _leap_offset(start: int) -> int:
    """How many months after the eleventh the leap month of a long year comes."""
    k = _month_number(start)
    for offset in range(1, 14):
        if _solar_term(_new_moon(k + offset)) == _solar_term(_new_moon(k + offset + 1)):
            return offset
    return 14


def solar_date(day: int, month: int, year: int) -> date | None:
    """The solar date of a (non-leap) lunar day, or None where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 30 and 1900 < year < 2200):
        return None
    first = year - 1 if month < 11 else year
    start, end = _eleventh_month(first), _eleventh_month(first + 1)
    offset = (month - 11) % 12
    if end - start > 365 and offset >= _leap_offset(start):
        offset += 1
    k = _month_number(start) + offset
    if day > _new_moon(k + 1) - _new_moon(k):
        return None
    return date.fromordinal(_new_moon(k) - _JULIAN_OF_ORDINAL) + timedelta(days=day - 1)


def last_day_of(month: int, year: int) -> int:
    return 30 if solar_date(30, month, year) else 29
