import CVideoShim
import Glibc
import Testing
import Vocabulary

@testable import Camera

/// Inputs that get no signal: named when the camera is opened and while it streams.
@Suite struct V4L2SignalTests {
    private let start = MonotonicTime(nanoseconds: 100_000_000_000)
    private static let whole = [UInt8](repeating: 0, count: 1280 * 720)

    private func scripted(status: CInt = 0, capabilities: CInt = 0) -> ScriptedDevice {
        let script = ScriptedDevice(.init(format: "GREY"))
        var input = v4l2_input()
        input.status = UInt32(status)
        input.capabilities = UInt32(capabilities)
        script.input = input
        return script
    }

    private func fault(_ script: ScriptedDevice) -> CameraFault? {
        do throws(CameraFault) {
            _ = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
            return nil
        } catch { return error }
    }

    @Test(
        "an input without a signal is named before anything is set",
        arguments: [
            V4L2_IN_ST_NO_POWER, V4L2_IN_ST_NO_SIGNAL, V4L2_IN_ST_NO_H_LOCK, V4L2_IN_ST_NO_SYNC,
            V4L2_IN_ST_NO_CARRIER, V4L2_IN_ST_NO_SIGNAL | V4L2_IN_ST_NO_SYNC,
        ])
    func opening(status: CInt) {
        let script = scripted(status: status)
        #expect(fault(script)?.kind == .noSignal)
        #expect(!script.asked.contains(video_S_FMT()))
        #expect(script.openHandles == 0)
    }

    @Test("a turned or colourless picture is a signal", arguments: [V4L2_IN_ST_HFLIP, V4L2_IN_ST_NO_COLOR])
    func harmless(status: CInt) { #expect(fault(scripted(status: status)) == nil) }

    @Test("a signal that goes is named within a second, though frames of noise come, and its end ends it")
    func goesAndReturns() throws {
        let script = scripted()
        let camera = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        script.input?.status = UInt32(V4L2_IN_ST_NO_SIGNAL)
        script.deliver(Self.whole)
        #expect(try camera.take(at: start + .milliseconds(999)) { _ in } == .frame)
        script.deliver(Self.whole)
        let lost = #expect(throws: CameraFault.self) { try camera.take(at: start + .seconds(1)) { _ in } }
        #expect(lost?.kind == .noSignal)
        #expect(fault(script)?.kind == .noSignal)
        script.input?.status = 0
        #expect(fault(script) == nil)
    }

    @Test("frames that stop for want of a signal are no stall")
    func stopped() throws {
        let script = scripted()
        let camera = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        script.input?.status = UInt32(V4L2_IN_ST_NO_SIGNAL)
        let lost = #expect(throws: CameraFault.self) { try camera.take(at: start + .seconds(3)) { _ in } }
        #expect(lost?.kind == .noSignal)
    }

    @Test("the driver is asked once a second, not at each frame")
    func seldom() throws {
        let script = scripted()
        let camera = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        for frame in 0..<60 {
            script.deliver(Self.whole, sequence: UInt32(frame))
            _ = try camera.take(at: start + .milliseconds(frame * 50)) { _ in }
        }
        #expect(script.asked.filter { $0 == video_ENUMINPUT() }.count == 3)
    }

    @Test("a digital input is set to the timings of what comes in, before the format")
    func timings() throws {
        let script = scripted(capabilities: V4L2_IN_CAP_DV_TIMINGS)
        #expect(fault(script) == nil)
        let set = try #require(script.asked.firstIndex(of: video_S_DV_TIMINGS()))
        #expect(try set < #require(script.asked.firstIndex(of: video_S_FMT())))
        #expect(Set(script.asked).isSubset(of: V4L2Camera.requests))
        // The kernel's structure is packed.
        #expect(MemoryLayout<v4l2_dv_timings>.size == 132)
    }

    @Test(
        "timings that cannot be had say why",
        arguments: [
            (ENOLINK, "no signal"), (ENOLCK, "cannot lock"), (ERANGE, "beyond"),
        ])
    func noTimings(code: CInt, words: String) {
        let script = scripted(capabilities: V4L2_IN_CAP_DV_TIMINGS)
        script.refusals[video_QUERY_DV_TIMINGS()] = [code]
        let fault = fault(script)
        #expect(fault?.kind == .noSignal)
        #expect(fault?.what.contains(words) == true)
    }

    @Test("a digital input that cannot tell its timings is left as it is set", arguments: [ENOTTY, ENODATA])
    func silent(code: CInt) {
        let script = scripted(capabilities: V4L2_IN_CAP_DV_TIMINGS)
        script.refusals[video_QUERY_DV_TIMINGS()] = [code]
        #expect(fault(script) == nil)
        #expect(!script.asked.contains(video_S_DV_TIMINGS()))
    }
}
