import Foundation
import Vocabulary

/// Tells when a camera may have appeared: inotify on /dev and on the folders of udev's links, where they are.
///
/// Udev's own netlink socket is not there in a private network namespace. Whoever waits looks each second besides.
final class CameraWatch {
    /// Becomes readable when something appeared; then `drain`.
    let descriptor: CInt
    private let devices: String

    /// Nil where the kernel gives no inotify (its limits are reached): the look each second remains.
    convenience init?() { self.init(devices: "/dev") }

    init?(devices: String) {
        descriptor = inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC))
        self.devices = devices
        guard descriptor >= 0 else { return nil }
        watch()
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Takes what was told. Returns whether any of it may be a camera.
    func drain() -> Bool {
        var mayBeCamera = false
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
                var at = 0
                while at + MemoryLayout<inotify_event>.size <= count {
                    let event = buffer.load(fromByteOffset: at, as: inotify_event.self)
                    let start = at + MemoryLayout<inotify_event>.size
                    at = start + Int(event.len)
                    let name = String(decoding: buffer[start..<min(at, count)].prefix { $0 != 0 }, as: UTF8.self)
                    // Nodes are called videoN, links end in -video-indexN, and the folders are v4l, by-id and by-path.
                    mayBeCamera = mayBeCamera || name.contains("video") || name == "v4l" || name.hasPrefix("by-")
                }
            }
        }
        // The folders of links come with the first camera and go with the last.
        if mayBeCamera { watch() }
        return mayBeCamera
    }

    private func watch() {
        for folder in ["", "/v4l", "/v4l/by-id", "/v4l/by-path"] {
            // A folder that is not there is no fault; one that is watched already is not watched twice.
            _ = inotify_add_watch(descriptor, devices + folder, UInt32(IN_CREATE | IN_MOVED_TO | IN_ATTRIB))
        }
    }
}
