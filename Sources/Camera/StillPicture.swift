import CPNG
import CTurboJPEG

/// Decoding of still pictures to luma. The bytes are hostile: every size is checked before memory is asked for.
enum StillPicture {
    /// The picture that `bytes` hold: PNG, JPEG, or PGM, told apart by how they begin.
    static func decode(_ bytes: [UInt8]) throws(FormatComplaint) -> LumaPlane {
        switch bytes {
        case _ where bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]): return try png(bytes)
        case _ where bytes.starts(with: [0xFF, 0xD8, 0xFF]): return try jpeg(bytes)
        case _ where bytes.starts(with: Array("P5".utf8)) || bytes.starts(with: Array("P2".utf8)):
            var reader = PortableGreyReader(bytes)
            return try reader.read()
        default: throw FormatComplaint("is no picture that can be read: PNG, JPEG, PGM and y4m are")
        }
    }

    /// Through libpng's simplified interface: colours to grey, what is transparent onto white.
    private static func png(_ bytes: [UInt8]) throws(FormatComplaint) -> LumaPlane {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        return try bytes.withUnsafeBufferPointer { file throws(FormatComplaint) in
            guard png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else {
                throw FormatComplaint("is a damaged PNG: \(message(of: image))")
            }
            let plane = try plane(width: Int(image.width), height: Int(image.height))
            image.format = png_uint_32(PNG_FORMAT_GRAY)
            var white = png_color(red: 255, green: 255, blue: 255)
            guard png_image_finish_read(&image, &white, plane.pixels, png_int_32(plane.width), nil) != 0 else {
                throw FormatComplaint("is a damaged PNG: \(message(of: image))")
            }
            return plane
        }
    }

    private static func message(of image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// What TurboJPEG says of a file that was cut (JWRN_JPEG_EOF, JWRN_HIT_MARKER), in letters of either case: to the library
    /// a warning, like stray bytes between its parts.
    private static let cut = "premature end"

    /// Through TurboJPEG, luma only. Phones leave stray bytes in what they save: only a cut file is damaged by a warning.
    private static func jpeg(_ bytes: [UInt8]) throws(FormatComplaint) -> LumaPlane {
        guard let decoder = tjInitDecompress() else { throw FormatComplaint("cannot be decoded: no memory") }
        defer { tjDestroy(decoder) }
        func check(_ result: CInt, hasSize: Bool = true) throws(FormatComplaint) {
            guard result != 0 else { return }
            let complaint = String(cString: tjGetErrorStr2(decoder))
            let isWarning = tjGetErrorCode(decoder) == TJERR_WARNING.rawValue && !complaint.lowercased().contains(cut)
            guard isWarning, hasSize else { throw FormatComplaint("is a damaged JPEG: \(complaint)") }
        }
        let size = UInt(bytes.count)
        var (width, height, sampling, colours) = (CInt(0), CInt(0), CInt(0), CInt(0))
        let result = tjDecompressHeader3(decoder, bytes, size, &width, &height, &sampling, &colours)
        try check(result, hasSize: width > 0)
        let plane = try plane(width: Int(width), height: Int(height))
        let grey = CInt(TJPF_GRAY.rawValue)
        try check(tjDecompress2(decoder, bytes, size, plane.pixels, width, width, height, grey, TJFLAG_LIMITSCANS))
        return plane
    }

    static func plane(width: Int, height: Int) throws(FormatComplaint) -> LumaPlane {
        if let complaint = LumaPlane.complaint(width: width, height: height) { throw FormatComplaint(complaint) }
        return LumaPlane(width: width, height: height)
    }
}
