import Glibc

/// Calls the kernel again while a signal interrupts it; throws what its -1 means for `path`.
@discardableResult
func kernel<T: FixedWidthInteger & SignedInteger>(at path: String, _ call: () -> T) throws(LedgerFault) -> T {
    while true {
        let result = call()
        if result != -1 { return result }
        if errno != EINTR { throw LedgerFault(errno: errno, at: path) }
    }
}

/// An open file, closed when its owner is gone. Never inherited by a child.
struct OwnedFile: ~Copyable {
    let descriptor: CInt
    let path: String

    init(_ path: String, _ flags: CInt, mode: mode_t = 0) throws(LedgerFault) {
        descriptor = try kernel(at: path) { open(path, flags | O_CLOEXEC, mode) }
        self.path = path
    }

    deinit { close(descriptor) }

    var status: stat {
        get throws(LedgerFault) {
            var status = stat()
            try kernel(at: path) { fstat(descriptor, &status) }
            return status
        }
    }

    /// Up to `limit` bytes, fewer only at the end of the file.
    func read(limit: Int) throws(LedgerFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var filled = 0
        while filled < limit {
            let count = try kernel(at: path) {
                bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + filled, limit - filled) }
            }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    /// All of `bytes`, and not back before the disk has them.
    func writeDurably(_ bytes: [UInt8]) throws(LedgerFault) {
        var written = 0
        while written < bytes.count {
            written += try kernel(at: path) {
                bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            }
        }
        try sync()
    }

    func sync() throws(LedgerFault) { try kernel(at: path) { fsync(descriptor) } }

    /// Taken until this is gone; `busy` where another process has it.
    func takeLock() throws(LedgerFault) { try kernel(at: path) { flock(descriptor, LOCK_EX | LOCK_NB) } }
}

/// Makes the names in `folder` as durable as the files behind them.
func syncFolder(_ folder: String) throws(LedgerFault) {
    try OwnedFile(folder, O_RDONLY | O_DIRECTORY).sync()
}

/// What `stat` says, nil where there is no such file.
func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
}
