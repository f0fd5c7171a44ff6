import CVideoShim
import Glibc
import Vocabulary

/// A running capture through mapped buffers; stopped, unmapped and handed back to the driver when it goes.
final class V4L2Stream {
    /// One is looked at while the driver fills another; two more ride out a slow frame.
    static let wantedBuffers: UInt32 = 4
    /// More than any driver gives for four.
    private static let mostBuffers: UInt32 = 32

    private let device: V4L2Device
    private var buffers: [UnsafeMutableRawBufferPointer] = []

    /// Asks for the buffers, maps and queues them, and starts.
    init(on device: V4L2Device) throws(CameraFault) {
        self.device = device
        let count = try request(Self.wantedBuffers)
        // With one buffer alone the driver has none to fill while it is looked at.
        guard (2...Self.mostBuffers).contains(count) else {
            throw CameraFault(.failed, "the camera's driver gives \(count) buffers where four were asked for")
        }
        for index in 0..<count {
            var buffer = Self.blank()
            buffer.index = index
            try device.require(.queryBuffer, &buffer)
            buffers.append(try device.map(length: Int(buffer.length), offset: Int(buffer.m.offset)))
            try device.require(.queueBuffer, &buffer)
        }
        var type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        try device.require(.startStream, &type)
    }

    deinit {
        // Whatever the driver answers, no more can be done: of a camera that is gone it refuses all of it.
        var type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        try? device.ask(.stopStream, &type)
        for buffer in buffers { munmap(buffer.baseAddress, buffer.count) }
        _ = try? request(0)
    }

    /// As many as the driver may have out at once.
    var bufferCount: Int { buffers.count }

    /// A filled buffer, the oldest; nil while there is none. It must be given back.
    func next() throws(CameraFault) -> v4l2_buffer? {
        var buffer = Self.blank()
        do {
            try device.ask(.dequeueBuffer, &buffer)
        } catch {
            guard error.code == EAGAIN else { throw CameraFault(error) }
            return nil
        }
        // A driver that hands out a buffer it never gave is broken beyond use.
        guard buffers.indices.contains(Int(buffer.index)) else {
            throw CameraFault(.failed, "the camera's driver handed out a buffer that it was never given")
        }
        return buffer
    }

    func giveBack(_ buffer: v4l2_buffer) throws(CameraFault) {
        var buffer = buffer
        try device.require(.queueBuffer, &buffer)
    }

    /// What was filled of a buffer, never beyond its memory.
    func contents(of buffer: v4l2_buffer) -> UnsafeRawBufferPointer {
        let memory = buffers[Int(buffer.index)]
        return UnsafeRawBufferPointer(rebasing: memory.prefix(Int(buffer.bytesused)))
    }

    private func request(_ count: UInt32) throws(CameraFault) -> UInt32 {
        var buffers = v4l2_requestbuffers()
        buffers.count = count
        buffers.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        buffers.memory = V4L2_MEMORY_MMAP.rawValue
        try device.require(.requestBuffers, &buffers)
        return buffers.count
    }

    private static func blank() -> v4l2_buffer {
        var buffer = v4l2_buffer()
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        buffer.memory = V4L2_MEMORY_MMAP.rawValue
        return buffer
    }
}

extension v4l2_buffer {
    /// Whether the driver itself says that the data may be wrong.
    var isDamaged: Bool { flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0 }

    /// When it was captured, where the driver stamped it by CLOCK_MONOTONIC.
    var captured: MonotonicTime? {
        guard flags & UInt32(V4L2_BUF_FLAG_TIMESTAMP_MASK) == UInt32(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) else {
            return nil
        }
        let (seconds, microseconds) = (timestamp.tv_sec, timestamp.tv_usec)
        guard seconds >= 0, (0..<1_000_000).contains(microseconds), seconds < 1 << 32 else { return nil }
        return MonotonicTime(nanoseconds: UInt64(seconds) * 1_000_000_000 + UInt64(microseconds) * 1000)
    }
}
