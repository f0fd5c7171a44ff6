import Foundation
import QRDrawing
import Synchronization
import Testing

/// A camera that a test holds codes before: frames of bare luma through a named pipe, as `stream:` takes them.
final class StreamedCamera: Sendable {
    static let (width, height) = (640, 480)
    static let source = "source = \"stream:camera?width=\(width)&height=\(height)\"\nfps = 15"

    private struct Sight {
        /// Nil: the camera is unplugged.
        var frame: [UInt8]?
        var isOver = false
    }

    private let path: String
    private let sight = Mutex(Sight(frame: empty))

    private static var empty: [UInt8] { [UInt8](repeating: 96, count: width * height) }

    /// Plugs it in: the pipe is made in this folder.
    init(in folder: URL) throws {
        path = folder.appendingPathComponent("camera").path
        try #require(mkfifo(path, 0o600) == 0)
        Thread { [self] in deliver() }.start()
    }

    /// Nobody stands there.
    func clear() { sight.withLock { $0.frame = Self.empty } }

    /// Somebody holds this up.
    func show(_ payload: String) throws {
        let code = try QRCode(Array(payload.utf8)).raster(modulePixels: 5)
        var frame = Self.empty
        let (left, top) = ((Self.width - code.width) / 2, (Self.height - code.height) / 2)
        for row in 0..<code.height {
            let start = (top + row) * Self.width + left
            frame.replaceSubrange(
                start..<start + code.width, with: code.pixels[row * code.width..<(row + 1) * code.width])
        }
        sight.withLock { $0.frame = frame }
    }

    func unplug() { sight.withLock { $0.frame = nil } }

    func end() { sight.withLock { $0.isOver = true } }

    private func deliver() {
        signal(SIGPIPE, SIG_IGN)
        var pipe: CInt = -1
        while case let sight = sight.withLock({ $0 }), !sight.isOver {
            if let frame = sight.frame {
                if pipe < 0 { pipe = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) }
                if pipe >= 0, !write(frame, to: pipe) {
                    close(pipe)
                    pipe = -1
                }
            } else if pipe >= 0 {
                close(pipe)
                pipe = -1
            }
            // A camera's own pace.
            usleep(66_000)
        }
        if pipe >= 0 { close(pipe) }
    }

    /// A whole frame, or false where its reader is gone or takes none for a second.
    private func write(_ frame: [UInt8], to pipe: CInt) -> Bool {
        var sent = 0
        while sent < frame.count {
            let count = frame[sent...].withUnsafeBytes { Glibc.write(pipe, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else {
                var wanted = pollfd(fd: pipe, events: Int16(POLLOUT), revents: 0)
                guard errno == EAGAIN, poll(&wanted, 1, 1000) == 1, wanted.revents & Int16(POLLERR) == 0 else {
                    return false
                }
            }
        }
        return true
    }
}
