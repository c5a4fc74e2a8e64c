"""Days off and make-up working days, as the General Office of the State Council arranges them year by year.

Sources: the three notices 国务院办公厅关于……年部分节假日安排的通知. Their numbers were not seen in the texts
themselves, so none is given. A test compares each day with `chinesecalendar`. A year whose notice is not here is not
known: it is never guessed.
"""

from typing import NamedTuple


class Break(NamedTuple):
    """One holiday: its first and last day off, and the weekend days that are worked for it; all as MM-DD."""

    name: str
    first: str
    last: str
    worked: tuple[str, ...] = ()


class Arrangement(NamedTuple):
    """The holidays of a year, and the notice that arranges them."""

    notice: str
    breaks: tuple[Break, ...]


ARRANGEMENTS: dict[int, Arrangement] = {
    2024: Arrangement(
        "国务院办公厅关于2024年部分节假日安排的通知（文号未核对）",
        (
            Break("元旦", "01-01", "01-01"),
            Break("春节", "02-10", "02-17", ("02-04", "02-18")),
            Break("清明节", "04-04", "04-06", ("04-07",)),
            Break("劳动节", "05-01", "05-05", ("04-28", "05-11")),
            Break("端午节", "06-10", "06-10"),
            Break("中秋节", "09-15", "09-17", ("09-14",)),
            Break("国庆节", "10-01", "10-07", ("09-29", "10-12")),
        ),
    ),
    2025: Arrangement(
        "国务院办公厅关于2025年部分节假日安排的通知（文号未核对）",
        (
            Break("元旦", "01-01", "01-01"),
            Break("春节", "01-28", "02-04", ("01-26", "02-08")),
            Break("清明节", "04-04", "04-06"),
            Break("劳动节", "05-01", "05-05", ("04-27",)),
            Break("端午节", "05-31", "06-02"),
            Break("国庆节、中秋节", "10-01", "10-08", ("09-28", "10-11")),
        ),
    ),
    2026: Arrangement(
        "国务院办公厅关于2026年部分节假日安排的通知（文号未核对）",
        (
            Break("元旦", "01-01", "01-03", ("01-04",)),
            Break("春节", "02-15", "02-23", ("02-14", "02-28")),
            Break("清明节", "04-04", "04-06"),
            Break("劳动节", "05-01", "05-05", ("05-09",)),
            Break("端午节", "06-19", "06-21"),
            Break("中秋节", "09-25", "09-27"),
            Break("国庆节", "10-01", "10-07", ("09-20", "10-10")),
        ),
    ),
}
