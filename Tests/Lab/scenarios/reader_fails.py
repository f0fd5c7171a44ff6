"""A reader that hangs and one that is killed: named, replaced while the service goes on, and the lock stays shut."""

from door.door import seconds

ORDER = 51


def scenario(door):
    door.configure()
    door.boot()
    camera = door.watches()

    with door.same_service():
        for signal, incident in [("STOP", "reader-hung"), ("KILL", "reader-crashed")]:
            with door.lock_shut():
                door.act(f"kill -{signal} {door.reader()}")
                door.sees(incident)
                door.ledger_has(kind="incident", note=incident)
                door.figure(f"{incident} to first frame of a fresh reader",
                            seconds(door.sees("camera-streaming")) - door.acted)
            camera.shows(door.office.valid())
            door.admits()
