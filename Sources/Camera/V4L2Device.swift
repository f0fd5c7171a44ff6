import CVideoShim
import Glibc
import Vocabulary

/// A V4L2 request, with its name for messages.
struct V4L2Request: Sendable {
    let code: UInt
    let name: String

    static let queryCapability = Self(code: video_QUERYCAP(), name: "VIDIOC_QUERYCAP")
    static let enumerateFormat = Self(code: video_ENUM_FMT(), name: "VIDIOC_ENUM_FMT")
    static let enumerateSize = Self(code: video_ENUM_FRAMESIZES(), name: "VIDIOC_ENUM_FRAMESIZES")
    static let enumerateInterval = Self(code: video_ENUM_FRAMEINTERVALS(), name: "VIDIOC_ENUM_FRAMEINTERVALS")
    static let tryFormat = Self(code: video_TRY_FMT(), name: "VIDIOC_TRY_FMT")
    static let setFormat = Self(code: video_S_FMT(), name: "VIDIOC_S_FMT")
    static let getRate = Self(code: video_G_PARM(), name: "VIDIOC_G_PARM")
    static let setRate = Self(code: video_S_PARM(), name: "VIDIOC_S_PARM")
    static let queryControl = Self(code: video_QUERYCTRL(), name: "VIDIOC_QUERYCTRL")
    static let getControl = Self(code: video_G_CTRL(), name: "VIDIOC_G_CTRL")
    static let setControl = Self(code: video_S_CTRL(), name: "VIDIOC_S_CTRL")
    static let requestBuffers = Self(code: video_REQBUFS(), name: "VIDIOC_REQBUFS")
    static let queryBuffer = Self(code: video_QUERYBUF(), name: "VIDIOC_QUERYBUF")
    static let queueBuffer = Self(code: video_QBUF(), name: "VIDIOC_QBUF")
    static let dequeueBuffer = Self(code: video_DQBUF(), name: "VIDIOC_DQBUF")
    static let startStream = Self(code: video_STREAMON(), name: "VIDIOC_STREAMON")
    static let stopStream = Self(code: video_STREAMOFF(), name: "VIDIOC_STREAMOFF")
    static let enumerateInput = Self(code: video_ENUMINPUT(), name: "VIDIOC_ENUMINPUT")
    static let getInput = Self(code: video_G_INPUT(), name: "VIDIOC_G_INPUT")
    static let queryTimings = Self(code: video_QUERY_DV_TIMINGS(), name: "VIDIOC_QUERY_DV_TIMINGS")
    static let setTimings = Self(code: video_S_DV_TIMINGS(), name: "VIDIOC_S_DV_TIMINGS")
    /// Not an ioctl, but it fails as one.
    static let map = Self(code: 0, name: "mmap")
}

extension V4L2Camera {
    /// Every ioctl request that it or libv4lconvert ever makes: what a filter around it has to let through.
    public static let requests: [UInt] = [
        V4L2Request.queryCapability, .enumerateFormat, .enumerateSize, .enumerateInterval, .tryFormat, .setFormat,
        .getRate, .setRate, .queryControl, .getControl, .setControl, .requestBuffers, .queryBuffer, .queueBuffer,
        .dequeueBuffer, .startStream, .stopStream, .enumerateInput, .getInput,
        .queryTimings, .setTimings,
    ].map(\.code)
}

/// What the kernel answered instead of doing what it was asked.
struct V4L2Error: Error {
    let request: V4L2Request
    /// The errno; never EINTR.
    let code: CInt
}

/// One open V4L2 device, closed when it goes. Here alone is the kernel asked, and -1 and EINTR looked at.
final class V4L2Device {
    /// ioctl(2), or what a test puts in its place: -1 and errno where it fails.
    typealias Call = (CInt, UInt, UnsafeMutableRawPointer) -> CInt

    let descriptor: CInt
    private let call: Call

    /// Takes the descriptor over.
    init(descriptor: CInt, call: @escaping Call = { ioctl($0, $1, $2) }) {
        self.descriptor = descriptor
        self.call = call
    }

    deinit { close(descriptor) }

    /// Asks the driver; `value` is the request's argument and takes its answer.
    func ask<Value>(_ request: V4L2Request, _ value: inout Value) throws(V4L2Error) {
        let code = withUnsafeMutablePointer(to: &value) { ask(request.code, $0) }
        guard code == 0 else { throw V4L2Error(request: request, code: code) }
    }

    /// Asks for what the camera cannot do without.
    func require<Value>(_ request: V4L2Request, _ value: inout Value) throws(CameraFault) {
        do { try ask(request, &value) } catch { throw CameraFault(error) }
    }

    /// Asks by number, for libv4lconvert. Returns 0 or the errno.
    func ask(_ request: UInt, _ argument: UnsafeMutableRawPointer) -> CInt {
        while call(descriptor, request, argument) == -1 {
            guard errno == EINTR else { return errno }
        }
        return 0
    }

    /// Maps a buffer of the driver's into memory.
    func map(length: Int, offset: Int) throws(CameraFault) -> UnsafeMutableRawBufferPointer {
        // Drivers of the old videobuf kind refuse to be mapped for reading only (V4L2 specification, mmap).
        let start = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, off_t(offset))
        guard let start, start != MAP_FAILED else { throw CameraFault(V4L2Error(request: .map, code: errno)) }
        return UnsafeMutableRawBufferPointer(start: start, count: length)
    }

    /// Whether poll(2) would report nothing but an error now.
    var isBroken: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR | POLLNVAL) != 0
    }
}

extension CameraFault {
    /// What a driver's refusal means.
    init(_ error: V4L2Error) {
        let cause = "\(error.request.name): \(String(cString: strerror(error.code)))"
        switch error.code {
        case ENODEV, ENXIO: self = .unplugged(code: error.code, cause)
        // vivid and other drivers tell a stream that was torn down by an unplug in this way.
        case EINVAL where error.request.code == V4L2Request.dequeueBuffer.code:
            self = .unplugged(code: error.code, cause)
        case EBUSY:
            self.init(.busy, code: EBUSY, "another program has the camera (\(cause)): stop that program")
        case ENOTTY where error.request.code == V4L2Request.queryCapability.code:
            self.init(.unusable, code: ENOTTY, "this is no V4L2 device (\(cause)): correct camera.source")
        default: self.init(.failed, code: error.code, "the camera's driver failed (\(cause)): see the kernel's log")
        }
    }

    static func unplugged(code: CInt, _ cause: String) -> Self {
        Self(.unplugged, code: code, "the camera is gone (\(cause)): check its cable")
    }
}
