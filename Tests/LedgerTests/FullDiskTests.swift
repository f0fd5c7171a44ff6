import Foundation
import Glibc
import Testing

@testable import Ledger

/// A disk of its own, in memory; only root may mount one.
@Suite(.enabled(if: geteuid() == 0, "only root can mount a small disk")) struct FullDiskTests {
    @Test func `a full disk shuts the gate's ledger until there is room, and not a row longer`() throws {
        let folder = try Folder()
        try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=512k") == 0)
        defer { umount2(folder.path, CInt(MNT_DETACH)) }
        let ledger = try folder.open()
        try ledger.append(entry())
        var thrown: LedgerFault?
        var written: Int64 = 1
        while thrown == nil {
            do {
                written = try ledger.append(admission(pass(1), in: ledger)).sequence
            } catch { thrown = error }
        }
        #expect(thrown?.kind == .full)
        #expect(written > 10)
        #expect(ledger.head.sequence == written)
        #expect(throws: LedgerFault.self) { try ledger.append(entry()) }
        // Readers still see what is written.
        #expect(try folder.check() == .whole(rows: Int(written), head: ledger.head))

        try #require(mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT), "size=4m") == 0)
        #expect(try ledger.append(entry()).sequence == written + 1)
        #expect(try folder.check() == .whole(rows: Int(written + 1), head: ledger.head))
    }

    @Test func `a disk that is read-only is said to be so`() throws {
        let folder = try Folder()
        try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0)
        defer { umount2(folder.path, CInt(MNT_DETACH)) }
        _ = try folder.open()
        try #require(mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "") == 0)
        let fault = #expect(throws: LedgerFault.self) { try folder.open() }
        #expect(fault?.kind == .forbidden)
    }
}
