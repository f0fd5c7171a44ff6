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
            let fields = text.prefix(max(count, 0))
            guard let space = fields.firstIndex(of: 32) else { return 0 }
            let digits = fields[(space + 1)...].prefix { (48...57).contains($0) }
            return digits.reduce(0) { $0 * 10 + UInt64($1 - 48) } * pageKiB
        }
    }
}
