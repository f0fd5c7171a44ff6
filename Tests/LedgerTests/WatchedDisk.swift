import Foundation
import GRDBSQLite
import Synchronization

/// Stands between SQLite and the disk for the files of one folder: counts what is asked of the disk, keeps what a sync
/// made sure of, and fails where a test says so. SQLite itself and everything above it are the real ones.
final class WatchedDisk: Sendable {
    enum Fault { case full, writeFails, syncFails }
    struct Counts: Equatable { var reads = 0, writes = 0, syncs = 0 }

    private struct State {
        var counts = Counts()
        var fault: Fault?
    }

    private let state = Mutex(State())
    let folder: String
    /// Each file as it was when it was last synced, or when the watch began: what a power cut surely leaves.
    let surelyOnDisk: String

    init(_ folder: Folder) throws {
        self.folder = folder.path
        surelyOnDisk = folder.path + ".synced"
        try FileManager.default.copyItem(atPath: folder.path, toPath: surelyOnDisk)
        Self.watch(self)
    }

    deinit { try? FileManager.default.removeItem(atPath: surelyOnDisk) }

    var counts: Counts { state.withLock(\.counts) }
    func fail(_ fault: Fault?) { state.withLock { $0.fault = fault } }

    /// What `work` asked of the disk.
    func count(_ work: () throws -> Void) rethrows -> Counts {
        let before = counts
        try work()
        let after = counts
        return Counts(
            reads: after.reads - before.reads, writes: after.writes - before.writes,
            syncs: after.syncs - before.syncs)
    }

    fileprivate func read() { state.withLock { $0.counts.reads += 1 } }

    fileprivate func write() -> CInt {
        state.withLock {
            $0.counts.writes += 1
            switch $0.fault {
            case .full: return SQLITE_FULL
            case .writeFails: return SQLITE_IOERR | 3 << 8
            default: return SQLITE_OK
            }
        }
    }

    fileprivate func sync() -> CInt {
        state.withLock {
            $0.counts.syncs += 1
            return $0.fault == .syncFails ? SQLITE_IOERR | 4 << 8 : SQLITE_OK
        }
    }

    fileprivate func synced(_ path: String) {
        let kept = "\(surelyOnDisk)/\((path as NSString).lastPathComponent)"
        try? FileManager.default.removeItem(atPath: kept)
        try? FileManager.default.copyItem(atPath: path, toPath: kept)
    }
}

// A VFS of SQLite is a table of C functions; what they belong to is found by the file they are called with.

private typealias File = UnsafeMutablePointer<sqlite3_file>

/// The pointer is to a table that never changes.
private struct OpenFile: @unchecked Sendable {
    let path: String
    let methods: UnsafePointer<sqlite3_io_methods>
    let disk: WatchedDisk
}

private struct WeakDisk { weak var disk: WatchedDisk? }

private let disks = Mutex<[String: WeakDisk]>([:])
private let openFiles = Mutex<[UInt: OpenFile]>([:])

private func opened(_ file: File) -> OpenFile { openFiles.withLock { $0[UInt(bitPattern: file)]! } }

extension WatchedDisk {
    fileprivate static func watch(_ disk: WatchedDisk) {
        _ = installed
        disks.withLock { $0[disk.folder] = WeakDisk(disk: disk) }
    }

    nonisolated(unsafe) private static let real = sqlite3_vfs_find(nil)!

    private static let installed: Void = {
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: real.pointee)
        vfs.pointee.zName = UnsafePointer(strdup("watched"))
        vfs.pointee.xOpen = { _, name, file, flags, outFlags in
            let result = WatchedDisk.real.pointee.xOpen(WatchedDisk.real, name, file, flags, outFlags)
            guard result == SQLITE_OK, let name, let file, let methods = file.pointee.pMethods else { return result }
            let path = String(cString: name)
            let folder = (path as NSString).deletingLastPathComponent
            guard let disk = disks.withLock({ $0[folder]?.disk }) else { return result }
            openFiles.withLock {
                $0[UInt(bitPattern: file)] = OpenFile(path: path, methods: methods, disk: disk)
            }
            file.pointee.pMethods = WatchedDisk.watchedMethods(methods)
            return result
        }
        sqlite3_vfs_register(vfs, 1)
    }()

    private static func watchedMethods(_ real: UnsafePointer<sqlite3_io_methods>)
        -> UnsafePointer<sqlite3_io_methods>
    {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: real.pointee)
        methods.pointee.xRead = { file, buffer, count, offset in
            let opened = opened(file!)
            opened.disk.read()
            return opened.methods.pointee.xRead(file, buffer, count, offset)
        }
        methods.pointee.xWrite = { file, buffer, count, offset in
            let opened = opened(file!)
            let fault = opened.disk.write()
            return fault == SQLITE_OK ? opened.methods.pointee.xWrite(file, buffer, count, offset) : fault
        }
        methods.pointee.xSync = { file, flags in
            let opened = opened(file!)
            let fault = opened.disk.sync()
            guard fault == SQLITE_OK else { return fault }
            let result = opened.methods.pointee.xSync(file, flags)
            if result == SQLITE_OK { opened.disk.synced(opened.path) }
            return result
        }
        methods.pointee.xClose = { file in
            let methods = openFiles.withLock { $0.removeValue(forKey: UInt(bitPattern: file))!.methods }
            return methods.pointee.xClose(file)
        }
        return UnsafePointer(methods)
    }
}
