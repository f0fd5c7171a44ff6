"""Cameras of the board, and what is held before them."""

import os

from door import passes


class Camera:
    """What is held before a camera is a file of frames that the program behind it shows in turn."""

    # The link that names the file; a new one is made beside it and takes its place.
    LINK = "/run/shown"

    def __init__(self, door):
        self._door = door
        self._count = 0

    def shows(self, *pictures):
        """Holds up a picture, or each in turn for a third of a second."""
        self._count += 1
        name = f"shown{self._count}"
        with open(os.path.join(self._door.job, name), "wb") as file:
            for picture in pictures:
                file.write(self._encoded(picture))
        self._door.act(f"ln -s /run/lab/{name} {self.LINK}.new && mv -T {self.LINK}.new {self.LINK}")

    def shows_nothing(self):
        self.shows(passes.EMPTY)

    def _encoded(self, picture):
        return picture


class Vivid(Camera):
    """The kernel's test driver: its capture node shows what is written to its output node."""

    CAPTURE, OUTPUT = "/dev/video10", "/dev/video11"
    # What the gate looks for. It is made once the driver is wired: that cannot be done to a camera in use.
    SOURCE = "/dev/video-lab"
    # For ever, also where the driver sends it away.
    PLAY = (f"while sleep 0.1; do /run/lab/show-frames {OUTPUT} {Camera.LINK} || :; done > /run/show-frames.log 2>&1 &"
            " echo $! > /run/show-frames.pid")
    PAUSE = "kill $(cat /run/show-frames.pid); pkill -x show-frames"

    def plug_in(self, *pictures):
        self._door.run(
            "modprobe vivid n_devs=1 node_types=0x101 num_inputs=1 input_types=0x03 num_outputs=1 output_types=0x01"
            " vid_cap_nr=10 vid_out_nr=11")
        self.shows(*pictures or [passes.EMPTY])
        self.wire()

    def wire(self):
        """Joins the output to the capture's input. To be done again after unbind and bind."""
        return self._door.act(f"""
            set -e
            v4l2-ctl -d {self.CAPTURE} -c hdmi_000_0_is_connected_to=2 -c osd_text_mode=2
            v4l2-ctl -d {self.OUTPUT} --set-dv-bt-timings index=0 > /dev/null
            v4l2-ctl -d {self.CAPTURE} --set-dv-bt-timings index=0 > /dev/null
            ln -sfn {self.CAPTURE} {self.SOURCE}
            {self.PLAY}
            """)

    def pause(self):
        """Ends what writes to the output: it would meet an injected error before the gate does."""
        self._door.run(self.PAUSE)

    def play(self):
        self._door.run(self.PAUSE + "; " + self.PLAY)

    def set(self, control, value=1):
        """Sets a control of the driver; the board's time once it is set."""
        return self._door.act(f"v4l2-ctl -d {self.CAPTURE} -c {control}={value}")

    def unbind(self):
        return self._door.act(
            f"rm {self.SOURCE}; {self.PAUSE}; echo vivid.0 > /sys/bus/platform/drivers/vivid/unbind")

    def bind(self):
        self._door.run("echo vivid.0 > /sys/bus/platform/drivers/vivid/bind; udevadm settle")
        return self.wire()


class Webcam(Camera):
    """A USB camera that a program plays; the board's own uvcvideo drives it."""

    def __init__(self, door, form):
        """`form`: "YUYV" or "MJPG", the one format it offers."""
        super().__init__(door)
        self._form = form

    def plug_in(self):
        self.shows_nothing()
        return self._door.act(
            "modprobe uvcvideo; modprobe dummy_hcd; modprobe raw_gadget;"
            f" /run/lab/play-webcam {self._form} {self.LINK} > /run/play-webcam.log 2>&1 &")

    def pull(self):
        return self._door.act("pkill -x -KILL play-webcam")

    def _encoded(self, picture):
        if self._form == "MJPG":
            return passes.jpeg(picture)
        return passes.yuyv(picture)
