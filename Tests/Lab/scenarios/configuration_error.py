"""A mistake in the configuration ends the service with 78 and it is not tried again; once mended, it starts."""

import time

ORDER = 54


def scenario(door):
    door.configure(more="pulses = 3\n")
    door.boot()
    door.within(60, "the service failed", lambda: door.property("ActiveState") == "failed")
    door.expect(door.property("ExecMainStatus") == "78", "the exit status is not 78")
    begun = door.property("ExecMainStartTimestampMonotonic")
    time.sleep(3)
    door.expect(door.property("ActiveState") == "failed", "it was started again")
    door.expect(door.property("ExecMainStartTimestampMonotonic") == begun, "it was started again")
    door.expect(not door.lines.pulses(), "the lock moved")

    door.run("sed -i /^pulses/d /etc/scan-appliance/config.toml && systemctl start scan-appliance")
    door.is_ready()
