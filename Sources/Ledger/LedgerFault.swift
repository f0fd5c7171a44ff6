import GRDB
import Glibc

/// Why the ledger cannot be read or written. While a decision cannot be written the gate stays shut (`ledger-unwritable`).
public struct LedgerFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A state with a name.
    public enum Kind: String, Sendable, CaseIterable {
        /// There is no such file or folder.
        case absent
        /// No room is left on the disk (SQLITE_FULL, ENOSPC, EDQUOT).
        case full
        /// Not allowed, or mounted read-only (SQLITE_READONLY, SQLITE_CANTOPEN, EACCES, EROFS).
        case forbidden
        /// The disk fails (SQLITE_IOERR, EIO, and whatever else).
        case failing
        /// Another program holds it (SQLITE_BUSY, EWOULDBLOCK).
        case busy
        /// What is in it is not what was written (SQLITE_CORRUPT, SQLITE_NOTADB, or its HMAC says so).
        case damaged
        /// A later version of this program wrote it.
        case newer
        /// SQLite would answer before the disk has the row.
        case notDurable = "not-durable"
        /// The row breaks the rules of the table (SQLITE_CONSTRAINT): a mistake in this program.
        case refused
        /// The key file is not 32 bytes that only its owner can read.
        case key
    }

    public var kind: Kind
    /// SQLite's extended result code, or the errno of a file; 0 where there is neither.
    public var code: CInt
    /// What is wrong, where, and what to do, in one sentence.
    public var what: String

    init(_ kind: Kind, code: CInt = 0, _ what: String) {
        self.kind = kind
        self.code = code
        self.what = what
    }

    public var description: String { what }

    /// The exit code of a command that met it (sysexits): 77 permission, 74 I/O.
    public var exitCode: CInt { kind == .forbidden || kind == .key ? 77 : 74 }
}

extension LedgerFault {
    /// What SQLite said about `path`.
    init(_ error: DatabaseError, at path: String) {
        let code = error.extendedResultCode.rawValue
        let said = "\(error.message ?? "no message"), SQLite \(code)"
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, code: code, "\(path): the disk is full: make room on it")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
            self.init(.forbidden, code: code, "\(path): not allowed (\(said)): only the gate's user and root may: sudo")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, code: code, "\(path): another program holds it: end that program")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.damaged, code: code, "\(path): damaged (\(said)): it is kept aside when the gate starts")
        case .SQLITE_CONSTRAINT: self.init(.refused, code: code, "\(path): the row was refused (\(said)): report this")
        default: self.init(.failing, code: code, "\(path): cannot be read or written (\(said)): check the disk")
        }
    }

    /// What the kernel said about `path`.
    init(errno code: CInt, at path: String) {
        let said = String(cString: strerror(code))
        switch code {
        case ENOENT, ENOTDIR:
            let mend = "the gate makes it when it first starts; else check state_dir"
            self.init(.absent, code: code, "\(path): there is none: \(mend)")
        case ENOSPC, EDQUOT: self.init(.full, code: code, "\(path): the disk is full: make room on it")
        case EACCES, EPERM, EROFS, ELOOP:
            self.init(.forbidden, code: code, "\(path): \(said): only the gate's user and root may: sudo")
        case EWOULDBLOCK: self.init(.busy, code: code, "\(path): another program writes this ledger: end that program")
        default: self.init(.failing, code: code, "\(path): \(said): check the disk")
        }
    }
}

/// Runs `body` and tells what SQLite or this room threw about `path` as a `LedgerFault`.
func faults<T>(at path: String, _ body: () throws -> T) throws(LedgerFault) -> T {
    do {
        return try body()
    } catch let fault as LedgerFault {
        throw fault
    } catch let error as DatabaseError {
        throw LedgerFault(error, at: path)
    } catch {
        throw LedgerFault(.failing, "\(path): \(error)")
    }
}
