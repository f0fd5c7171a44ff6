import CVideoShim
import Glibc
import Testing
import Vocabulary

@testable import Camera

/// Errnos forced on the real camera, each with the name it must get.
@Suite struct V4L2FaultTests {
    private let start = MonotonicTime(nanoseconds: 100_000_000_000)
    private static let whole = [UInt8](repeating: 0, count: 1280 * 720)

    private func fault(_ body: () throws -> Void) -> CameraFault? {
        do {
            try body()
            return nil
        } catch { return error as? CameraFault }
    }

    @Test(
        "a camera that cannot be set up says why, and everything is closed",
        arguments: [
            (video_QUERYCAP(), ENOTTY, CameraFault.Kind.unusable), (video_QUERYCAP(), ENODEV, .unplugged),
            (video_S_FMT(), EBUSY, .busy), (video_S_FMT(), EINVAL, .failed), (video_REQBUFS(), EBUSY, .busy),
            (video_REQBUFS(), ENOMEM, .failed), (video_QUERYBUF(), EINVAL, .failed), (video_QBUF(), EIO, .failed),
            (video_STREAMON(), ENOSPC, .failed), (video_STREAMON(), ENODEV, .unplugged),
        ])
    func settingUp(request: UInt, code: CInt, kind: CameraFault.Kind) {
        let script = ScriptedDevice(.init(format: "GREY"))
        script.refusals[request] = [code]
        let fault = fault { _ = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start) }
        #expect(fault?.kind == kind)
        #expect(fault?.code == code)
        #expect(script.openHandles == 0)
        #expect(!script.isStreaming)
    }

    @Test(
        "a camera lost while it streams says how, and everything is closed",
        arguments: [
            (video_DQBUF(), ENODEV, CameraFault.Kind.unplugged), (video_DQBUF(), EINVAL, .unplugged),
            (video_DQBUF(), EIO, .failed), (video_QBUF(), ENODEV, .unplugged), (video_QBUF(), EIO, .failed),
        ])
    func streaming(request: UInt, code: CInt, kind: CameraFault.Kind) throws {
        let script = ScriptedDevice(.init(format: "GREY"))
        var camera: V4L2Camera? = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        #expect(script.openHandles == 5)
        script.deliver(Self.whole)
        script.refusals[request] = [code]
        let fault = fault { _ = try camera?.take(at: start) { _ in } }
        #expect(fault?.kind == kind)
        #expect(fault?.code == code)
        camera = nil
        #expect(script.openHandles == 0)
        #expect(!script.isStreaming)
        #expect(script.bufferCount == 0)
    }

    @Test("an interrupted call is made again")
    func interrupted() throws {
        let script = ScriptedDevice(.init(format: "GREY"))
        script.refusals[video_S_FMT()] = [EINTR, EINTR]
        let camera = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        script.deliver(Self.whole)
        script.refusals[video_DQBUF()] = [EINTR]
        #expect(try camera.take(at: start) { _ in } == .frame)
    }

    @Test("a second without a frame is a stall, three before the first")
    func stall() throws {
        let script = ScriptedDevice(.init(format: "GREY"))
        let camera = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        #expect(camera.due == start + .seconds(3))
        #expect(try camera.take(at: start + .milliseconds(2999)) { _ in } == .notYet)
        script.deliver(Self.whole)
        #expect(try camera.take(at: start + .milliseconds(2999)) { _ in } == .frame)
        #expect(camera.due == start + .milliseconds(3999))
        #expect(try camera.take(at: start + .milliseconds(3998)) { _ in } == .notYet)
        #expect(fault { _ = try camera.take(at: start + .milliseconds(3999)) { _ in } }?.kind == .stalled)
    }

    @Test("a second of damaged frames only is a stall too, in other words")
    func damagedStall() throws {
        let script = ScriptedDevice(.init(format: "GREY"))
        let camera = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start)
        script.deliver(Self.whole, flags: V4L2_BUF_FLAG_ERROR)
        #expect(try camera.take(at: start) { _ in } == .notYet)
        script.deliver([1, 2, 3])
        let fault = fault { _ = try camera.take(at: start + .seconds(3)) { _ in } }
        #expect(fault?.kind == .stalled)
        #expect(fault?.what.contains("damaged") == true)
    }

    @Test("poll's POLLERR is seen")
    func pollError() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        let device = V4L2Device(descriptor: ends[1])
        #expect(!device.isBroken)
        close(ends[0])
        #expect(device.isBroken)
    }

    @Test("a node that captures nothing and a camera without luma are unusable")
    func unusable() {
        let output = ScriptedDevice(.init(format: "GREY"))
        output.capabilities = UInt32(V4L2_CAP_VIDEO_OUTPUT) | UInt32(V4L2_CAP_STREAMING)
        let coded = ScriptedDevice(.init(format: "H264"))
        for script in [output, coded] {
            let fault = fault { _ = try V4L2Camera(device: script.open(), settings: CameraSettings(), at: start) }
            #expect(fault?.kind == .unusable)
            #expect(script.openHandles == 0)
        }
    }
}
