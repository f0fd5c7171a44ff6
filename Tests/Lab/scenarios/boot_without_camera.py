"""The service is up with multi-user.target before anyone logs in and without a camera, and reads once one is plugged in."""

from door.door import seconds

ORDER = 50


def scenario(door):
    door.configure()
    door.boot()
    door.figure("power-on to READY, no camera", door.is_ready())
    door.sees("camera-absent")
    door.within(60, "multi-user.target is reached",
                lambda: door.run("systemctl is-active multi-user.target", check=False).strip() == "active")
    door.expect(door.run("loginctl list-sessions --no-legend").strip() == "", "somebody has logged in")
    door.expect(door.lines.level("lock") == "0", "the lock is not at rest")
    door.ledger_has(kind="incident", note="camera-absent")

    with door.same_service():
        camera = door.vivid()
        door.figure("camera plugged in to first frame", seconds(door.sees("camera-streaming")) - door.acted)
        camera.shows(door.office.valid())
        door.admits()
