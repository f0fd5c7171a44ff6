import Glibc

/// The memory that this process holds, read from a file that must be opened before the walls stand.
///
/// Not getrusage: of a child that was started without copying its parent, `ru_maxrss` begins with the parent's figure.
struct ResidentMemory: ~Copyable {
    private let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    private let pageKiB = UInt64(sysconf(CInt(_SC_PAGESIZE))) / 1024

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// KiB at this moment; 0 where the kernel does not tell.
    var inKiB: UInt64 {
        withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { text in
            let count = pread(descriptor, text.baseAddress, text.count, 0)
            // proc(5): "size resident shared ...", in pages.
            var pages: UInt64 = 0
            var field = 0
            for index in 0..<max(count, 0) where field < 2 {
                let byte = text[index]
                if byte == 32 { field += 1 } else if field == 1 { pages = pages * 10 + UInt64(byte &- 48) }
            }
            return pages * pageKiB
        }
    }
}
