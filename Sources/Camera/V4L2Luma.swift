import CTurboJPEG
import CVideoShim
import Vocabulary

/// Finds the luma of each captured buffer. Its own memory is made once, here.
final class V4L2Luma {
    let width: Int
    let height: Int

    private enum Way {
        case plane(stride: Int)
        case packed(first: Int, stride: Int)
        case jpeg(tjhandle)
        case converted(V4L2Converter)
    }

    private let way: Way
    /// Where luma is put that does not lie in the buffer already.
    private let own: UnsafeMutableBufferPointer<UInt8>

    /// For a format that the camera was set to.
    init(_ layout: LumaLayout, of picture: v4l2_pix_format) throws(CameraFault) {
        width = Int(picture.width)
        height = Int(picture.height)
        // Old drivers leave bytesperline at 0.
        let stride = Int(picture.bytesperline)
        switch layout {
        case .plane:
            way = .plane(stride: max(stride, width))
            own = .allocate(capacity: 0)
        case .packed(let first):
            // Two pixels share four bytes: an odd width has one more of them.
            way = .packed(first: first, stride: max(stride, (width + 1) / 2 * 4))
            own = .allocate(capacity: width * height)
        case .jpeg:
            guard let decoder = tjInitDecompress() else { throw CameraFault(.failed, "no memory for a JPEG decoder") }
            way = .jpeg(decoder)
            own = .allocate(capacity: width * height)
        }
    }

    /// For a format that only libv4lconvert understands.
    init(_ converter: V4L2Converter) {
        width = converter.width
        height = converter.height
        way = .converted(converter)
        own = .allocate(capacity: converter.byteCount)
    }

    deinit {
        if case .jpeg(let decoder) = way { tjDestroy(decoder) }
        own.deallocate()
    }

    /// Lent until the next one or until the buffer is given back.
    struct Plane {
        var luma: UnsafePointer<UInt8>
        var stride: Int
    }

    /// The luma of a buffer's contents; nil where it came short or broken.
    func plane(of contents: UnsafeRawBufferPointer) -> Plane? {
        guard let source = contents.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
        switch way {
        case .plane(let stride):
            // Chroma that is missing is not missed.
            guard contents.count >= stride * (height - 1) + width else { return nil }
            return Plane(luma: source, stride: stride)
        case .packed(let first, let stride):
            guard contents.count >= stride * (height - 1) + 2 * width, let luma = own.baseAddress else { return nil }
            video_luma_of_packed(source, UInt(stride), UInt(first), luma, UInt(width), UInt(height))
            return Plane(luma: UnsafePointer(luma), stride: width)
        case .jpeg(let decoder):
            return decode(source, contents.count, with: decoder)
        case .converted(let converter):
            guard converter.convert(contents, into: own), let luma = own.baseAddress else { return nil }
            return Plane(luma: UnsafePointer(luma), stride: converter.stride)
        }
    }

    /// Grey output makes libjpeg leave the chroma undecoded but for its Huffman codes.
    private func decode(
        _ source: UnsafePointer<UInt8>, _ count: Int, with decoder: tjhandle
    ) -> Plane? {
        var (pictureWidth, pictureHeight, subsampling, colours): (CInt, CInt, CInt, CInt) = (0, 0, 0, 0)
        guard
            tjDecompressHeader3(
                decoder, source, UInt(count), &pictureWidth, &pictureHeight, &subsampling, &colours) == 0,
            pictureWidth == width, pictureHeight == height, let luma = own.baseAddress
        else { return nil }
        let failed = tjDecompress2(
            decoder, source, UInt(count), luma, CInt(width), CInt(width), CInt(height),
            CInt(TJPF_GRAY.rawValue), TJFLAG_LIMITSCANS)
        // Webcams that pad between markers or leave the last one out do so in every frame: these are warnings only.
        guard failed == 0 || tjGetErrorCode(decoder) == TJERR_WARNING.rawValue else { return nil }
        return Plane(luma: UnsafePointer(luma), stride: width)
    }
}
