import Glibc
import Vocabulary

/// A regular file that was opened elsewhere, read by position.
final class InputFile {
    /// The longest file that is read as a whole: 64 MiB.
    static let longestWhole = 64 << 20

    /// For messages only.
    let name: String
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// Fills `buffer` from `offset` on and gives the count, less than asked for only at the end of the file.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>, at offset: Int) throws(CameraFault) -> Int {
        var count = 0
        do throws(SystemError) {
            while count < buffer.count {
                let got = try systemCall {
                    pread(descriptor.number, buffer.baseAddress! + count, buffer.count - count, off_t(offset + count))
                }
                guard got > 0 else { break }
                count += got
            }
        } catch { throw .unreadable(name, error) }
        return count
    }

    func begins(with start: [UInt8]) throws(CameraFault) -> Bool {
        try first(start.count) == start
    }

    /// The first `count` bytes, or all where there are fewer.
    func first(_ count: Int) throws(CameraFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try bytes.withUnsafeMutableBufferPointer { buffer throws(CameraFault) in
            try read(into: buffer, at: 0)
        }
        bytes.removeSubrange(got...)
        return bytes
    }

    /// The whole file, at most `longestWhole` bytes of it.
    func whole() throws(CameraFault) -> [UInt8] {
        var status = stat()
        do throws(SystemError) {
            try systemCall { fstat(descriptor.number, &status) }
        } catch { throw .unreadable(name, error) }
        guard status.st_size > 0 else { throw .unusable(name, "is empty") }
        guard status.st_size <= Self.longestWhole else {
            throw .unusable(name, "has \(status.st_size) bytes: pictures of at most \(Self.longestWhole) are read")
        }
        return try first(Int(status.st_size))
    }
}
