import CVideoShim
import Glibc
import Vocabulary

@testable import Camera

/// A driver that does as a test tells it: a real file's memory behind its buffers, everything else from tables.
final class ScriptedDevice {
    struct Offer {
        var format: V4L2Format
        var width = 1280
        var height = 720
        var framesPerSecond: UInt32 = 30
    }

    struct Control {
        var value: CInt = 0
        var range: ClosedRange<CInt> = 0...1000
    }

    var offers: [Offer]
    var controls: [UInt32: Control] = [:]
    /// Errnos that a request gets, one after the other, before it is answered.
    var refusals: [UInt: [CInt]] = [:]
    var capabilities = UInt32(V4L2_CAP_VIDEO_CAPTURE) | UInt32(V4L2_CAP_STREAMING)
    /// What it tells of its one input; nil of a device that knows of none.
    var input: v4l2_input?
    /// Bytes of a row where they are more than its pixels need.
    var bytesPerLine: Int?

    /// Every request that came.
    private(set) var asked: [UInt] = []
    /// Buffers that the driver may fill, in order.
    private(set) var queued: [UInt32] = []
    private(set) var isStreaming = false
    private(set) var bufferCount = 0
    private var filled: [v4l2_buffer] = []
    private var set = v4l2_pix_format()
    private var frameInterval = v4l2_fract(numerator: 1, denominator: 30)
    private let memory: CInt
    private let name: String
    private let bufferLength = 1 << 22

    init(_ offers: Offer...) {
        self.offers = offers
        var path = Array("/tmp/scripted-camera-XXXXXX".utf8CString)
        memory = mkstemp(&path)
        precondition(memory >= 0 && unlink(path) == 0 && ftruncate(memory, off_t(bufferLength * 4)) == 0)
        name = String(decoding: path.dropLast().map(UInt8.init), as: UTF8.self)
    }

    deinit { close(memory) }

    /// The camera's descriptor and its way to the kernel, which leads here.
    func open() -> V4L2Device { V4L2Device(descriptor: dup(memory)) { self.answer($1, $2) } }

    /// How many descriptors and mappings of the buffers there are, but for the script's own descriptor.
    var openHandles: Int {
        let mappings = lines(of: "/proc/self/maps").filter { $0.contains(name) }.count
        let descriptors = (0..<1024).filter { (descriptor: CInt) in
            var path = [CChar](repeating: 0, count: 256)
            let count = readlink("/proc/self/fd/\(descriptor)", &path, path.count - 1)
            return count > 0 && String(decoding: path.prefix(count).map(UInt8.init), as: UTF8.self).contains(name)
        }
        return mappings + descriptors.count - 1
    }

    /// Fills the next queued buffer.
    func deliver(
        _ bytes: [UInt8], sequence: UInt32 = 0, flags: CInt = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC,
        at time: timeval = timeval()
    ) {
        var buffer = v4l2_buffer()
        buffer.index = queued.removeFirst()
        buffer.bytesused = UInt32(bytes.count)
        buffer.sequence = sequence
        buffer.flags = UInt32(flags)
        buffer.timestamp = time
        precondition(pwrite(memory, bytes, bytes.count, off_t(Int(buffer.index) * bufferLength)) == bytes.count)
        filled.append(buffer)
    }

    private func answer(_ request: UInt, _ argument: UnsafeMutableRawPointer) -> CInt {
        asked.append(request)
        let refused = refusals[request]?.isEmpty == false ? refusals[request]?.removeFirst() : nil
        errno = refused ?? respond(to: request, argument)
        return errno == 0 ? 0 : -1
    }

    /// The errno, or 0.
    private func respond(to request: UInt, _ argument: UnsafeMutableRawPointer) -> CInt {
        func change<Value>(_: Value.Type, _ body: (inout Value) -> CInt) -> CInt {
            body(&argument.assumingMemoryBound(to: Value.self).pointee)
        }
        switch request {
        case video_QUERYCAP():
            return change(v4l2_capability.self) {
                $0.capabilities = capabilities
                return 0
            }
        case video_ENUM_FMT():
            return change(v4l2_fmtdesc.self) { entry in
                guard let format = formats.dropFirst(Int(entry.index)).first else { return EINVAL }
                entry.pixelformat = format.code
                return 0
            }
        case video_ENUM_FRAMESIZES():
            return change(v4l2_frmsizeenum.self) { size in
                let sizes = offers.filter { $0.format.code == size.pixel_format }
                guard let offer = sizes.dropFirst(Int(size.index)).first else { return EINVAL }
                size.type = V4L2_FRMSIZE_TYPE_DISCRETE.rawValue
                size.discrete = v4l2_frmsize_discrete(width: UInt32(offer.width), height: UInt32(offer.height))
                return 0
            }
        case video_ENUM_FRAMEINTERVALS():
            return change(v4l2_frmivalenum.self) { interval in
                let offer = offers.first { $0.format.code == interval.pixel_format && $0.width == interval.width }
                guard interval.index == 0, let offer else { return EINVAL }
                interval.type = V4L2_FRMIVAL_TYPE_DISCRETE.rawValue
                interval.discrete = v4l2_fract(numerator: 1, denominator: offer.framesPerSecond)
                frameInterval = interval.discrete
                return 0
            }
        case video_TRY_FMT(), video_S_FMT():
            return change(v4l2_format.self) { format in
                let isOffered = formats.contains(V4L2Format(code: format.fmt.pix.pixelformat))
                if !isOffered { format.fmt.pix.pixelformat = formats[0].code }
                format.fmt.pix.bytesperline = UInt32(bytesPerLine ?? 0)
                return 0
            }
        case video_G_PARM(), video_S_PARM():
            return change(v4l2_streamparm.self) {
                $0.parm.capture.timeperframe = frameInterval
                return 0
            }
        case video_QUERYCTRL():
            return change(v4l2_queryctrl.self) { query in
                guard let known = controls[query.id] else { return EINVAL }
                (query.minimum, query.maximum) = (known.range.lowerBound, known.range.upperBound)
                return 0
            }
        case video_G_CTRL(), video_S_CTRL():
            return change(v4l2_control.self) { control in
                guard let known = controls[control.id] else { return EINVAL }
                let asked = request == video_S_CTRL() ? control.value : known.value
                control.value = min(max(asked, known.range.lowerBound), known.range.upperBound)
                controls[control.id]?.value = control.value
                return 0
            }
        case video_G_INPUT(): return input == nil ? ENOTTY : 0
        case video_ENUMINPUT():
            return change(v4l2_input.self) {
                guard let input, $0.index == 0 else { return EINVAL }
                $0 = input
                return 0
            }
        case video_QUERY_DV_TIMINGS(), video_S_DV_TIMINGS(): return 0
        default: return stream(request, argument)
        }
    }

    private func stream(_ request: UInt, _ argument: UnsafeMutableRawPointer) -> CInt {
        let buffer = argument.assumingMemoryBound(to: v4l2_buffer.self)
        switch request {
        case video_REQBUFS():
            bufferCount = Int(argument.assumingMemoryBound(to: v4l2_requestbuffers.self).pointee.count)
        case video_QUERYBUF():
            buffer.pointee.length = UInt32(bufferLength)
            buffer.pointee.m.offset = buffer.pointee.index * UInt32(bufferLength)
        case video_QBUF(): queued.append(buffer.pointee.index)
        case video_DQBUF():
            guard !filled.isEmpty else { return EAGAIN }
            buffer.pointee = filled.removeFirst()
        case video_STREAMON(): isStreaming = true
        case video_STREAMOFF(): isStreaming = false
        default: return ENOTTY
        }
        return 0
    }

    private var formats: [V4L2Format] {
        offers.reduce(into: []) { if !$0.contains($1.format) { $0.append($1.format) } }
    }

    private func lines(of path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
