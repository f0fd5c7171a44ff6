"""Every fault that vivid can inject: it has its name, the lock stays shut, and reading resumes within 3 s of the fault's
end without a restart of the service."""

from door.door import seconds

ORDER = 20
LIMIT = 600
RESUMES = 3.0

# What is done, the incident it must be called (None: frames go on, and it is none), and what ends it: one that strikes once
# is over by itself.
FAULTS = [
    ("STREAMON error", lambda camera: strike(camera, "inject_vidioc_streamon_error", "disconnect"), "camera-failed", None),
    ("REQBUFS error", lambda camera: strike(camera, "inject_vidioc_reqbufs_error", "disconnect"), "camera-failed", None),
    ("QBUF error", lambda camera: strike(camera, "inject_vidioc_qbuf_error"), "camera-failed", None),
    ("error buffer", lambda camera: camera.set("inject_v4l2_buf_flag_error"), None, None),
    ("fatal streaming error", lambda camera: camera.set("inject_fatal_streaming_error"), "camera-failed", None),
    ("50 % dropped buffers", lambda camera: camera.set("percentage_of_dropped_buffers", 50), None,
     lambda camera: camera.set("percentage_of_dropped_buffers", 0)),
    ("100 % dropped buffers", lambda camera: camera.set("percentage_of_dropped_buffers", 100), "camera-stalled",
     lambda camera: camera.set("percentage_of_dropped_buffers", 0)),
    # The driver then delivers frames of noise, and says so of its input.
    ("no signal", lambda camera: camera.set("dv_timings_signal_mode", 1), "camera-no-signal",
     lambda camera: camera.set("dv_timings_signal_mode", 0)),
    ("no lock on the signal", lambda camera: camera.set("dv_timings_signal_mode", 2), "camera-no-signal",
     lambda camera: camera.set("dv_timings_signal_mode", 0)),
    ("disconnect", lambda camera: camera.set("disconnect"), "camera-unplugged", None),
    ("unbind and bind", lambda camera: camera.unbind(), "camera-unplugged", lambda camera: camera.bind()),
]


def strike(camera, *controls):
    """An error for the next call, which must be the gate's."""
    camera.pause()
    for control in controls:
        camera.set(control)


def scenario(door):
    door.configure(pulse=0.5)
    door.boot()
    camera = door.watches()
    with door.same_service():
        for name, begin, incident, end in FAULTS:
            door.say(f"fault: {name}")
            rows = len(door.ledger(kind="incident"))
            with door.lock_shut():
                begin(camera)
                if incident:
                    door.sees(incident, within=15)
                    named = [row["note"] for row in door.ledger(kind="incident")[rows:]]
                    door.expect(named.count(incident) == 1, f"the ledger names {named} and not {incident} once")
                if end:
                    end(camera)
                if incident:
                    resumed = seconds(door.sees("camera-streaming", within=15)) - door.acted
                    door.figure(f"{name}, its end to the first frame", max(resumed, 0))
                    door.expect(resumed <= RESUMES, f"reading resumed {resumed:.2f} s after the end of: {name}")
            camera.play()
            camera.shows(door.office.valid())
            door.admits()
            camera.shows_nothing()
    door.ledger_is_whole()
