"""How the library finds our recorder: by the name of this module."""

from eventsourcing.dcb.persistence import DCBInfrastructureFactory
from eventsourcing.persistence import TrackingRecorder

from ledger.store.engine import open_engine
from ledger.store.recorder import Recorder


class LogFactory(DCBInfrastructureFactory[TrackingRecorder]):
    """Makes the recorder for the database named in the application's environment."""

    def dcb_recorder(self) -> Recorder:
        """The recorder of `DATABASE_URL`, read without the library's prefixes, so that nothing overrides it."""
        return Recorder(open_engine(self.env["DATABASE_URL"]))
