import CVideoShim
import Glibc
import Testing
import Vocabulary

@testable import Camera

/// What is chosen of what a camera offers, and what is said of what did not take.
@Suite struct V4L2ModeTests {
    private let start = MonotonicTime(nanoseconds: 100_000_000_000)

    private func camera(_ script: ScriptedDevice, _ settings: CameraSettings = CameraSettings()) throws -> V4L2Camera {
        try V4L2Camera(device: script.open(), settings: settings, at: start)
    }

    @Test("over USB 2, MJPEG's thirty frames are taken before YUYV's ten")
    func rate() throws {
        let camera = try camera(
            ScriptedDevice(
                .init(format: "YUYV", framesPerSecond: 10), .init(format: "YUYV", width: 640, height: 480),
                .init(format: "MJPG")))
        #expect(camera.format == "MJPG")
        #expect(camera.note == "")
    }

    @Test("the cheapest luma wins where the rate is about as good")
    func cost() throws {
        let camera = try camera(
            ScriptedDevice(
                .init(format: "MJPG"), .init(format: "YUYV"), .init(format: "NV12", framesPerSecond: 25)))
        #expect(camera.format == "NV12")
        #expect(camera.note == "25 frames a second instead of 30")
    }

    @Test("of planes that lie ready, the one that brings the least colour with it is taken")
    func colours() throws {
        let camera = try camera(ScriptedDevice(.init(format: "422P"), .init(format: "NV12"), .init(format: "GREY")))
        #expect(camera.format == "GREY")
    }

    @Test("the wanted size is taken before a better rate, else the nearest")
    func size() throws {
        let script = ScriptedDevice(
            .init(format: "GREY", width: 320, height: 240), .init(format: "GREY", width: 800, height: 600),
            .init(format: "MJPG", width: 1024, height: 768, framesPerSecond: 15))
        let camera = try camera(script)
        #expect(camera.format == "MJPG")
        #expect((camera.width, camera.height) == (1024, 768))
        #expect(camera.note == "1024x768 instead of 1280x720; 15 frames a second instead of 30")
    }

    @Test("formats that only libv4lconvert reads are not taken where there is another")
    func foreign() throws {
        let camera = try camera(ScriptedDevice(.init(format: "RGB3"), .init(format: "YUYV", width: 640, height: 480)))
        #expect(camera.format == "YUYV")
    }

    @Test("configured controls are set, by hand where they were automatic, and a note says what did not take")
    func controls() throws {
        let script = ScriptedDevice(.init(format: "GREY"))
        script.controls = [
            UInt32(V4L2_CID_EXPOSURE_AUTO): .init(value: 3), UInt32(V4L2_CID_EXPOSURE_ABSOLUTE): .init(),
            UInt32(V4L2_CID_GAIN): .init(value: 1, range: 0...64), UInt32(V4L2_CID_POWER_LINE_FREQUENCY): .init(),
        ]
        var settings = CameraSettings()
        settings.exposure = 120
        settings.gain = 100
        settings.focus = 5
        let camera = try camera(script, settings)
        #expect(script.controls[UInt32(V4L2_CID_EXPOSURE_AUTO)]?.value == CInt(V4L2_EXPOSURE_MANUAL.rawValue))
        #expect(script.controls[UInt32(V4L2_CID_EXPOSURE_ABSOLUTE)]?.value == 120)
        #expect(script.controls[UInt32(V4L2_CID_POWER_LINE_FREQUENCY)]?.value == 0)
        #expect(camera.note == "gain 100 became 64; the camera cannot set focus")
    }

    @Test("the nearest size of a range keeps to its steps")
    func steps() {
        var settings = CameraSettings()
        settings.width = 1279
        let device = V4L2Device(descriptor: -1) { _, request, argument in
            errno = EINVAL
            switch request {
            case video_ENUM_FMT():
                let entry = argument.assumingMemoryBound(to: v4l2_fmtdesc.self)
                entry.pointee.pixelformat = V4L2Format("GREY").code
                return entry.pointee.index == 0 ? 0 : -1
            case video_ENUM_FRAMESIZES():
                let size = argument.assumingMemoryBound(to: v4l2_frmsizeenum.self)
                size.pointee.type = V4L2_FRMSIZE_TYPE_STEPWISE.rawValue
                size.pointee.stepwise = v4l2_frmsize_stepwise(
                    min_width: 16, max_width: 4096, step_width: 16, min_height: 16, max_height: 480, step_height: 2)
                return size.pointee.index == 0 ? 0 : -1
            default: return -1
            }
        }
        let mode = V4L2Mode(format: "GREY", layout: .plane(bits: 8), width: 1264, height: 480, framesPerSecond: nil)
        #expect(device.modes(near: settings) == [mode])
    }
}
