import Glibc

/// A system call that failed, by its errno.
package struct SystemError: Error {
    package let code: CInt
    package var words: String { String(cString: strerror(code)) }

    /// The one place that looks at -1 and errno: gives what `call` gives, again where a signal came between.
    @discardableResult
    package static func checked<Number: FixedWidthInteger>(_ call: () -> Number) throws(SystemError) -> Number {
        while true {
            let result = call()
            if result != -1 { return result }
            if errno != EINTR { throw SystemError(code: errno) }
        }
    }
}

/// A file or folder that is open, closed when this goes.
package struct OpenFile: ~Copyable {
    private let descriptor: CInt

    /// Opens `path` with `flags` of open(2); never waits for a fifo's other end, never survives an exec.
    package init(_ path: String, _ flags: CInt, mode: mode_t = 0) throws(SystemError) {
        descriptor = try SystemError.checked { open(path, flags | O_CLOEXEC | O_NONBLOCK, mode) }
    }

    /// Opens a folder and waits until no other process holds its lock; it is held until this goes.
    package static func locking(folder path: String) throws(SystemError) -> OpenFile {
        let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
        try SystemError.checked { flock(folder.descriptor, LOCK_EX) }
        return folder
    }

    deinit { close(descriptor) }

    package func status() throws(SystemError) -> stat {
        var status = stat()
        try SystemError.checked { fstat(descriptor, &status) }
        return status
    }

    /// All of a regular file; EISDIR or EINVAL for anything else, EFBIG where it is larger than `limit` bytes.
    package func read(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        try eachBlock { (block) throws(SystemError) in
            bytes += block
            guard bytes.count <= limit else { throw SystemError(code: EFBIG) }
        }
        return bytes
    }

    /// Reads all of a regular file in pieces; EISDIR or EINVAL for anything else.
    func eachBlock(_ take: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) {
        let kind = try status().st_mode & S_IFMT
        guard kind == S_IFREG else { throw SystemError(code: kind == S_IFDIR ? EISDIR : EINVAL) }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = try SystemError.checked { Glibc.read(descriptor, block.baseAddress, block.count) }
            if count == 0 { return }
            try take(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }

    /// What changes where somebody writes to the file.
    func state() throws(SystemError) -> FileState { FileState(try status()) }

    /// The whole of a regular file as memory that is read only; EINVAL for anything else. Whoever asks unmaps it.
    func map() throws(SystemError) -> UnsafeRawBufferPointer {
        let status = try status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EINVAL) }
        let length = Int(status.st_size)
        guard length > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let start, start != MAP_FAILED else { throw SystemError(code: errno) }
        return UnsafeRawBufferPointer(start: start, count: length)
    }

    /// Writes a new file whole and waits for the disk, or leaves none. Throws EEXIST where there is one.
    static func make(_ path: String, mode: mode_t, _ bytes: [UInt8]) throws(SystemError) {
        let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        do throws(SystemError) { try file.write(bytes) } catch {
            unlink(path)
            throw error
        }
    }

    /// Puts `bytes` in the place of a file, in one step; the mode of the old one is kept, else it is 0644. It is surely on
    /// disk once the folder is synced too.
    static func replace(_ file: String, with bytes: [UInt8]) throws(SystemError) {
        let fresh = file + ".new"
        unlink(fresh)
        let new = try OpenFile(fresh, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
        if let old = try? OpenFile(file, O_RDONLY).status() { try new.setMode(old.st_mode & 0o777) }
        try new.write(bytes)
        try SystemError.checked { rename(fresh, file) }
    }

    /// Writes all of `bytes` and waits until the disk has them.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            done += try SystemError.checked {
                bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            }
        }
        try sync()
    }

    package func sync() throws(SystemError) { try SystemError.checked { fsync(descriptor) } }

    func setMode(_ mode: mode_t) throws(SystemError) { try SystemError.checked { fchmod(descriptor, mode) } }
}

/// Length and time of change of a file.
struct FileState: Hashable, Sendable {
    private let length: off_t
    private let seconds: Int
    private let nanoseconds: Int

    fileprivate init(_ status: stat) {
        (length, seconds, nanoseconds) = (status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

/// The names in a folder, sorted, without `.` and `..`.
package func names(inFolder path: String) throws(SystemError) -> [String] {
    var entries: UnsafeMutablePointer<UnsafeMutablePointer<dirent>?>?
    let count = try SystemError.checked { scandir(path, &entries, nil, nil) }
    defer { free(entries) }
    return (0..<Int(count)).compactMap { entries?[$0] }.map { entry in
        defer { free(entry) }
        return withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }.filter { $0 != "." && $0 != ".." }.sorted()
}
