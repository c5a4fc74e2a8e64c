"""The recorder passes the library's own suite on both stores."""

from eventsourcing.dcb.tests import DCBRecorderTestCase

from ledger.store.engine import open_engine
from ledger.store.recorder import Recorder


class Suite(DCBRecorderTestCase):
    """The suite, without its own set-up."""

    def runTest(self) -> None:  # noqa: N802  (the name that unittest wants)
        pass


def test_it_appends_and_reads_as_the_library_says(store_url: str) -> None:
    recorder = Recorder(open_engine(store_url))
    Suite()._test_append_read(recorder)
    recorder.close()


def test_it_is_followed_as_the_library_says(store_url: str) -> None:
    recorder = Recorder(open_engine(store_url))
    Suite()._test_append_subscribe(recorder)
    recorder.close()
