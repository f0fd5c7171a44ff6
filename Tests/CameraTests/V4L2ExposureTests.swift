import CVideoShim
import Glibc
import Testing
import Vocabulary

@testable import Camera

@Suite struct V4L2ExposureTests {
    private let exposure = UInt32(V4L2_CID_EXPOSURE_ABSOLUTE)
    private let automatic = UInt32(V4L2_CID_EXPOSURE_AUTO)

    private func script(value: CInt, mode: CInt? = 3) -> ScriptedDevice {
        let script = ScriptedDevice(.init(format: "GREY", width: 64, height: 48))
        script.controls[exposure] = .init(value: value, range: 3...2000)
        if let mode { script.controls[automatic] = .init(value: mode, range: 0...3) }
        return script
    }

    private func camera(on script: ScriptedDevice, isBracketing: Bool = true) throws -> V4L2Camera {
        var settings = CameraSettings()
        (settings.width, settings.height, settings.isBracketing) = (64, 48, isBracketing)
        return try V4L2Camera(device: script.open(), settings: settings, at: MonotonicTime(nanoseconds: 1))
    }

    @Test("an automatic camera is set by hand for a while, in parts of its own exposure, and is automatic again")
    func automaticCamera() throws {
        let script = script(value: 400)
        let camera = try camera(on: script)
        for (factor, expected) in [(0.5, 200), (0.25, 100), (8, 2000), (0.001, 3)] as [(Double, CInt)] {
            #expect(camera.multiplyExposure(by: factor))
            #expect(script.controls[exposure]?.value == expected)
            #expect(script.controls[automatic]?.value == CInt(V4L2_EXPOSURE_MANUAL.rawValue))
        }
        #expect(camera.multiplyExposure(by: 1))
        #expect(script.controls[exposure]?.value == 400 && script.controls[automatic]?.value == 3)
    }

    @Test("a camera without the automatic gets its own value back")
    func cameraWithoutAutomatic() throws {
        let script = script(value: 100, mode: nil)
        let camera = try camera(on: script)
        #expect(camera.multiplyExposure(by: 2))
        #expect(script.controls[exposure]?.value == 200)
        #expect(camera.multiplyExposure(by: 1))
        #expect(script.controls[exposure]?.value == 100)
    }

    @Test("one without the control says so, and one that is to stay as it is stays")
    func cameraWithoutControl() throws {
        let bare = ScriptedDevice(.init(format: "GREY", width: 64, height: 48))
        #expect(try !camera(on: bare).multiplyExposure(by: 0.5))
        let kept = script(value: 400)
        #expect(try !camera(on: kept, isBracketing: false).multiplyExposure(by: 0.5))
        #expect(kept.controls[exposure]?.value == 400 && kept.controls[automatic]?.value == 3)
    }
}
