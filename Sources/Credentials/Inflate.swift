import CZlib

/// Unpacks what is packed in a code, within bounds: a code of 4,296 characters can hold 2.9 MB.
enum Inflate {
    /// The largest real certificate has 870 bytes.
    static let maximumLength = 8192

    /// What wraps the packed bytes.
    enum Wrapping: CInt {
        /// zlib with its checksum (RFC 1950).
        case zlib = 15
        /// Nothing: raw DEFLATE (RFC 1951).
        case none = -15
    }

    /// The unpacked bytes of exactly one stream; nil where it is damaged, does not end, ends before the last byte or holds
    /// more than `maximumLength`.
    static func unpack(_ packed: [UInt8], _ wrapping: Wrapping) -> [UInt8]? {
        var stream = z_stream()
        let size = CInt(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var packed = packed
        let unpacked = [UInt8](unsafeUninitializedCapacity: maximumLength + 1) { room, count in
            packed.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = CUnsignedInt(input.count)
                stream.next_out = room.baseAddress
                stream.avail_out = CUnsignedInt(room.count)
                let isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0
                count = isWhole ? room.count - Int(stream.avail_out) : maximumLength + 1
            }
            if count > maximumLength { room.initialize(repeating: 0) }
        }
        return unpacked.count <= maximumLength ? unpacked : nil
    }
}
