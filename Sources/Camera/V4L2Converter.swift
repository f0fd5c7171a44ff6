import CVideoShim
import Glibc
import Vocabulary

/// libv4lconvert, for the formats we do not read ourselves: Bayer, RGB, what old webcams invented. To planar 4:2:0.
///
/// Behind the reader's walls it finds none of the files it looks for (quirks by USB id and board, helper programs), and
/// converts all the same.
final class V4L2Converter {
    private let device: V4L2Device
    private let operations: UnsafeMutablePointer<libv4l_dev_ops>
    private let handle: OpaquePointer
    private var source = v4l2_format()
    private var target = v4l2_format()

    /// Chooses the camera's format and size and sets them. Throws where it can read none of the formats.
    init(on device: V4L2Device, for settings: CameraSettings) throws(CameraFault) {
        self.device = device
        operations = .allocate(capacity: 1)
        operations.initialize(to: libv4l_dev_ops())
        operations.pointee.ioctl = { device, _, request, argument in
            guard let device, let argument else { return -1 }
            errno = Unmanaged<V4L2Device>.fromOpaque(device).takeUnretainedValue().ask(request, argument)
            return errno == 0 ? 0 : -1
        }
        let context = Unmanaged.passUnretained(device).toOpaque()
        guard let handle = v4lconvert_create_with_dev_ops(device.descriptor, context, operations) else {
            operations.deallocate()
            throw CameraFault(.failed, "libv4lconvert does not start for this camera")
        }
        self.handle = handle
        v4lconvert_set_fps(handle, CInt(clamping: settings.framesPerSecond))
        target.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        target.fmt.pix.pixelformat = V4L2Format.planar420.code
        target.fmt.pix.width = UInt32(clamping: settings.width)
        target.fmt.pix.height = UInt32(clamping: settings.height)
        guard v4lconvert_try_format(handle, &target, &source) == 0,
            target.fmt.pix.pixelformat == V4L2Format.planar420.code
        else {
            throw CameraFault(.unusable, "the camera offers no format that luma can be had from: choose another camera")
        }
        v4lconvert_fixup_fmt(&target)
        try device.require(.setFormat, &source)
        // A driver that leaves bytesperline at 0 would make libv4lconvert walk out of the buffer, row by row.
        if source.fmt.pix.bytesperline == 0 { v4lconvert_fixup_fmt(&source) }
    }

    deinit {
        v4lconvert_destroy(handle)
        operations.deallocate()
    }

    var format: V4L2Format { V4L2Format(code: source.fmt.pix.pixelformat) }
    var width: Int { Int(target.fmt.pix.width) }
    var height: Int { Int(target.fmt.pix.height) }
    /// Bytes from one row of luma to the next.
    var stride: Int { Int(target.fmt.pix.bytesperline) }
    /// Bytes of a whole converted picture.
    var byteCount: Int { Int(target.fmt.pix.sizeimage) }

    /// Whether all of a picture could be converted.
    func convert(_ contents: UnsafeRawBufferPointer, into picture: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        // It reads only; its C signature does not say so.
        let bytes = UnsafeMutableRawPointer(mutating: contents.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        let written = v4lconvert_convert(
            handle, &source, &target, bytes, CInt(clamping: contents.count), picture.baseAddress,
            CInt(clamping: picture.count))
        return written >= stride * height
    }
}
