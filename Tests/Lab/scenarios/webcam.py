"""A USB webcam, as YUYV and as MJPEG: plugged in after the start, pulled while it streams, plugged in again as another
node number; each time it reads within seconds and the service goes on."""

from door.door import seconds

ORDER = 30


def scenario(door):
    door.configure(camera="v4l2:/dev/scan-camera", pulse=0.5)
    door.boot()
    door.sees("camera-absent", within=60)
    with door.same_service():
        for form in ("YUYV", "MJPG"):
            webcam = door.webcam(form)
            webcam.plug_in()
            reads(door, webcam, f"webcam ({form}) plugged in to first frame")
            node = door.run("readlink -f /dev/scan-camera").strip()

            with door.lock_shut():
                webcam.pull()
                door.sees("camera-unplugged")
            # Something else takes its number meanwhile.
            door.run(f"modprobe vivid n_devs=1 node_types=0x1 vid_cap_nr={node.removeprefix('/dev/video')}")
            webcam.plug_in()
            reads(door, webcam, f"webcam ({form}) plugged in again to first frame")
            door.expect(door.run("readlink -f /dev/scan-camera").strip() != node, "it has the same number again")
            webcam.pull()
            door.sees("camera-unplugged")
            door.run("modprobe -r vivid")
    door.ledger_is_whole()


def reads(door, webcam, figure):
    door.figure(figure, seconds(door.sees("camera-streaming", within=20)) - door.acted)
    webcam.shows(door.office.valid())
    door.admits()
    webcam.shows_nothing()
