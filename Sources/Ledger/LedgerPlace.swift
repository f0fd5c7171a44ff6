import Glibc
import Vocabulary

/// The names a ledger has in its folder, and how a new file comes into a damaged one's place.
///
/// The new one is made whole beside it first; then the damaged one is moved away; then the new one gets the name. Where the
/// power goes between the two, the next start finds no ledger but a whole new one, and gives it the name.
struct LedgerPlace {
    let folder: String

    var file: String { "\(folder)/ledger.sqlite" }
    var new: String { "\(file).new" }

    /// Held by the one process that writes; `busy` where there is one.
    func lock() throws(LedgerFault) -> OwnedFile {
        let lock = try OwnedFile("\(folder)/ledger.lock", O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
        try lock.takeLock()
        return lock
    }

    var isEmpty: Bool { status(of: file) == nil }
    var hasNew: Bool { status(of: new) != nil }
    /// A log without its ledger: somebody took the file away.
    var hasStrays: Bool { isEmpty && status(of: "\(file)-wal").map { $0.st_size > 0 } ?? false }

    /// Removes a new ledger that was never finished.
    func removeNew() {
        for name in [new, "\(new)-journal", "\(new)-wal", "\(new)-shm"] { unlink(name) }
    }

    /// Gives the new ledger its name.
    func adoptNew() throws(LedgerFault) {
        try kernel(at: new) { rename(new, file) }
        try syncFolder(folder)
    }

    /// Moves the ledger and what belongs to it aside; its path there. `release` lets go of the open file.
    ///
    /// The file goes first: SQLite neither empties nor deletes the log of a file that has been moved.
    func setAside(at time: WallTime, release: () -> Void = {}) throws(LedgerFault) -> String {
        let kept = freeName(at: time)
        try move(file, to: kept)
        release()
        for suffix in ["-wal", "-shm"] { try move(file + suffix, to: kept + suffix) }
        try syncFolder(folder)
        return kept
    }

    private func move(_ old: String, to new: String) throws(LedgerFault) {
        guard status(of: old) != nil else { return }
        try kernel(at: old) { rename(old, new) }
    }

    /// `ledger.sqlite.damaged-20261124T101112Z`, with a number where a board without a clock starts at the same time again.
    private func freeName(at time: WallTime) -> String {
        let second = time.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        let name = "\(file).damaged-\(second)Z"
        var free = name
        var number = 1
        while ["", "-wal", "-shm"].contains(where: { status(of: free + $0) != nil }) {
            number += 1
            free = "\(name)-\(number)"
        }
        return free
    }
}
