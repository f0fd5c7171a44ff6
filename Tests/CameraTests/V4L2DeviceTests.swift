import Foundation
import Testing
import Vocabulary

@testable import Camera

/// A camera to try on: the path in SCAN_CAMERA, such as a vivid node.
private let path = ProcessInfo.processInfo.environment["SCAN_CAMERA"]

@Suite("A real V4L2 device", .enabled(if: path != nil, "SCAN_CAMERA names no device to try"), .serialized)
struct V4L2DeviceTests {
    private func camera() throws -> V4L2Camera {
        let descriptor = open(try #require(path), O_RDWR | O_NONBLOCK | O_CLOEXEC)
        try #require(descriptor >= 0, "SCAN_CAMERA cannot be opened: \(String(cString: strerror(errno)))")
        return try V4L2Camera(descriptor: descriptor, settings: CameraSettings(), at: .now)
    }

    @Test("ten frames come in order, each captured just now")
    func frames() throws {
        let camera = try camera()
        var (sequences, ages): ([UInt64], [Duration]) = ([], [])
        while sequences.count < 10 {
            var entry = pollfd(fd: try #require(camera.descriptor), events: Int16(POLLIN), revents: 0)
            _ = poll(&entry, 1, 100)
            _ = try camera.take(at: .now) { frame in
                #expect((frame.width, frame.height) == (camera.width, camera.height))
                sequences.append(frame.sequence)
                ages.append(MonotonicTime.now - frame.captured)
            }
        }
        #expect(sequences == Set(sequences).sorted())
        #expect(ages.allSatisfy { (.zero..<Duration.milliseconds(200)).contains($0) })
    }

    @Test("a camera that was let go can be opened again at once; one that is held is busy")
    func again() throws {
        do { _ = try camera() }
        let held = try camera()
        #expect {
            _ = try camera()
        } throws: {
            ($0 as? CameraFault)?.kind == .busy
        }
        _ = held.width
    }
}
